"""Which feeds are ours, by the partitions held."""

from collections.abc import Callable

import pytest

from connectors.sources.rss import roll
from connectors.sources.rss.roll import Roll
from connectors.sources.rss.slot import Slot
from tocsin.feeds.feed import Feed
from tocsin.feeds.partition import partition_of

PARTITIONS = 8


def feeds(count: int) -> list[Feed]:
    return [Feed(id=f"feed-{number}", url=f"https://h{number}.example/") for number in range(count)]


def ours(roll: Roll) -> set[str]:
    return {slot.feed.id for slot in roll.slots()}


def nothing(slot: Slot) -> None:
    """Neither planned nor ended."""


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The feeds whose partition was worked out."""
    names: list[str] = []

    def noted(feed_id: str, partitions: int) -> int:
        names.append(feed_id)
        return partition_of(feed_id, partitions)

    monkeypatch.setattr(roll, "partition_of", noted)
    return names


async def test_the_partition_of_a_feed_is_worked_out_once(hashed: list[str]) -> None:
    one, all_feeds = Roll(nothing, nothing), feeds(50)
    one.apply(all_feeds)
    for partition in range(PARTITIONS // 2):
        one.take(partition, PARTITIONS, {})
    one.apply(all_feeds[:-1])
    one.drop(0)
    one.take(0, PARTITIONS, {})
    assert sorted(hashed) == sorted(feed.id for feed in all_feeds)
    one.apply(all_feeds)
    assert hashed[50:] == [all_feeds[-1].id]
    expected = {feed.id for feed in all_feeds if partition_of(feed.id, PARTITIONS) < PARTITIONS // 2}
    assert ours(one) == expected


async def test_a_topic_that_got_more_partitions_is_shared_out_anew() -> None:
    one = Roll(nothing, nothing)
    one.apply(feeds(50))
    one.take(0, PARTITIONS, {})
    with pytest.raises(ValueError, match="over 8 partitions"):
        one.take(1, 2, {})
    one.drop(0)
    one.take(1, 2, {})
    assert ours(one) == {feed.id for feed in feeds(50) if partition_of(feed.id, 2) == 1}


async def test_feeds_that_come_later_are_ours_where_their_partition_is() -> None:
    one = Roll(nothing, nothing)
    one.take(1, 2, {})
    one.apply(feeds(50))
    assert ours(one) == {feed.id for feed in feeds(50) if partition_of(feed.id, 2) == 1}


async def test_a_feed_that_did_not_change_is_not_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Roll(nothing, nothing)
    one.take(0, 1, {})
    one.apply(feeds(5))
    looked: list[Feed] = []
    alike: Callable[[Feed, Feed], bool] = roll._asked_alike

    def noted(before: Feed, after: Feed) -> bool:
        looked.append(after)
        return alike(before, after)

    monkeypatch.setattr(roll, "_asked_alike", noted)
    changed = Feed(id="feed-0", url="https://h0.example/", title="Other")
    one.apply([changed, *feeds(5)[1:]])
    assert looked == [changed]
    slot = one.slot("feed-0")
    assert slot is not None
    assert slot.feed.title == "Other"
