"""A feed's partition is that of its state's record, whichever client sends it."""

from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from tocsin.feeds.partition import partition_of


@given(st.text(), st.integers(1, 1000))
def test_agrees_with_kafkas_own_partitioner(feed_id: str, partitions: int) -> None:
    everywhere = list(range(partitions))
    assert partition_of(feed_id, partitions) == DefaultPartitioner()(feed_id.encode(), everywhere, everywhere)


def test_stays_what_it_is() -> None:
    assert [partition_of(feed, 8) for feed in ("reuters", "sana-ar", "тасс", "irna")] == [2, 5, 2, 1]


def test_shares_a_thousand_feeds_about_evenly() -> None:
    held = [0] * 8
    for number in range(1000):
        held[partition_of(f"feed-{number}", 8)] += 1
    assert min(held) > 90
    assert max(held) < 160
