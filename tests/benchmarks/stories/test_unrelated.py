"""Pairs that nothing should join are what they are said to be."""

import msgspec

from benchmarks.stories.unrelated import (
    both_tuning,
    consecutive,
    is_tuning,
    near_duplicates,
    random_pairs,
    same_topic,
)
from tests.benchmarks.stories.making import document

DOCUMENTS = [document(number, days=8 * number) for number in range(30)]
COPY = msgspec.structs.replace(DOCUMENTS[3], name="copy", title="Another headline")


def test_a_copy_is_a_near_duplicate_and_nothing_else_is() -> None:
    assert near_duplicates([*DOCUMENTS, COPY]) == {(30, 3)}


def test_random_pairs_are_different_and_the_same_each_time() -> None:
    drawn = random_pairs(DOCUMENTS, 200)
    assert len({frozenset((first.name, second.name)) for first, second in drawn.pairs}) == 200
    assert random_pairs(DOCUMENTS, 200) == drawn
    assert (drawn.alike, drawn.near) == (0, 0)


def test_near_duplicates_and_articles_of_one_week_are_taken_out_and_counted() -> None:
    same_week = [each for number in range(12) if not is_tuning(each := document(number, days=number % 3))]
    drawn = random_pairs([*same_week, DOCUMENTS[3], COPY], 100)
    assert all({"copy", "d3"} & {first.name, second.name} for first, second in drawn.pairs)
    every = len(same_week) * (len(same_week) - 1) // 2
    assert drawn.near == every
    assert drawn.alike == 1
    undated = [msgspec.structs.replace(each, published=None) for each in same_week]
    assert len(random_pairs(undated, 100).pairs) == every


def test_pairs_to_tune_on_are_never_reported() -> None:
    for pairs in (random_pairs(DOCUMENTS, 1000).pairs, same_topic(DOCUMENTS, 100)):
        assert not any(both_tuning(*pair) for pair in pairs)
    tuning = random_pairs(DOCUMENTS, 1000, tuning=True).pairs
    assert all(both_tuning(*pair) for pair in tuning)
    assert len(tuning) + len(random_pairs(DOCUMENTS, 1000).pairs) == 30 * 29 // 2


def test_the_same_topic_is_another_event_days_later() -> None:
    pairs = same_topic([*DOCUMENTS, COPY], 20)
    assert pairs[0][0].name != pairs[0][1].name
    for first, second in pairs:
        assert first.published is not None
        assert second.published is not None
        assert 4 <= (second.published - first.published).days <= 60
    assert all({"d3", "copy"} != {first.name, second.name} for first, second in pairs)


def test_of_a_watchlist_each_with_the_next_that_is_days_later() -> None:
    listed = [document(1, days=0), document(2, days=1), document(3, days=9)]
    found = [
        (watchlist, first.name, second.name) for watchlist, (first, second) in consecutive({"w": listed})
    ]
    assert found == [("w", "d2", "d3")]
