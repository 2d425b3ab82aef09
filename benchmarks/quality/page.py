"""The page of results: what one section says lies between two marks, and is replaced as one piece."""


def with_section(page: str, name: str, text: str) -> str:
    """``page`` with the section ``name`` replaced by ``text``, or added at the end."""
    start, end = f"<!-- {name}: written by `make bench-quality` -->\n", f"<!-- end of {name} -->\n"
    section = f"{start}\n{text.strip()}\n\n{end}"
    head, found, rest = page.partition(start)
    if not found:
        return f"{page.rstrip()}\n\n{section}"
    return head + section + rest.partition(end)[2]


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; the first column stands left, all others right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
