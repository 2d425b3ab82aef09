"""A load, its watchlists divided among processes."""

import time
from collections.abc import Sequence
from concurrent.futures import Executor

from benchmarks.stories.corpora import Document
from benchmarks.stories.costs import Load, Slice, Speed
from benchmarks.stories.speed import ours, slices


def loaded(documents: Sequence[Document], load: Load, budget: float, pool: Executor, processes: int) -> Speed:
    """All slices of ``load``; ``budget`` seconds of CPU time for all together. The first weighs the memory too."""
    began, parts = time.monotonic(), slices(load)
    asked = [
        pool.submit(ours, documents, watchlists, load.each, budget / len(parts), weigh=number == 0)
        for number, watchlists in enumerate(parts)
    ]
    done = [future.result() for future in asked]
    return Speed(load, together(done), time.monotonic() - began, min(processes, len(parts)))


def together(done: Sequence[Slice]) -> Slice:
    """Sums; the slowest of all; the memory of those that were weighed, which is one."""
    return Slice(
        articles=sum(one.articles for one in done),
        text=sum(one.text for one in done),
        sketch_seconds=sum(one.sketch_seconds for one in done),
        place_seconds=sum(one.place_seconds for one in done),
        file_seconds=sum(one.file_seconds for one in done),
        slowest_place=max(one.slowest_place for one in done),
        written=sum(one.written for one in done),
        most=sum(one.most for one in done),
        kept=sum(one.kept for one in done),
        recovery_seconds=sum(one.recovery_seconds for one in done),
        stories=sum(one.stories for one in done),
        reports=sum(one.reports for one in done),
        joined=sum(one.joined for one in done),
        wrongly=sum(one.wrongly for one in done),
        memory=next((one.memory for one in done if one.memory is not None), None),
    )
