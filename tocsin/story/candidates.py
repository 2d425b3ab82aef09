"""The records that a new article is worth comparing with."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from tocsin.story.index import Index, most_alike
from tocsin.story.likeness import View, view_of
from tocsin.story.model import Filed
from tocsin.story.rarity import Rarity

ALIKE: Final = 6
"""Records compared for what their beginnings tell."""
COPIES: Final = 4
"""Records compared for their text."""
FOREIGN: Final = 6
"""Records in other languages compared for their names."""
OF_ONE_STORY: Final = 3
"""How many of those may be of one story."""
LEAST_WORDS: Final = 3
LEAST_TRIPLES: Final = 3
LEAST_NAMES: Final = 2
"""What a record must share to be compared at all."""


class Candidates:
    """All records of a watchlist, found by what they hold. ``words`` and ``names`` tell how rare those are."""

    def __init__(self) -> None:
        self.words, self.names = Rarity(), Rarity()
        self._records: dict[str, Filed] = {}
        self._told: Index[bytes] = Index()
        self._shingles: Index[int] = Index()
        self._named: defaultdict[str, Index[bytes]] = defaultdict(Index)
        self._openers: dict[str, str] = {}
        self._contents: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, record: Filed) -> None:
        """Take in a record."""
        view = view_of(record.sketch)
        self._records[record.article] = record
        self._told.add(record.article, view.told)
        self._shingles.add(record.article, view.shingles)
        self._named[record.language].add(record.article, view.names)
        self._contents[record.content].add(record.article)
        if record.relation == "new":
            self._openers[record.story] = record.article
        self.words.add(record.story, view.told)
        self.names.add(record.story, view.names)

    def remove(self, record: Filed) -> None:
        """Forget it."""
        view = view_of(record.sketch)
        del self._records[record.article]
        self._told.remove(record.article, view.told)
        self._shingles.remove(record.article, view.shingles)
        self._named[record.language].remove(record.article, view.names)
        self._contents[record.content].discard(record.article)
        if not self._contents[record.content]:
            del self._contents[record.content]
        if self._openers.get(record.story) == record.article:
            del self._openers[record.story]
        self.words.remove(record.story, view.told)
        self.names.remove(record.story, view.names)

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

    def near(self, view: View, language: str, wanted: Callable[[Filed], bool]) -> list[Filed]:
        """The records most like ``view`` among those ``wanted``, by article id."""
        chosen = {
            *self._best(self._told.found(view.told, LEAST_WORDS), ALIKE, wanted),
            *self._best(self._shingles.found(frozenset(view.shingles), LEAST_TRIPLES), COPIES, wanted),
        }
        for other, named in self._named.items():
            if other != language:
                chosen.update(self._best(named.found(view.names, LEAST_NAMES), FOREIGN, wanted))
        return [self._records[article] for article in sorted(chosen)]

    def _best(self, shared: dict[str, int], most: int, wanted: Callable[[Filed], bool]) -> Iterator[str]:
        met: Counter[str] = Counter()
        for article in most_alike(shared, most * OF_ONE_STORY):
            record = self._records[article]
            if met.total() < most and met[record.story] < OF_ONE_STORY and wanted(record):
                met[record.story] += 1
                yield article
