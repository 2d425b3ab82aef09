"""The elements of an XML file that people hand around, in their order.

Method: expat, a document type refused, so that no entity of the document's own is ever expanded.
"""

from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

_SAYINGS: Final = {4: "invalid token; an & is written &amp;", 11: "undefined entity; an & is written &amp;"}

Start = Callable[[str, dict[str, str], int], None]
"""Given an element's name, its attributes, and its line."""


class UnreadError(Exception):
    """Why a file was not read to its end, and where."""

    def __init__(self, why: str, line: int, column: int = 1) -> None:
        super().__init__(why)
        self.line, self.column = line, column


class _RefusedError(Exception):
    """It has a document type."""


def each_element(
    raw: bytes, start: Start, end: Callable[[str], None], *, separator: str | None = None
) -> None:
    """Call ``start`` and ``end`` for each element of ``raw``, in any encoding it declares.

    With a ``separator`` names have their namespace before it.

    Raises:
        UnreadError: it is no well-formed XML, or has a document type; ``start`` may raise it too.
    """
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.StartElementHandler = lambda name, attributes: start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as fault:
        why = _SAYINGS.get(fault.code, expat.ErrorString(fault.code))
        raise UnreadError(f"no well-formed XML: {why}", fault.lineno, fault.offset + 1) from fault
    except (_RefusedError, LookupError, ValueError) as fault:  # the latter two: an encoding nobody knows
        raise UnreadError(str(fault), parser.CurrentLineNumber or 1) from fault


def _refuse(*_: Any) -> None:
    raise _RefusedError("it has a document type (<!DOCTYPE ...>), which may define entities: take that out")
