"""Which records each watchlist has, and how large they all are: a look at every key, not into the records."""

from collections.abc import Iterator
from typing import Final

import msgspec

from tocsin.alerting.ledger import Ledger, RecordKind, name_of, watchlist_of
from tocsin.alerting.outcome import Sizes
from tocsin.alerting.packing import size_of, unpack
from tocsin.alerting.records import Over

_KINDS: Final[tuple[RecordKind, ...]] = ("story", "desk", "filed")
_AT_ONCE: Final = 50
"""Keys that take about as long as one record that is read."""


class Listed(msgspec.Struct):
    """The keys of a watchlist's records: of its stories, its digests, its articles."""

    stories: list[str] = msgspec.field(default_factory=list)
    digests: list[str] = msgspec.field(default_factory=list)
    articles: list[str] = msgspec.field(default_factory=list)


class Catalogue:
    """The keys by watchlist, and the sizes, once `read` is done."""

    def __init__(self) -> None:
        self.listed: dict[str, Listed] = {}
        self._sizes = (0, 0, 0)

    def read(self, ledger: Ledger) -> Iterator[None]:
        """Look at every key; each step is a few."""
        for kind in _KINDS:
            for number, (key, value) in enumerate(ledger.items(kind), 1):
                self._list(kind, key)
                story = kind == "story" and unpack(value, Over) is None
                self.grow((int(story), int(kind == "filed"), size_of(key, value)))
                if number % _AT_ONCE == 0:
                    yield

    def sizes(self) -> Sizes:
        """Of all that was listed, and of what it has grown by."""
        return Sizes(*self._sizes)

    def grow(self, grown: tuple[int, int, int]) -> None:
        """There are so many more stories, reports and bytes."""
        stories, reports, size = self._sizes
        self._sizes = stories + grown[0], reports + grown[1], size + grown[2]

    def _list(self, kind: RecordKind, key: str) -> None:
        listed = self.listed.setdefault(watchlist_of(key), Listed())
        if kind == "story":
            listed.stories.append(key)
        elif kind == "filed":
            listed.articles.append(key)
        elif name_of(key):
            listed.digests.append(key)
