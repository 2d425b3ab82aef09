"""One number of terms, measured: every contestant in turn on the same texts, in one process."""

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.matching import memory
from benchmarks.matching.contestants import prepared, prepared_ours
from benchmarks.matching.findings import (
    AHO_CORASICK,
    FACADE,
    HYPERSCAN,
    NAIVE,
    TOCSIN,
    Cold,
    Memory,
    Row,
    Size,
    Sustained,
    median_ratio,
)
from benchmarks.matching.fresh import Fresh
from benchmarks.matching.ours import Facade, Ours, is_plain, wrong_places
from benchmarks.matching.peers import Contestant
from benchmarks.matching.reference import exact_places
from benchmarks.matching.terms import TERMS_PER_WATCHLIST, Term, watchlist
from benchmarks.matching.timing import Pass, Told, interleaved, latency, run, timed

EXACT: Final = (HYPERSCAN, AHO_CORASICK)
SUSTAINED_TERMS: Final = 10_000


class Course(msgspec.Struct, frozen=True):
    """What is run: texts as published, in how many passes, and how long the naive loop may take for each size."""

    texts: tuple[str, ...]
    fresh: Fresh
    passes: int
    naive_seconds: float
    folder: Path


class DisagreementError(RuntimeError):
    """Two engines that must find the same places do not: their speeds say nothing."""


def measure(terms: Sequence[Term], course: Course, tell: Told) -> Size:
    """Every figure for these terms.

    Raises:
        DisagreementError: an exact engine finds other places than looking every run of words up does.
        RuntimeError: a child process failed.
    """
    tell("compiling and first passes")
    make = prepared_ours(terms)
    ours, compile_seconds, cold = _first(make, course.texts)
    built: dict[str, Contestant] = {TOCSIN: ours}
    compiled = {TOCSIN: compile_seconds}
    for name in EXACT:
        built[name], compiled[name] = timed(prepared(name, terms))
    tell("checking that all find the same")
    checked, wrong = _agree(terms, course.texts, built)
    # What the harness holds is no garbage to look through while a contestant is timed.
    gc.collect()
    gc.freeze()
    built[FACADE], compiled[FACADE] = Facade(ours), compile_seconds
    taken = interleaved(built, course.texts, course.passes, tell)
    naive, compiled[NAIVE] = timed(prepared(NAIVE, terms))
    tell("naive rapidfuzz")
    taken[NAIVE] = [run(naive, course.texts, course.naive_seconds)]
    gc.unfreeze()
    return Size(
        terms=len(terms),
        rows=_rows(taken, compiled),
        memory=_memories(terms, course, tell),
        cold=cold,
        change_seconds=_change(ours, terms),
        places_checked=checked,
        places_wrong=wrong,
        sustained=_sustained(make, course, tell) if len(terms) == SUSTAINED_TERMS else None,
    )


def _first(make: Callable[[], Ours], texts: Sequence[str]) -> tuple[Ours, float, Cold]:
    """A matcher that has met the texts, and what that took."""
    gc.collect()
    made, seconds = timed(make)
    first = run(made, texts)
    return made, seconds, Cold(first.rate, latency([first]))


def _agree(terms: Sequence[Term], texts: Sequence[str], built: Mapping[str, Contestant]) -> tuple[int, int]:
    """How many places of ours were looked at, and how many are not what they say."""
    expected = exact_places(terms, texts)
    for name in EXACT:
        _same(name, run(built[name], texts).hits, expected.all)
    ours = built[TOCSIN]
    assert isinstance(ours, Ours)
    found = [one for text in texts for one in ours.engine.find(text).found]
    _same(f"{TOCSIN} (word for word)", sum(map(is_plain, found)), expected.within)
    return len(found), sum(1 for text in texts for _ in wrong_places(ours.engine, text))


def _same(name: str, found: int, expected: int) -> None:
    if found != expected:
        raise DisagreementError(f"{name} finds {found} places; there are {expected}")


def _rows(taken: Mapping[str, Sequence[Pass]], compiled: Mapping[str, float]) -> dict[str, Row]:
    return {
        name: Row(
            rate=max(one.rate for one in passes),
            ratio=_ratio(taken[TOCSIN], passes),
            hits=passes[0].hits,
            articles=len(passes[0].took),
            latency=latency(passes),
            compile_seconds=compiled[name],
        )
        for name, passes in taken.items()
    }


def _ratio(ours: Sequence[Pass], theirs: Sequence[Pass]) -> float:
    """Over the articles that both came to, which for a slow contestant are the first ones."""
    if len(theirs) == len(ours):
        return median_ratio([one.seconds for one in ours], [one.seconds for one in theirs])
    done = len(theirs[0].took)
    return sum(theirs[0].took) / statistics.median(sum(one.took[:done]) for one in ours)


def _memories(terms: Sequence[Term], course: Course, tell: Told) -> dict[str, Memory]:
    found = {}
    for name in (TOCSIN, *EXACT):
        tell(f"memory: {name}")
        found[name] = memory.measured(memory.Order(name, tuple(terms), course.texts), course.folder)
    return found


def _change(ours: Ours, terms: Sequence[Term]) -> float:
    """CPU seconds until a new version of the first watchlist is in use, with its last term gone; the best of three."""
    changed = watchlist("w000000", terms[: min(TERMS_PER_WATCHLIST, len(terms)) - 1])
    return min(timed(lambda: ours.changed(changed))[1] for _ in range(3))


def _sustained(make: Callable[[], Contestant], course: Course, tell: Told) -> Sustained:
    """Engines that know the texts get the same texts with new words in them; the best of three."""
    best = None
    for number in range(3):
        tell(f"new words, pass {number + 1} of 3")
        engine = make()
        run(engine, course.texts)
        warm, fresh = run(engine, course.texts), run(engine, course.fresh.texts)
        if best is None or fresh.seconds < best[1].seconds:
            best = warm, fresh
    assert best is not None
    warm, fresh = best
    new = course.fresh.new
    return Sustained(fresh.rate, new / len(course.texts), 1e6 * (fresh.seconds - warm.seconds) / new)
