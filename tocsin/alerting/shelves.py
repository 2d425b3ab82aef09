"""All shelves of a worker, each read from its ledger when it is first needed, and in steps as small as one record.

Three things are read, each on top of the one before: which records there are, when something of a watchlist is due,
its book of stories. Routes that change make other timers, and leave the books as they are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from types import MappingProxyType
from typing import Final

from tocsin.alerting.catalogue import Catalogue
from tocsin.alerting.ledger import Ledger, Write, key_of, watchlist_of
from tocsin.alerting.outcome import Sizes
from tocsin.alerting.records import Kept
from tocsin.alerting.shelf import Shelf, StoryBook
from tocsin.alerting.shelving import follow, kept_by, put_digest, put_story
from tocsin.alerting.ways import Ways
from tocsin.story.model import StorySettings

MakeBook = Callable[[StorySettings], StoryBook]
Work = Iterator[None]
"""Reading that goes on a step whenever it is asked to."""
PORTION: Final = 50
"""Steps that are taken together: some ten milliseconds."""


class UnreadableError(Exception):
    """The records of a watchlist cannot be followed; its cause says why."""


class Shelves:
    """The shelf of each watchlist, as the records in the ledger make it. One that fails does not stop the others."""

    def __init__(self, ledger: Ledger, ways: Ways, make_book: MakeBook) -> None:
        self._ledger, self._ways, self._make_book = ledger, ways, make_book
        self._catalogue = Catalogue()
        self._shelves: dict[str, Shelf] = {}
        self._due: dict[str, datetime] = {}
        self._listing: Work = self._list()
        self._timing: dict[str, Work] = {}
        self._filing: dict[str, Work] = {}
        self._faults: dict[str, Exception] = {}

    def listed(self) -> bool:
        """Read a portion of what `sizes` needs; whether nothing of it was left."""
        return _is_all(self._listing)

    def timed(self) -> bool:
        """Read a portion of what `due` needs; whether nothing of it was left."""
        return _is_all(chain(self._listing, self._all_timers()))

    def filed(self, watchlist: str) -> bool:
        """Read a portion of what `of` needs for a watchlist; whether nothing of it was left."""
        timers, articles = self._left(self._timing, watchlist), self._left(self._filing, watchlist)
        return _is_all(chain(self._listing, timers, articles))

    def of(self, watchlist: str) -> Shelf:
        """The shelf of one watchlist, which is to be `filed` before it is used.

        Raises:
            UnreadableError: it could not be read; it is tried again when all is read anew.
        """
        if watchlist in self._faults:
            raise UnreadableError(watchlist) from self._faults[watchlist]
        if watchlist not in self._shelves:
            self._shelves[watchlist] = Shelf(self._make_book(self._ways.rules.stories), self._ways)
        return self._shelves[watchlist]

    def due(self) -> Mapping[str, datetime]:
        """When something of each watchlist is due first; true of those that were `timed`."""
        return MappingProxyType(self._due)

    def sizes(self) -> Sizes:
        """What the ledger holds, once it is `listed`."""
        return self._catalogue.sizes()

    def use(self, ways: Ways) -> None:
        """Every timer hangs on other ways from now on."""
        self._ways = ways
        for watchlist in self._shelves:
            self._timing.setdefault(watchlist, self._time(watchlist))

    def follow(self, writes: tuple[Write, ...], grown: tuple[int, int, int]) -> None:
        """The ledger holds ``writes`` too, of watchlists that are `filed`, which make it grow by so much."""
        for write in writes:
            follow(self.of(watchlist_of(write.key)), self._ledger, write)
        self._catalogue.grow(grown)
        for watchlist in {watchlist_of(write.key) for write in writes}:
            self._show_due(watchlist)

    def _list(self) -> Work:
        yield from self._catalogue.read(self._ledger)
        for watchlist, listed in self._catalogue.listed.items():
            self._timing[watchlist] = self._time(watchlist, listed.stories, listed.digests)
            self._filing[watchlist] = self._file(watchlist, listed.articles)
        self._catalogue.listed.clear()

    def _all_timers(self) -> Work:
        while self._timing:
            yield from self._left(self._timing, next(iter(self._timing)))
            yield

    def _left(self, works: dict[str, Work], watchlist: str) -> Work:
        # Not `yield from`, which would end the work when one portion of it is enough.
        try:
            for _ in works.get(watchlist, ()):
                yield
        except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
            self._faults[watchlist] = fault
            self._shelves.pop(watchlist, None)
            self._due.pop(watchlist, None)
            self._filing.pop(watchlist, None)
        works.pop(watchlist, None)

    def _time(self, watchlist: str, stories: Iterable[str] = (), digests: Iterable[str] = ()) -> Work:
        shelf = self.of(watchlist)
        for key in stories:
            put_story(shelf, self._ledger, key)
            yield
        for key in digests:
            put_digest(shelf, self._ledger, key)
            yield
        while shelf.ways is not self._ways:
            shelf.ways = self._ways
            yield from self._time_anew(watchlist, shelf)
        self._show_due(watchlist)

    def _time_anew(self, watchlist: str, shelf: Shelf) -> Work:
        for name in tuple(shelf.lasts):
            if shelf.ways is self._ways:  # else the ways have changed once more
                put_story(shelf, self._ledger, key_of(watchlist, name))
                yield

    def _file(self, watchlist: str, articles: Iterable[str]) -> Work:
        """Articles come in the order in which they came to their stories."""
        found = list[tuple[int, str, Kept]]()
        for one in kept_by(self._ledger, articles):
            if one is not None:
                found.append((one[1].number, *one))
            yield
        shelf = self.of(watchlist)
        for _, article, kept in sorted(found, key=lambda one: one[:2]):
            shelf.kept_is(article, kept)
            yield

    def _show_due(self, watchlist: str) -> None:
        due = self.of(watchlist).due()
        if due is None:
            self._due.pop(watchlist, None)
        else:
            self._due[watchlist] = due


def _is_all(work: Work) -> bool:
    return sum(1 for _ in islice(work, PORTION)) < PORTION
