"""All shelves of a worker, built from its ledger when they are first needed."""

from collections.abc import Callable, Iterator
from typing import Final

from tocsin.alerting.ledger import Ledger, RecordKind, Write, key_of, name_of, watchlist_of
from tocsin.alerting.outcome import Sizes
from tocsin.alerting.packing import size_of, unpack, unpack_kept
from tocsin.alerting.records import Gathered, Kept, Story
from tocsin.alerting.shelf import Shelf, StoryBook
from tocsin.alerting.ways import Ways
from tocsin.story.model import Filed, StorySettings

MakeBook = Callable[[StorySettings], StoryBook]
_STANDING: Final[tuple[RecordKind, ...]] = ("story", "desk")


class Shelves:
    """The shelf of each watchlist, as the records in the ledger make it."""

    def __init__(self, ledger: Ledger, ways: Ways, make_book: MakeBook) -> None:
        self._ledger, self._ways, self._make_book = ledger, ways, make_book
        self._shelves: dict[str, Shelf] = {}
        self._sizes = [0, 0, 0]
        self._read()

    def of(self, watchlist: str) -> Shelf:
        """The shelf of one watchlist."""
        if watchlist not in self._shelves:
            self._shelves[watchlist] = Shelf(self._make_book(self._ways.rules.stories), self._ways)
        return self._shelves[watchlist]

    def items(self) -> Iterator[tuple[str, Shelf]]:
        """Every watchlist and its shelf."""
        return iter(self._shelves.items())

    def sizes(self) -> Sizes:
        """What the ledger holds."""
        return Sizes(*self._sizes)

    def follow(self, writes: tuple[Write, ...], grown: tuple[int, int, int]) -> None:
        """The ledger holds ``writes`` too, which make it grow by so much."""
        for write in writes:
            if write.value is None:
                self._is_no_more(write.kind, write.key)
            elif write.kind == "filed":
                self._filed(write.key, write.value)
            else:
                self._is(write.kind, write.key, write.value)
        self._sizes = [before + more for before, more in zip(self._sizes, grown, strict=True)]

    def _read(self) -> None:
        """Every record anew. Articles come in the order in which they came to their stories."""
        for kind in _STANDING:
            for key, value in self._ledger.items(kind):
                self._weigh(kind, key, value)
                self._is(kind, key, value)
        articles = list[tuple[int, str, Kept]]()
        for key, value in self._ledger.items("filed"):
            self._weigh("filed", key, value)
            kept = unpack_kept(name_of(key), value)
            if kept is not None:
                articles.append((kept.number, key, kept))
        for _, key, kept in sorted(articles, key=lambda one: one[:2]):
            self.of(watchlist_of(key)).kept_is(name_of(key), kept)

    def _is(self, kind: RecordKind, key: str, value: bytes) -> None:
        watchlist, name = watchlist_of(key), name_of(key)
        if kind == "story" and (story := unpack(value, Story)) is not None:
            self.of(watchlist).story_is(name, story)
        elif kind == "desk" and name and (gathered := unpack(value, Gathered)) is not None:
            self.of(watchlist).digest_is(name, gathered)

    def _filed(self, key: str, value: bytes) -> None:
        watchlist, article = watchlist_of(key), name_of(key)
        kept = unpack_kept(article, value)
        if kept is None:
            return
        shelf = self.of(watchlist)
        shelf.kept_is(article, kept)
        if kept.withdrawn:
            shelf.refile(kept.story, self._standing(watchlist, shelf.members(kept.story)))

    def _is_no_more(self, kind: RecordKind, key: str) -> None:
        shelf = self.of(watchlist_of(key))
        if kind == "story":
            shelf.story_ends(name_of(key))
        elif kind == "filed":
            shelf.kept_no_more(name_of(key))

    def _standing(self, watchlist: str, articles: tuple[str, ...]) -> Iterator[Filed]:
        for article in articles:
            kept = unpack_kept(article, self._ledger.get("filed", key_of(watchlist, article)))
            if kept is not None and kept.filed is not None and not kept.withdrawn:
                yield kept.filed

    def _weigh(self, kind: RecordKind, key: str, value: bytes) -> None:
        self._sizes[0] += kind == "story"
        self._sizes[1] += kind == "filed"
        self._sizes[2] += size_of(key, value)
