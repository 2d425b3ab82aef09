"""Everyone is asked of the same pairs, and counted by the set they are of."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.stories.contest import Contest
from benchmarks.stories.corpora import Document
from benchmarks.stories.findings import STRICT, TOCSIN, Share
from tests.benchmarks.stories.making import document

ONE, TWO, THREE = (document(number) for number in range(3))
SETS = {"same": [(ONE, ONE), (TWO, TWO)], "other": [(ONE, TWO)], "none": []}


class SameName:
    """Joins a document with itself, and with any other where its threshold is zero."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold

    def likeness(self, first: Document, second: Document) -> float:
        return float(first.name == second.name)


@pytest.fixture
def contest() -> Iterator[Contest]:
    with ThreadPoolExecutor(2) as pool:
        yield Contest({TOCSIN: SameName(0.5), "peer": SameName(0.0)}, pool)


def test_sets_are_counted_apart_as_each_by_itself(contest: Contest) -> None:
    together = contest.joined_each(SETS)
    assert together == {name: contest.joined(pairs) for name, pairs in SETS.items()}
    assert together["same"].shares == {TOCSIN: Share(2, 2), "peer": Share(2, 2)}
    assert together["other"].shares == {TOCSIN: Share(0, 1), "peer": Share(1, 1)}
    assert together["other"].apart == SETS["other"]


def test_a_peer_learns_the_least_threshold_that_joins_nothing_wrong(contest: Contest) -> None:
    contest.joined_and_learned(SETS["other"])
    assert contest.joined([(ONE, THREE)]).shares["peer" + STRICT] == Share(0, 1)
    assert contest.joined(SETS["same"]).shares["peer" + STRICT] == Share(2, 2)
