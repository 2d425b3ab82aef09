"""Contestants on the same pairs, each in a process of its own."""

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

from benchmarks.stories.corpora import Document
from benchmarks.stories.findings import STRICT, TOCSIN, Share

Two = tuple[Document, Document]


class Judge(Protocol):
    """Joins two documents that it finds alike by ``threshold`` or more."""

    threshold: float

    def likeness(self, first: Document, second: Document) -> float: ...


class Joined(NamedTuple):
    """Of a set of pairs, how many each contestant joined; and which ones we did, and did not."""

    shares: dict[str, Share]
    ours: list[Two]
    apart: list[Two]


class Contest:
    """``judges`` by name, ours among them."""

    def __init__(self, judges: Mapping[str, Judge], pool: Executor) -> None:
        self._judges, self._pool = judges, pool
        self.thresholds = {name: (name, judge.threshold) for name, judge in judges.items()}

    def joined(self, pairs: Sequence[Two]) -> Joined:
        """What everyone joins of ``pairs``."""
        return self._counted(pairs, self._found(pairs))

    def joined_each(self, sets: Mapping[str, Sequence[Two]]) -> dict[str, Joined]:
        """What everyone joins of each of ``sets``; a document that is in several is prepared once."""
        found = self._found([pair for pairs in sets.values() for pair in pairs])
        ends = [0, *accumulate(map(len, sets.values()))]
        return {
            name: self._counted(pairs, {who: every[low:high] for who, every in found.items()})
            for (name, pairs), (low, high) in zip(sets.items(), pairwise(ends), strict=True)
        }

    def joined_and_learned(self, pairs: Sequence[Two]) -> Joined:
        """The same of pairs that nobody should join.

        From then on each peer takes part a second time, at the least threshold that joins none of them.
        """
        found = self._found(pairs)
        shares = self._counted(pairs, found)
        for name in (name for name in self._judges if name != TOCSIN):
            self.thresholds[name + STRICT] = name, math.nextafter(max(found[name]), math.inf)
        return shares

    def joined_by(self, judge: Judge, pairs: Sequence[Two]) -> "Future[list[float]]":
        """What one more ``judge`` makes of ``pairs``, while the others are busy."""
        return self._pool.submit(_likenesses, judge, pairs)

    def _found(self, pairs: Sequence[Two]) -> dict[str, list[float]]:
        asked = {name: self._pool.submit(_likenesses, judge, pairs) for name, judge in self._judges.items()}
        return {name: future.result() for name, future in asked.items()}

    def _counted(self, pairs: Sequence[Two], found: Mapping[str, Sequence[float]]) -> Joined:
        shares = {
            name: Share(sum(likeness >= threshold for likeness in found[judge]), len(pairs))
            for name, (judge, threshold) in self.thresholds.items()
        }
        joined = Joined(shares, [], [])
        for pair, likeness in zip(pairs, found[TOCSIN], strict=True):
            (joined.ours if likeness >= self._judges[TOCSIN].threshold else joined.apart).append(pair)
        return joined


def _likenesses(judge: Judge, pairs: Sequence[Two]) -> list[float]:
    return [judge.likeness(first, second) for first, second in pairs]
