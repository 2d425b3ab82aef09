"""Counts, F1, thresholds and how sure they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stories.score import best_threshold, gain_interval, interval, score
from benchmarks.stories.shingles import shingles

RIGHT, WRONG, MISSED, APART = (True, True), (False, True), (True, False), (False, False)


def test_pairs_are_counted_and_scored() -> None:
    found = score([RIGHT, RIGHT, RIGHT, WRONG, MISSED, APART])
    assert found == (3, 1, 1, 1)
    assert found.f1 == pytest.approx(0.75)
    assert score([APART]).f1 == 0.0


def test_the_threshold_stands_where_f1_is_best_and_room_is_left() -> None:
    f1, threshold = best_threshold([(0.9, True), (0.8, True), (0.4, False), (0.1, False)])
    assert f1 == 1.0
    assert threshold == pytest.approx(0.6)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=12))
def test_no_other_threshold_is_better(likenesses: list[tuple[float, bool]]) -> None:
    best, _ = best_threshold(likenesses)
    for low in {likeness for likeness, _ in likenesses}:
        assert score((same, likeness >= low) for likeness, same in likenesses).f1 <= best


def test_an_interval_holds_its_figure() -> None:
    outcomes = [RIGHT] * 10 + [WRONG] * 2 + [MISSED] * 3 + [APART] * 10
    low, high = interval(outcomes)
    assert low < score(outcomes).f1 < high
    assert gain_interval(outcomes, outcomes) == (0.0, 0.0)
    assert gain_interval([RIGHT] * 5 + [APART] * 5, [MISSED] * 4 + [RIGHT] + [APART] * 5)[0] > 0


def test_shingles_are_runs_of_words() -> None:
    assert shingles(["a", "b", "c"], 2) == ["a b", "b c"]
    assert shingles(["a"], 3) == ["a"]
