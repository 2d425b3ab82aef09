"""The parts of `when` as they were written, and the terms that they name."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from tocsin.config.document import Document, Path, value_at
from tocsin.watchlist.expression import TERM, kind
from tocsin.watchlist.faults.written import texts

NAMING: Final = ("near", "count", "score")
"""The kinds that hold a list of terms."""
_LISTS: Final = ("all", "any", "none")


class Node(NamedTuple):
    """One expression: where it stands, its tag, and how deep it is, counted from 1."""

    path: Path
    kind: str
    level: int


def nodes(document: Document) -> Iterator[Node]:
    """Every expression in what is written under `when`, outermost first; what is none is left out."""
    return _nodes(value_at(document.data, ("when",)), ("when",), 1)


def named(document: Document) -> Iterator[tuple[Path, str]]:
    """Every term id in `when`, with its place."""
    for node in nodes(document):
        yield from named_in(document, node)


def named_in(document: Document, node: Node) -> Iterator[tuple[Path, str]]:
    """The term ids that stand in the expression itself, not in its parts."""
    if node.kind == TERM:
        yield node.path, str(value_at(document.data, node.path))
    elif node.kind in NAMING:
        yield from texts(document, (*node.path, node.kind, "terms"))


def _nodes(written: Any, path: Path, level: int) -> Iterator[Node]:
    here = kind(written)
    if here is None:
        return
    yield Node(path, here, level)
    inside = value_at(written, (here,))
    if here in _LISTS and isinstance(inside, list):
        for index, part in enumerate(inside):
            yield from _nodes(part, (*path, here, index), level + 1)
    elif here == "in" and isinstance(inside, dict):
        yield from _nodes(inside.get("of"), (*path, here, "of"), level + 1)
