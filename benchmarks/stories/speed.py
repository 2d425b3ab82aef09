"""How fast articles are put into stories, in how many bytes, and how fast a table of them is read back."""

import gc
import time
import tracemalloc
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec
from datasketch import MinHashLSH

from benchmarks.stories.corpora import Document
from benchmarks.stories.findings import PeerSpeed, Speed
from benchmarks.stories.load import Made, Wire
from benchmarks.stories.peers import PERMUTATIONS, minhash
from benchmarks.stories.shingles import shingles
from tocsin.contract.events import Article
from tocsin.story.book import Book
from tocsin.story.model import Filed, StorySettings, filed
from tocsin.story.sketch import sketch_of

THRESHOLD: Final = 0.5
RUN: Final = 3
WARM: Final = 50
WEIGHED: Final = 5000
"""Articles whose memory datasketch is weighed by."""


class Load(NamedTuple):
    """``articles`` in ``books``, each story in one of them. One book takes all stories, several as many as they do."""

    articles: int
    books: int

    @property
    def settings(self) -> StorySettings:
        return StorySettings(most_stories=self.articles) if self.books == 1 else StorySettings()


class _Clerk:
    """Puts articles into books and takes the time of each step."""

    def __init__(self, load: Load) -> None:
        self.books = [Book(load.settings) for _ in range(load.books)]
        self.records: dict[str, tuple[int, bytes]] = {}
        self.opened: dict[str, int] = {}
        self.sketched = self.placed = self.filed = self.slowest = 0.0
        self.articles = self.reports = self.joined = self.wrongly = self.bytes = 0

    @property
    def seconds(self) -> float:
        return self.sketched + self.placed + self.filed

    def take(self, made: Made) -> None:
        article, clock, number = made.article, time.process_time, made.story % len(self.books)
        book = self.books[number]
        began = clock()
        sketch = sketch_of(article)
        sketched = clock()
        placement = book.place(article, sketch, article.fetched)
        placed = clock()
        record = filed(article, sketch, placement, placement.story or article.id, article.fetched)
        gone = book.file(record)
        done = clock()
        self.sketched += sketched - began
        self.placed += placed - sketched
        self.filed += done - placed
        self.slowest = max(self.slowest, placed - sketched)
        self.records[article.id] = number, msgspec.msgpack.encode(record)
        for one in gone:
            del self.records[one]
        self._count(made, placement.story)

    def _count(self, made: Made, story: str | None) -> None:
        self.articles += 1
        self.bytes += len(made.article.body.encode())
        self.reports += made.number != made.story
        if story is None:
            self.opened[made.article.id] = made.story
        else:
            right = self.opened[story] == made.story
            self.joined += right
            self.wrongly += not right


def warm_up(documents: Sequence[Document]) -> None:
    """Compile, and load from disk, whatever a process does once."""
    clerk, lsh = _Clerk(Load(WARM, 1)), MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for made in Wire(documents, seed=2).articles(WARM):
        clerk.take(made)
        _to_lsh(lsh, made.article)


def ours(documents: Sequence[Document], load: Load, budget: float) -> Speed:
    """The first articles of ``load``, as many as come to their books in ``budget`` seconds of CPU time."""
    clerk = _Clerk(load)
    for made in Wire(documents).articles(load.articles):
        clerk.take(made)
        if clerk.seconds > budget:
            break
    stories, records = sum(map(len, clerk.books)), list(clerk.records.values())
    clerk.books.clear()
    gc.collect()
    began = time.process_time()
    books = _read_back(records, load)
    recovery = time.process_time() - began
    del books
    memory = _memory(records, load)
    return Speed(
        wanted=load.articles,
        articles=clerk.articles,
        books=load.books,
        text_bytes=clerk.bytes / clerk.articles,
        sketch_seconds=clerk.sketched,
        place_seconds=clerk.placed,
        file_seconds=clerk.filed,
        slowest_place=clerk.slowest,
        kept=len(records),
        record=sum(len(record) for _, record in records) / len(records),
        memory=memory / len(records),
        recovery_seconds=recovery,
        stories=stories,
        joined=clerk.joined / max(clerk.reports, 1),
        wrongly=clerk.wrongly / clerk.articles,
    )


def datasketch(documents: Sequence[Document], count: int, budget: float) -> PeerSpeed:
    """The first of ``count`` articles, as many as it comes to in ``budget`` seconds of CPU time.

    Every article: words split at blanks, runs of three, MinHash, asked for in the LSH, put into it.
    """
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    weighed = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for made in Wire(documents).articles(min(count, WEIGHED)):
        _to_lsh(weighed, made.article)
    memory = (tracemalloc.get_traced_memory()[0] - before) / min(count, WEIGHED)
    tracemalloc.stop()
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    seconds, came = 0.0, 0
    for made in Wire(documents).articles(count):
        began = time.process_time()
        _to_lsh(lsh, made.article)
        seconds += time.process_time() - began
        came += 1
        if seconds > budget:
            break
    return PeerSpeed(came, seconds, memory)


def _to_lsh(lsh: MinHashLSH, article: Article) -> None:
    sketch = minhash(set(shingles(f"{article.title}\n{article.body}".lower().split(), RUN)))
    lsh.query(sketch)
    lsh.insert(article.id, sketch, check_duplication=False)


def _read_back(records: Iterable[tuple[int, bytes]], load: Load) -> list[Book]:
    books = [Book(load.settings) for _ in range(load.books)]
    decode = msgspec.msgpack.Decoder(Filed).decode
    for number, record in records:
        books[number].file(decode(record))
    return books


def _memory(records: Sequence[tuple[int, bytes]], load: Load) -> int:
    gc.collect()
    tracemalloc.start()
    books = _read_back(records, load)
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del books
    return memory
