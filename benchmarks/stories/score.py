"""F1 of joins, the thresholds that make it best, and how sure it is."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

_RESAMPLINGS: Final = 2000
_SEED: Final = 1
_T = TypeVar("_T")

Outcome = tuple[bool, bool]
"""Whether a pair is one story, and whether it was joined."""


class Score(NamedTuple):
    """Pairs joined rightly and wrongly, those that should have been and were not, and those rightly left apart."""

    right: int
    wrong: int
    missed: int
    apart: int = 0

    @property
    def pairs(self) -> int:
        return sum(self)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing was joined."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def score(outcomes: Iterable[Outcome]) -> Score:
    """Counts over ``outcomes``."""
    counts = Counter(outcomes)
    return Score(counts[True, True], counts[False, True], counts[True, False], counts[False, False])


def best_threshold(likenesses: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """The best F1 of (likeness, whether one story), and the threshold: the middle of all that reach it.

    Thresholds are tried half-way between neighbouring likenesses, and at the least of all.
    """
    values = sorted({likeness for likeness, _ in likenesses})
    tried = [values[0], *((low + high) / 2 for low, high in itertools.pairwise(values))]
    reached = [
        (score((same, likeness >= threshold) for likeness, same in likenesses).f1, threshold)
        for threshold in tried
    ]
    best = max(f1 for f1, _ in reached)
    equal = [threshold for f1, threshold in reached if f1 == best]
    return best, equal[len(equal) // 2]


def interval(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Between what its F1 lies with 95 % when the pairs are drawn again, with replacement."""
    return _middle([score(drawn).f1 for drawn in _resampled(outcomes)])


def gain_interval(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> tuple[float, float]:
    """The same of the difference between two F1 on the same pairs."""
    return _middle(
        [
            score(our for our, _ in drawn).f1 - score(their for _, their in drawn).f1
            for drawn in _resampled(list(zip(ours, theirs, strict=True)))
        ]
    )


def _resampled(outcomes: Sequence[_T]) -> Iterator[list[_T]]:
    chance = random.Random(_SEED)
    for _ in range(_RESAMPLINGS):
        yield chance.choices(outcomes, k=len(outcomes))


def _middle(values: list[float]) -> tuple[float, float]:
    values.sort()
    return values[int(0.025 * len(values))], values[int(0.975 * len(values))]
