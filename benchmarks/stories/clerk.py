"""Puts articles into the books of watchlists, as alerting does, and takes the time of each step."""

import time
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from benchmarks.stories.load import Made
from tocsin.alerting.ids import alert_id
from tocsin.alerting.packing import pack_kept, size_of, unpack_kept
from tocsin.alerting.records import Kept
from tocsin.story.book import Book
from tocsin.story.model import StorySettings, filed
from tocsin.story.sketch import sketch_of

_LOOK_EVERY: Final = 50
"""Articles of a watchlist after which stories that are over are looked for."""
clock: Final = time.thread_time
"""Seconds of the processor that this thread had: what else goes on takes none of them."""


class Record(NamedTuple):
    """What the table of reports holds of an article."""

    watchlist: int
    article: str
    raw: bytes


class Clerk:
    """One book for each watchlist, with the bounds that ship. Seconds are CPU time of this thread."""

    def __init__(self) -> None:
        self.books: dict[int, Book] = {}
        self.records: dict[tuple[int, str], Record] = {}
        self.opened: dict[str, int] = {}
        self.sketched = self.placed = self.filed = self.slowest = 0.0
        self.articles = self.reports = self.joined = self.wrongly = self.text = self.written = self.most = 0

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.sketched + self.placed + self.filed

    def take(self, made: Made) -> None:
        """Sketch, place and file; now and then let go of what is over. Records are made when the time is taken."""
        article, name = made.article, str(made.watchlist)
        book = self.books.setdefault(made.watchlist, Book(StorySettings()))
        began = clock()
        sketch = sketch_of(article)
        sketched = clock()
        placement = book.place(article, sketch, article.fetched)
        placed = clock()
        story = placement.story or alert_id(name, article.id)
        record = filed(article, sketch, placement, story, article.fetched)
        gone = book.file(record, made.number)
        if made.number % _LOOK_EVERY == 0:
            gone += tuple(one for over in book.expired(article.fetched) for one in book.drop(over))
        done = clock()
        self.sketched += sketched - began
        self.placed += placed - sketched
        self.filed += done - placed
        self.slowest = max(self.slowest, placed - sketched)
        kept = Kept(number=made.number, story=story, content=article.content, filed=record)
        self._keep(Record(made.watchlist, article.id, pack_kept(article.id, kept)), gone)
        self._count(made, placement.story, story)

    def stories(self) -> int:
        """How many are open."""
        return sum(map(len, self.books.values()))

    def _keep(self, record: Record, gone: Iterable[str]) -> None:
        self.records[record.watchlist, record.article] = record
        self.written += size_of(f"{record.watchlist}\0{record.article}", record.raw)
        for article in gone:
            self.records.pop((record.watchlist, article), None)
        self.most = max(self.most, len(self.records))

    def _count(self, made: Made, joined: str | None, story: str) -> None:
        self.articles += 1
        self.text += len(made.article.body.encode())
        self.reports += made.number != made.story
        if joined is None:
            self.opened[story] = made.story
        else:
            right = self.opened[joined] == made.story
            self.joined += right
            self.wrongly += not right


def read_back(records: Sequence[Record]) -> list[Book]:
    """The books that the records make."""
    books: dict[int, Book] = {}
    for watchlist, article, raw in records:
        kept = unpack_kept(article, raw)
        assert kept is not None, article
        assert kept.filed is not None, article
        books.setdefault(watchlist, Book(StorySettings())).file(kept.filed, kept.number)
    return list(books.values())
