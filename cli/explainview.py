"""An explanation for someone who never saw the program."""

from collections.abc import Iterator, Sequence

from cli.explainterm import term_lines
from cli.paint import Look, Painted, Piece, padded, widest
from cli.settings import count
from cli.wording import in_words
from tocsin.delivery.foreign import isolated, neutral
from tocsin.delivery.provenance import provenance
from tocsin.matching.explanation import Explained, ExplainedFilter, Node, ReadWord

FEW_WORDS = 40
FOLDED = (
    "words are compared without accents, vowel marks, capitals and the shapes that letters have on a keyboard"
)
_MOST_WIDTH = 24


def view(found: Explained, *, all_words: bool = False) -> Iterator[Painted]:
    """The answer, then every step to it."""
    yield [Piece(f"{isolated(found.title)} ({found.watchlist}, version {found.version})", "heading")]
    yield _answer(found)
    yield from ([Piece(said, "label")] for said in provenance(found.date_source, found.notes))
    yield []
    yield from _words(found, all_words=all_words)
    yield []
    yield [Piece("2. what was found of each term", "heading")]
    for term in found.terms:
        yield from term_lines(term)
    yield []
    yield from _filters(found.filters)
    yield []
    yield from _condition(found)


def _answer(found: Explained) -> Painted:
    match found.outcome:
        case "fires":
            return [Piece("FIRES", "yes"), Piece(f", {_severity(found)}{_trial(found)}")]
        case "filtered":
            return [Piece("STAYS SILENT", "no"), Piece(": its filters keep it from this article, see 3")]
    lacking = (
        "its condition is not true, see 4" if any(term.hits for term in found.terms) else "nothing was found"
    )
    return [Piece("STAYS SILENT", "no"), Piece(f": {lacking}")]


def _severity(found: Explained) -> str:
    if found.downgraded:
        return f"severity low instead of {found.severity}: only menus, related links or repeated sentences fire it"
    return f"severity {found.severity}"


def _trial(found: Explained) -> str:
    return {
        "shadow": "; on trial (shadow): it alerts nobody",
        "exercise": "; an exercise: its alerts say so",
        "test": "; a test: its alerts say so",
    }.get(found.status, "")


def _words(found: Explained, *, all_words: bool) -> Iterator[Painted]:
    telling = [word for word in found.words if word.meanings]
    yield [Piece("1. what each word was read as", "heading")]
    summary = (
        f"{count(found.count, 'word')}, {len(found.words)} different; "
        f"{len(telling)} of them mean a word of the watchlist; language {isolated(found.language)}"
    )
    yield [Piece(f"  {summary}", "label")]
    yield [Piece(f"  {FOLDED}", "label")]
    shown = found.words if all_words or len(found.words) <= FEW_WORDS else telling
    width = widest((word.surface for word in shown), _MOST_WIDTH)
    for word in shown:
        yield from _word(word, width)
    if len(shown) < len(found.words):
        rest = f"{len(found.words) - len(shown)} {'other ' if shown else ''}words"
        yield [Piece(f"  {rest} mean nothing here; --words shows them", "label")]


def _word(word: ReadWord, width: int) -> Iterator[Painted]:
    often = f" x{word.times}" if word.times > 1 else ""
    name = f"  {padded(_cut(word.surface), width)}{often:<5}"
    if not word.meanings:
        yield [Piece(f"{name}nothing here; compared as {isolated(_cut(word.folded))}", "label")]
    for number, meaning in enumerate(word.meanings):
        languages = ", ".join(meaning.languages)
        start = name if number == 0 else " " * (width + 7)
        yield [Piece(f"{start}{isolated(meaning.word)} ({languages}): {in_words(meaning.rule)}")]


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_WIDTH else text[: _MOST_WIDTH - 1] + "…"


def _filters(filters: Sequence[ExplainedFilter]) -> Iterator[Painted]:
    yield [Piece("3. whether its filters let the article in", "heading")]
    if not filters:
        yield [Piece("  it has none: every article is looked at", "label")]
    width = max((len(one.name) for one in filters), default=0)
    for one in filters:
        look, answer = _answered(one.passes)
        yield [
            Piece("  "),
            Piece(f"{answer:<6}", look),
            Piece(f"{one.name:<{width}}  {isolated(one.allows)}; the article has {isolated(one.has)}"),
        ]


def _condition(found: Explained) -> Iterator[Painted]:
    yield [Piece("4. whether its condition is true of what was found", "heading")]
    yield from _node(found.condition, 1)
    if found.own and found.own.true != found.condition.true:
        yield [Piece("   the same without menus, related links and repeated sentences:", "label")]
        yield from _node(found.own, 1)


def _node(node: Node, depth: int) -> Iterator[Painted]:
    look, answer = _answered(node.true)
    name = "" if node.node == "term" else f"{node.node}: "
    yield [Piece("  " * depth), Piece(f"{answer:<6}", look), Piece(f"{name}{neutral(node.says)}")]
    for part in node.parts:
        yield from _node(part, depth + 1)


def _answered(true: bool) -> tuple[Look, str]:
    return ("yes", "yes") if true else ("no", "no")
