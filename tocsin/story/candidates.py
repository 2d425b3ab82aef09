"""The records that a new article is worth comparing with."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tocsin.story.compared import Arrival
from tocsin.story.lookup import lookup
from tocsin.story.model import Filed

ALIKE: Final = 6
"""Records compared for what their beginnings tell."""
COPIES: Final = 4
"""Records compared for their text."""
FOREIGN: Final = 6
"""Records in other languages compared for their names."""
OF_ONE_STORY: Final = 3
"""How many of those may be of one story."""


class Candidates:
    """All records of a watchlist, found by what they hold in ``lookup``."""

    def __init__(self) -> None:
        self.lookup = lookup()()
        self._records: dict[str, Filed] = {}
        self._openers: dict[str, str] = {}
        self._contents: dict[str, tuple[str, ...]] = {}

    def add(self, record: Filed) -> None:
        """Take in a record."""
        self._records[record.article] = record
        self._contents[record.content] = (*self._contents.get(record.content, ()), record.article)
        if record.relation == "new":
            self._openers[record.story] = record.article
        self.lookup.add(record)

    def remove(self, article: str) -> Filed:
        """Forget the record of ``article``."""
        record = self._records.pop(article)
        same = tuple(one for one in self._contents.pop(record.content) if one != record.article)
        if same:
            self._contents[record.content] = same
        if self._openers.get(record.story) == record.article:
            del self._openers[record.story]
        self.lookup.remove(record)
        return record

    def same_content(self, content: str) -> list[Filed]:
        """The records with that very content."""
        return [self._records[article] for article in sorted(self._contents.get(content, ()))]

    def record(self, article: str) -> Filed | None:
        """The record of ``article``, while it is kept."""
        return self._records.get(article)

    def opener(self, story: str) -> Filed | None:
        """The record of the article that opened ``story``, while it is kept."""
        article = self._openers.get(story)
        return None if article is None else self._records[article]

    def near(self, arrival: Arrival, wanted: Callable[[Filed], bool]) -> list[Filed]:
        """The records most like ``arrival`` among those ``wanted``, by article id."""
        chosen = {
            *self._best(self.lookup.by_words(arrival, ALIKE * OF_ONE_STORY), ALIKE, wanted),
            *self._best(self.lookup.by_triples(arrival, COPIES * OF_ONE_STORY), COPIES, wanted),
        }
        for named in self.lookup.by_names(arrival, FOREIGN * OF_ONE_STORY):
            chosen.update(self._best(named, FOREIGN, wanted))
        return [self._records[article] for article in sorted(chosen)]

    def _best(self, alike: Iterable[str], most: int, wanted: Callable[[Filed], bool]) -> Iterator[str]:
        met: list[str] = []
        for article in alike:
            record = self._records[article]
            if met.count(record.story) < OF_ONE_STORY and wanted(record):
                met.append(record.story)
                yield article
                if len(met) == most:
                    return
