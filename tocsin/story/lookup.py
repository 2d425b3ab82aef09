"""Finds records by what they hold: in sets, where there is no numba. `tocsin.story.fastlookup` finds the same."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Final, Protocol

from tocsin.story.compared import Arrival
from tocsin.story.index import Index, most_alike
from tocsin.story.likeness import Likeness, likeness
from tocsin.story.model import Filed
from tocsin.story.rarity import Rarity
from tocsin.story.view import view_of

LEAST_WORDS: Final = 3
LEAST_TRIPLES: Final = 3
LEAST_NAMES: Final = 2
"""What a record must share to be compared at all."""


class Lookup(Protocol):
    """What the records of a watchlist hold, and how rare that is.

    What is found are the articles whose records share most, ``most`` of them; among equals the first by name.
    """

    @property
    def names(self) -> Rarity:
        """How rare names are."""

    def add(self, record: Filed) -> None:
        """Take in a record."""

    def remove(self, record: Filed) -> None:
        """Forget it."""

    def by_words(self, arrival: Arrival, most: int) -> list[str]:
        """The records whose beginning tells the same."""

    def by_triples(self, arrival: Arrival, most: int) -> list[str]:
        """Those of the same wording."""

    def by_names(self, arrival: Arrival, most: int) -> Iterator[list[str]]:
        """Those in other languages with the same names, language by language."""

    def likeness(self, arrival: Arrival, record: Filed) -> Likeness:
        """How alike the two are, weighed by how rare their words are."""


class PlainLookup:
    """See ``Lookup``."""

    def __init__(self) -> None:
        self.names = Rarity()
        self._words = Rarity()
        self._told: Index[bytes] = Index()
        self._shingles: Index[int] = Index()
        self._named: defaultdict[str, Index[bytes]] = defaultdict(Index)

    def add(self, record: Filed) -> None:
        view = view_of(record.sketch)
        self._told.add(record.article, view.told)
        self._shingles.add(record.article, view.shingles)
        self._named[record.language].add(record.article, view.names)
        self._words.add(record.story, view.told)
        self.names.add(record.story, view.names)

    def remove(self, record: Filed) -> None:
        view = view_of(record.sketch)
        self._told.remove(record.article, view.told)
        self._shingles.remove(record.article, view.shingles)
        named = self._named[record.language]
        named.remove(record.article, view.names)
        if not named:
            del self._named[record.language]
        self._words.remove(record.story, view.told)
        self.names.remove(record.story, view.names)

    def by_words(self, arrival: Arrival, most: int) -> list[str]:
        return most_alike(self._told.found(arrival.view.told, LEAST_WORDS), most)

    def by_triples(self, arrival: Arrival, most: int) -> list[str]:
        return most_alike(self._shingles.found(frozenset(arrival.view.shingles), LEAST_TRIPLES), most)

    def by_names(self, arrival: Arrival, most: int) -> Iterator[list[str]]:
        for language, named in self._named.items():
            if language != arrival.article.language:
                yield most_alike(named.found(arrival.view.names, LEAST_NAMES), most)

    def likeness(self, arrival: Arrival, record: Filed) -> Likeness:
        return likeness(arrival.view, view_of(record.sketch), self._words)


@cache
def lookup() -> type[Lookup]:
    """The compiled one where numba is installed, else the plain one; they find the same."""
    if find_spec("numba") is None:
        return PlainLookup
    from tocsin.story.fastlookup import FastLookup

    return FastLookup
