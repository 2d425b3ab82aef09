"""Figures are what they say: passes, quantiles, ratios, goals and the page."""

from pathlib import Path

import pytest

from benchmarks.matching import __main__ as command
from benchmarks.matching.findings import (
    AHO_CORASICK,
    HYPERSCAN,
    NAIVE,
    TOCSIN,
    Cold,
    Findings,
    Memory,
    Row,
    Size,
    median_ratio,
)
from benchmarks.matching.goals import GOALS, Goal
from benchmarks.matching.page import page
from benchmarks.matching.timing import Latency, Pass, interleaved, latency, quantile, run


class Counting:
    """Counts what it is given; spends a little time."""

    def __init__(self, log: list[str], name: str) -> None:
        self._log, self._name = log, name

    def find(self, text: str) -> int:
        self._log.append(self._name)
        return sum(range(2000)) and text.count("a")


def test_a_pass_stops_when_its_time_is_up() -> None:
    counting = Counting([], "one")
    assert run(counting, ["a", "aa", "b"]).hits == 3
    stopped = run(counting, ["a", "aa", "b"], budget=0.0)
    assert (len(stopped.took), stopped.hits) == (1, 1)


def test_contestants_take_turns_and_another_begins_each_time() -> None:
    log: list[str] = []
    taken = interleaved({name: Counting(log, name) for name in ("x", "y", "z")}, ["a"], 3, lambda _: None)
    assert "".join(log) == "xyzyzxzxy"
    assert {name: len(passes) for name, passes in taken.items()} == {"x": 3, "y": 3, "z": 3}


def test_rates_and_quantiles() -> None:
    one = Pass(took=(1_000_000, 3_000_000), hits=1)
    assert one.rate == pytest.approx(500)
    assert latency([one, Pass(took=(2_000_000, 10_000_000), hits=1)]) == Latency(p50=2.0, p99=10.0, most=10.0)
    assert quantile(range(1, 101), 0.99) == 99
    assert quantile([7], 0.5) == 7


def test_a_ratio_is_taken_pass_by_pass() -> None:
    assert median_ratio([1, 2, 1], [3, 6, 30]) == 3


def test_a_goal_says_by_how_much_it_is_missed() -> None:
    least = Goal("G", "speed", 200, "×", lambda _: None)
    most = Goal("G", "time", 2, "ms", lambda _: None, at_most=True)
    assert (least.missed_by(200), least.missed_by(150)) == (None, 0.25)
    assert (most.missed_by(2), most.missed_by(3)) == (None, 0.5)


def _row(rate: float, ratio: float = 1.0) -> Row:
    return Row(rate, ratio, hits=5, articles=9, latency=Latency(0.1, 0.2, 0.3), compile_seconds=0.5)


def _size(terms: int) -> Size:
    rows = {
        TOCSIN: _row(8000),
        HYPERSCAN: _row(16000, 0.4),
        AHO_CORASICK: _row(9000, 0.95),
        NAIVE: _row(20, 400),
    }
    memory = {name: Memory(300_000_000, 50_000_000) for name in (TOCSIN, HYPERSCAN, AHO_CORASICK)}
    return Size(terms, rows, memory, Cold(1000, Latency(1, 2, 3)), 0.004, places_checked=10, places_wrong=0)


FOUND = Findings(
    command="python -m benchmarks.matching",
    machine="a machine",
    versions={"numba": "1"},
    texts_digest="d1",
    terms_digest="d2",
    languages={"ar": 5, "fa": 4},
    mean_bytes=5000,
    passes=3,
    fuzzy_share=0.5,
    normalise_rate=40_000,
    translate_ratio=3.5,
    sizes=[_size(1000), _size(10_000)],
)


def test_the_page_holds_figures_and_verdicts() -> None:
    text = page(FOUND)
    assert "| terms | 1,000 | 10,000 |" in text
    assert "| least | times naive rapidfuzz, 1,000 terms | ≥ 300 × | 400 × | reached |" in text
    assert "| G3 | of hyperscan's exact speed, 10,000 terms | ≥ 0.5 × | 0.4 × | **missed by 20%** |" in text
    assert "9 articles of 5.00 KB" in text


def test_goals_of_sizes_that_were_not_run_are_not_told() -> None:
    told = [goal.what for goal in GOALS if goal.figure(FOUND) is not None]
    assert "full compile, 100,000 terms" not in told
    assert "p99 of an article, 10,000 terms, warm" in told


def test_new_figures_replace_old_ones_and_leave_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "matching.md"
    target.write_text("# Words\n")
    monkeypatch.setattr(command, "PAGE", target)
    command.write("old\n")
    command.write("new\n")
    assert target.read_text().startswith("# Words\n")
    assert target.read_text().endswith("\n\nnew\n")
    assert "old" not in target.read_text()
