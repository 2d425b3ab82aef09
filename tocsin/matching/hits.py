"""A term found in a text, as the conditions of a watchlist see it."""

from collections.abc import Iterable
from typing import Final

import msgspec

from tocsin.contract.events import FieldName, Zone
from tocsin.matching.patterns import Pattern
from tocsin.text.languages import Rule
from tocsin.watchlist.expression import TermField

LONGEST_LEAD: Final = 500


class TermHit(msgspec.Struct, frozen=True):
    """A term at one place of one field.

    ``first`` and ``last`` are its words, counted from 0 in the field, both inclusive; ``field[start:end]`` is its
    surface in code points. ``lead``: it begins in the body's first paragraph. ``weight`` is its term's.
    """

    term: str
    field: FieldName
    first: int
    last: int
    start: int
    end: int
    pattern: Pattern
    rule: Rule
    zone: Zone = "text"
    lead: bool = False
    weight: float = 1.0

    def stands_in(self, fields: Iterable[TermField]) -> bool:
        """Whether one of ``fields`` holds it; the lead is part of the body."""
        return self.field in fields or (self.lead and "lead" in fields)

    @property
    def place(self) -> tuple[bool, int, int, str]:
        """Reading order, the title first; of hits that begin together the longest comes first."""
        return self.field != "title", self.first, -self.last, self.term


def lead_end(body: str) -> int:
    """Where the body's first paragraph ends: at its first line break, after ``LONGEST_LEAD`` code points at most."""
    start = len(body) - len(body.lstrip())
    line_break = body.find("\n", start, start + LONGEST_LEAD)
    return min(len(body), start + LONGEST_LEAD) if line_break < 0 else line_break
