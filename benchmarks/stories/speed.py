"""How fast articles are put into stories, and how fast their books are made again from the records that are kept."""

import gc
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from benchmarks.stories.clerk import Clerk, Record, clock, read_back
from benchmarks.stories.corpora import Document
from benchmarks.stories.costs import Load, Slice
from benchmarks.stories.load import WARMING, Texts, interleaved

SLICE: Final = 10
"""Watchlists at most that one process looks after at a time."""
WARM: Final = 300


def slices(load: Load) -> list[range]:
    """The watchlists of ``load`` for one process each: as even as can be, at least two."""
    parts = max(2, -(-load.watchlists // SLICE)) if load.watchlists > 1 else 1
    edges = [load.watchlists * part // parts for part in range(parts + 1)]
    return [range(low, high) for low, high in pairwise(edges)]


def ours(documents: Sequence[Document], watchlists: range, each: int, budget: float, *, weigh: bool) -> Slice:
    """``each`` articles of every one of ``watchlists``, as many as come in ``budget`` seconds of CPU time.

    ``weigh``: measure the memory of the books too, which takes as long again.
    """
    texts, clerk = Texts(documents), Clerk()
    warm_up(texts)
    for made in interleaved(texts, watchlists, each):
        clerk.take(made)
        if clerk.seconds > budget:
            break
    stories, records = clerk.stories(), list(clerk.records.values())
    clerk.books.clear()
    gc.collect()
    began = clock()
    books = read_back(records)
    recovery = clock() - began
    del books
    return Slice(
        articles=clerk.articles,
        text=clerk.text,
        sketch_seconds=clerk.sketched,
        place_seconds=clerk.placed,
        file_seconds=clerk.filed,
        slowest_place=clerk.slowest,
        written=clerk.written,
        most=clerk.most,
        kept=len(records),
        recovery_seconds=recovery,
        stories=stories,
        reports=clerk.reports,
        joined=clerk.joined,
        wrongly=clerk.wrongly,
        memory=memory(records) / len(records) if weigh else None,
    )


def warm_up(texts: Texts) -> None:
    """Compile, and load from disk, whatever a process does once; learn the words of the language."""
    clerk = Clerk()
    for made in interleaved(texts, [WARMING], WARM):
        clerk.take(made)


def memory(records: Sequence[Record]) -> int:
    """Bytes of the books that are made of ``records``, as tracemalloc sees them."""
    gc.collect()
    tracemalloc.start()
    books = read_back(records)
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del books
    return held
