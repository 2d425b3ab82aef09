"""What was asked for, beside what was measured."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from benchmarks.matching.findings import (
    AHO_CORASICK,
    HYPERSCAN,
    NAIVE,
    TOCSIN,
    Findings,
    Size,
)

Figure = Callable[[Findings], float | None]


class Goal(NamedTuple):
    """``least`` (or at ``most``) this ``wanted``; ``must`` marks the least that is accepted."""

    name: str
    what: str
    wanted: float
    unit: str
    figure: Figure
    at_most: bool = False

    def missed_by(self, figure: float) -> float | None:
        """The part of what is wanted by which ``figure`` misses it; None where it is reached."""
        missed = figure - self.wanted if self.at_most else self.wanted - figure
        return missed / self.wanted if missed > 0 else None


def _at(terms: int, figure: Callable[[Size], float]) -> Figure:
    def measured(found: Findings) -> float | None:
        size = found.size(terms)
        return None if size is None else figure(size)

    return measured


def _ratio(peer: str) -> Callable[[Size], float]:
    return lambda size: size.rows[peer].ratio


def _rate(size: Size) -> float:
    return size.rows[TOCSIN].rate


def _p99(size: Size) -> float:
    return size.rows[TOCSIN].latency.p99


def _sustained(size: Size) -> float:
    return size.sustained.rate if size.sustained else 0.0


def _new_word(size: Size) -> float:
    return size.sustained.microseconds_per_new if size.sustained else 0.0


def _growth(found: Findings) -> float | None:
    few, many = found.size(100), found.size(100_000)
    return None if few is None or many is None else _rate(few) / _rate(many)


def _places_right(found: Findings) -> float:
    checked = sum(size.places_checked for size in found.sizes)
    wrong = sum(size.places_wrong for size in found.sizes)
    return 100 * (checked - wrong) / max(checked, 1)


def _goals() -> Iterator[Goal]:
    yield Goal("least", "times naive rapidfuzz, 1,000 terms", 300, "×", _at(1000, _ratio(NAIVE)))
    for terms in (10, 100, 1000, 10_000):
        yield Goal(
            "least", f"of hyperscan's exact speed, {terms:,} terms", 0.5, "×", _at(terms, _ratio(HYPERSCAN))
        )
    yield Goal("least", "cost from 100 to 100,000 terms grows", 10, "×", _growth, at_most=True)
    yield Goal("least", "p99 of an article, 10,000 terms, warm", 2, "ms", _at(10_000, _p99), at_most=True)
    yield Goal("G1", "normalisation with offsets", 30_000, "articles/s", lambda found: found.normalise_rate)
    yield Goal("G1", "times `str.translate` with a list", 3, "×", lambda found: found.translate_ratio)
    for terms, wanted in ((1000, 12_000), (10_000, 8000), (100_000, 3000)):
        yield Goal("G2", f"warm, {terms:,} terms", wanted, "articles/s", _at(terms, _rate))
    for terms in (10, 100, 1000, 10_000):
        yield Goal(
            "G3", f"of hyperscan's exact speed, {terms:,} terms", 0.5, "×", _at(terms, _ratio(HYPERSCAN))
        )
    for terms in (10, 100, 1000):
        yield Goal(
            "G3",
            f"of pyahocorasick's exact speed, {terms:,} terms",
            0.9,
            "×",
            _at(terms, _ratio(AHO_CORASICK)),
        )
    for terms, wanted in ((100, 30), (1000, 300), (10_000, 2000)):
        yield Goal(
            "G5", f"times naive rapidfuzz, {terms:,} terms, warm", wanted, "×", _at(terms, _ratio(NAIVE))
        )
    yield Goal(
        "G5",
        "times naive rapidfuzz, 10,000 terms, cold",
        200,
        "×",
        _at(10_000, lambda at: at.naive_cold_ratio),
    )
    yield Goal("G6", "sustained with new words, 10,000 terms", 3000, "articles/s", _at(10_000, _sustained))
    yield Goal("G6", "each new word, 10,000 terms", 4, "µs", _at(10_000, _new_word), at_most=True)
    for terms, wanted in ((10_000, 2), (100_000, 10)):
        yield Goal(
            "G7", f"p99 of an article, {terms:,} terms, warm", wanted, "ms", _at(terms, _p99), at_most=True
        )
    for terms in (10_000, 100_000):
        change = _at(terms, lambda at: 1000 * at.change_seconds)
        yield Goal("G7", f"one watchlist changed, {terms:,} terms", 10, "ms", change, at_most=True)
    compiled = _at(100_000, lambda at: at.rows[TOCSIN].compile_seconds)
    yield Goal("G7", "full compile, 100,000 terms", 5, "s", compiled, at_most=True)
    resident = _at(100_000, lambda at: at.memory[TOCSIN].process / 1e6)
    yield Goal("G7", "resident process, 100,000 terms", 400, "MB", resident, at_most=True)
    yield Goal("G11", "hits whose surface is the matched words", 100, "%", _places_right)


GOALS: Final = tuple(_goals())
