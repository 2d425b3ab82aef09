"""The records that a new article is worth comparing with."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from tocsin.story.index import Index, Rarity, most_alike
from tocsin.story.likeness import View, Weigh, view_of
from tocsin.story.model import Filed

ALIKE: Final = 12
"""Records compared for what their beginnings tell."""
COPIES: Final = 6
"""Records compared for their text."""
FOREIGN: Final = 8
"""Records in other languages compared for their names."""
OF_ONE_STORY: Final = 3
"""How many of those may be of one story."""
LEAST_NAMES: Final = 3


class Candidates:
    """All records of a watchlist, found by what they hold."""

    def __init__(self) -> None:
        self._records: dict[str, Filed] = {}
        self._words: Index[bytes] = Index()
        self._shingles: Index[int] = Index()
        self._names: Index[bytes] = Index()
        self._contents: defaultdict[str, set[str]] = defaultdict(set)
        self._rarity = Rarity()
        self._heard = Rarity()

    def add(self, record: Filed) -> None:
        """Take in a record."""
        view = view_of(record.sketch)
        self._records[record.article] = record
        self._words.add(record.article, view.told)
        self._shingles.add(record.article, view.shingles)
        self._names.add(record.article, view.names)
        self._contents[record.content].add(record.article)
        self._rarity.add(record.story, view.told)
        self._heard.add(record.story, view.names)

    def remove(self, record: Filed) -> None:
        """Forget it."""
        view = view_of(record.sketch)
        del self._records[record.article]
        self._words.remove(record.article, view.told)
        self._shingles.remove(record.article, view.shingles)
        self._names.remove(record.article, view.names)
        self._contents[record.content].discard(record.article)
        if not self._contents[record.content]:
            del self._contents[record.content]
        self._rarity.remove(record.story, view.told)
        self._heard.remove(record.story, view.names)

    def same_content(self, content: str) -> list[Filed]:
        """The records with that very content."""
        return [self._records[article] for article in sorted(self._contents.get(content, ()))]

    def near(self, view: View, wanted: Callable[[Filed], bool]) -> list[Filed]:
        """The records most like ``view`` among those ``wanted``, in no order that matters."""
        weigh = self._rarity.weigher(None)
        told = self._words.found(view.told, {key: weigh(key) for key in view.told})
        copied = self._shingles.found(frozenset(view.shingles))
        named = {
            article: names for article, names in self._names.found(view.names).items() if names >= LEAST_NAMES
        }
        chosen = {
            *self._best(told, ALIKE, wanted),
            *self._best(copied, COPIES, wanted),
            *self._best(named, FOREIGN, wanted),
        }
        return [self._records[article] for article in sorted(chosen)]

    def weigher(self, story: str | None) -> Weigh:
        """How rare a word is, outside ``story``."""
        return self._rarity.weigher(story)

    def name_weigher(self, story: str | None) -> Weigh:
        """How rare a name is, outside ``story``."""
        return self._heard.weigher(story)

    def _best(self, shared: dict[str, float], most: int, wanted: Callable[[Filed], bool]) -> Iterator[str]:
        met: Counter[str] = Counter()
        for article in most_alike(shared, most * 4):
            record = self._records[article]
            if met.total() < most and met[record.story] < OF_ONE_STORY and wanted(record):
                met[record.story] += 1
                yield article
