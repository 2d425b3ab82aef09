"""How fast articles are put into stories, in how many bytes, and how fast a table of them is read back."""

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

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

CHUNK: Final = 1000
THRESHOLD: Final = 0.5
RUN: Final = 3
WEIGHED: Final = 5000
"""Articles whose memory datasketch is weighed by."""

Told = Callable[[str], None]


class _Clerk:
    """Puts articles into one book and takes the time of each step."""

    def __init__(self, count: int) -> None:
        self.settings = StorySettings(most_stories=count)
        self.book = Book(self.settings)
        self.records: list[bytes] = []
        self.opened: dict[str, int] = {}
        self.sketched = self.placed = self.filed = self.slowest = 0.0
        self.reports = self.joined = self.wrongly = self.bytes = 0

    def take(self, made: Made) -> None:
        article, clock = made.article, time.process_time
        began = clock()
        sketch = sketch_of(article)
        sketched = clock()
        placement = self.book.place(article, sketch, article.fetched)
        placed = clock()
        record = filed(article, sketch, placement, placement.story or article.id, article.fetched)
        self.book.file(record)
        done = clock()
        self.sketched += sketched - began
        self.placed += placed - sketched
        self.filed += done - placed
        self.slowest = max(self.slowest, placed - sketched)
        self.bytes += len(article.body.encode())
        self.records.append(msgspec.msgpack.encode(record))
        self._count(made, placement.story)

    def _count(self, made: Made, story: str | None) -> None:
        self.reports += made.number != made.story
        if story is None:
            self.opened[made.article.id] = made.story
        else:
            right = self.opened[story] == made.story
            self.joined += right
            self.wrongly += not right


def ours(documents: Sequence[Document], count: int, tell: Told) -> Speed:
    """``count`` articles into one book."""
    clerk = _Clerk(count)
    for made in _told(Wire(documents).articles(count), count, tell):
        clerk.take(made)
    stories, records = len(clerk.book), clerk.records
    clerk.book = Book(clerk.settings)
    gc.collect()
    tell("reading back")
    recovery = _recovery_seconds(records, clerk.settings)
    tell("weighing")
    memory = _memory(records, clerk.settings)
    return Speed(
        articles=count,
        text_bytes=clerk.bytes / count,
        sketch_seconds=clerk.sketched,
        place_seconds=clerk.placed,
        file_seconds=clerk.filed,
        slowest_place=clerk.slowest,
        record=sum(map(len, records)) / count,
        memory=memory / count,
        recovery_seconds=recovery,
        stories=stories,
        joined=clerk.joined / max(clerk.reports, 1),
        wrongly=clerk.wrongly / count,
    )


def datasketch(documents: Sequence[Document], count: int, budget: float, tell: Told) -> PeerSpeed:
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
    for made in _told(Wire(documents).articles(count), count, tell):
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


def _read_back(records: Iterable[bytes], settings: StorySettings) -> Book:
    book, decode = Book(settings), msgspec.msgpack.Decoder(Filed).decode
    for record in records:
        book.file(decode(record))
    return book


def _recovery_seconds(records: Sequence[bytes], settings: StorySettings) -> float:
    began = time.process_time()
    _read_back(records, settings)
    return time.process_time() - began


def _memory(records: Sequence[bytes], settings: StorySettings) -> int:
    gc.collect()
    tracemalloc.start()
    book = _read_back(records, settings)
    gc.collect()
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del book
    return memory


def _told(made: Iterator[Made], count: int, tell: Told) -> Iterator[Made]:
    for start in range(0, count, CHUNK):
        tell(f"{start:,} of {count:,}")
        yield from islice(made, CHUNK)
