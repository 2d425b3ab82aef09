"""Where in an article a term can be found at all."""

from collections.abc import Iterable, Mapping
from math import fsum
from typing import Final

import msgspec

from tocsin.watchlist.expression import TermField
from tocsin.watchlist.model import Term

_PLACES: Final[Mapping[TermField, frozenset[str]]] = {
    "title": frozenset({"title"}),
    "lead": frozenset({"lead"}),
    "body": frozenset({"lead", "rest"}),
}
_EVERYWHERE: Final = frozenset({"title", "lead", "rest"})


class Look(msgspec.Struct, frozen=True):
    """Where one looks: the terms by id, the places of an article, and what must not be found."""

    terms: Mapping[str, Term]
    places: frozenset[str] = _EVERYWHERE
    forbidden: frozenset[str] = frozenset()

    def without(self, terms: Iterable[str]) -> "Look":
        """The same, if ``terms`` must not be found."""
        return msgspec.structs.replace(self, forbidden=self.forbidden | frozenset(terms))

    def inside(self, fields: Iterable[TermField]) -> "Look":
        """The same, in ``fields`` alone."""
        return msgspec.structs.replace(self, places=self.places & places(fields))

    def where(self, term: str) -> frozenset[str]:
        """Where ``term`` can be found; an unknown one, told elsewhere, anywhere."""
        if term in self.forbidden:
            return frozenset()
        return self.places & places(self.terms[term].fields) if term in self.terms else _EVERYWHERE

    def findable(self, terms: Iterable[str]) -> tuple[str, ...]:
        """Those that can be found at all, each once."""
        return tuple(term for term in dict.fromkeys(terms) if self.where(term))

    def weight(self, terms: Iterable[str]) -> float:
        """What those of ``terms`` that can be found weigh together; without end where one is unknown."""
        found = self.findable(terms)
        return fsum(self.terms[term].weight if term in self.terms else float("inf") for term in found)


def places(fields: Iterable[TermField]) -> frozenset[str]:
    """The title, the lead, and the rest of the body, as far as ``fields`` cover them."""
    return frozenset().union(*(_PLACES[field] for field in fields))
