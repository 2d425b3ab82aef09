"""What is wrong with filters, receivers and examples."""

from collections.abc import Iterator, Sequence
from typing import Final

from tocsin.config.document import Document
from tocsin.config.validate import Fault, unknown
from tocsin.watchlist.faults.terms import twice
from tocsin.watchlist.faults.written import WrittenTerm, items, texts

# What the first lets in, the second keeps out.
_OPPOSITES: Final = (("sources", "not_sources"), ("countries", "not_countries"), ("tags", "not_tags"))
_LISTS: Final = (
    ("receivers",),
    ("filters", "languages"),
    ("filters", "kinds"),
    *(("filters", name) for pair in _OPPOSITES for name in pair),
)


def surrounding_faults(document: Document, terms: Sequence[WrittenTerm]) -> Iterator[Fault]:
    """Every fault of what stands around the terms and their condition."""
    for path in _LISTS:
        yield from twice(document, path)
    for name, opposite in _OPPOSITES:
        wanted = {text for _, text in texts(document, ("filters", name))}
        for where, text in texts(document, ("filters", opposite)):
            if text in wanted:
                yield Fault(where, f"{text!r} stands under {name} too; no article of it passes")
    yield from _examples(document, tuple(dict.fromkeys(term.id for term in terms if term.id)))


def _examples(document: Document, known: tuple[str, ...]) -> Iterator[Fault]:
    for index, _ in items(document, ("examples", "match")):
        for where, name in texts(document, ("examples", "match", index, "terms")):
            if known and name not in known:
                yield Fault(where, unknown(name, known, "term"))
    for index, example in items(document, ("examples", "ignore")):
        if isinstance(example, dict) and example.get("terms") is not None:
            path = ("examples", "ignore", index, "terms")
            yield Fault(path, "means nothing in a text that must not fire; leave it out", at_key=True)
