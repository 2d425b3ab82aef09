"""CPU time of contestants that take turns, article by article."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from benchmarks.matching.peers import Contestant

T = TypeVar("T")
Told = Callable[[str], None]


class Pass(msgspec.Struct, frozen=True):
    """One contestant once over some texts: CPU nanoseconds of each, and all hits."""

    took: tuple[int, ...]
    hits: int

    @property
    def seconds(self) -> float:
        return sum(self.took) / 1e9

    @property
    def rate(self) -> float:
        """Articles a second on one core."""
        return len(self.took) / max(self.seconds, 1e-9)


class Latency(msgspec.Struct, frozen=True):
    """Of one article, in milliseconds of CPU time."""

    p50: float
    p99: float
    most: float


def run(contestant: Contestant, texts: Sequence[str], budget: float = math.inf) -> Pass:
    """One pass; stops after the first text with which ``budget`` seconds of CPU time are used up."""
    took, hits, left = [], 0, budget * 1e9
    for text in texts:
        began = time.process_time_ns()
        hits += contestant.find(text)
        took.append(time.process_time_ns() - began)
        left -= took[-1]
        if left <= 0:
            break
    return Pass(tuple(took), hits)


def interleaved(
    contestants: Mapping[str, Contestant], texts: Sequence[str], passes: int, tell: Told
) -> dict[str, list[Pass]]:
    """``passes`` passes of each contestant, taking turns, another one first each time."""
    names = list(contestants)
    taken: dict[str, list[Pass]] = {name: [] for name in names}
    for number in range(passes):
        first = number % len(names)
        for name in [*names[first:], *names[:first]]:
            tell(f"{name}, pass {number + 1} of {passes}")
            taken[name].append(run(contestants[name], texts))
    return taken


def timed(make: Callable[[], T]) -> tuple[T, float]:
    """What ``make`` makes, and its CPU seconds."""
    began = time.process_time()
    made = make()
    return made, time.process_time() - began


def latency(passes: Sequence[Pass]) -> Latency:
    """Over every article of every pass: what another process of the machine costs counts too."""
    took = sorted(one / 1e6 for each in passes for one in each.took)
    return Latency(quantile(took, 0.5), quantile(took, 0.99), took[-1])


def quantile(ordered: Sequence[float], part: float) -> float:
    """The smallest value that ``part`` of all are not above; ``ordered`` rises and is not empty."""
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]
