"""How a feed is, out of what is written about it and what its polls left."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from tocsin.config.feeds import FeedEntry
from tocsin.feeds.health import _ORDER, Health, healths
from tocsin.feeds.standing import FeedStanding
from tocsin.polling.state import FeedState, Hub, Rhythm
from tocsin.polling.trouble import Trouble

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SILENT = Trouble(kind="silent", since=NOW)


def entry(name: str, *, enabled: bool = True) -> FeedEntry:
    return FeedEntry(id=name, url=f"https://{name}.example/rss?key=1", title=name.upper(), enabled=enabled)


def state(name: str, **more: object) -> FeedState:
    return FeedState(feed=name, url=f"https://u:p@{name}.example/rss", **more)  # type: ignore[arg-type]


def test_the_worst_stand_first() -> None:
    names = ["well", "off", "idle", "never", "bad", "sick", "torn"]
    feeds = [entry(name, enabled=name != "off") for name in names]
    found = healths(
        feeds,
        {
            "well": state("well", answered=NOW),
            "bad": state("bad", answered=NOW, failures=2),
            "sick": state("sick", answered=NOW, troubles=(SILENT,)),
            "never": state("never"),
            "off": state("off", failures=2),
            "gone": state("gone", failures=2),
            "torn": state("torn", answered=NOW, damage="truncated"),
        },
        NOW,
    )
    assert [(one.feed, one.health) for one in found] == [
        ("sick", "troubled"),
        ("bad", "failing"),
        ("torn", "damaged"),
        ("idle", "unpolled"),
        ("never", "new"),
        ("well", "well"),
        ("off", "disabled"),
        ("gone", "unlisted"),
    ]


def test_every_sort_has_its_place() -> None:
    assert set(_ORDER) == {
        *get_args(FeedStanding),
        *(name for name in get_args(Health) if isinstance(name, str)),
    }


def test_what_its_polls_left_is_told_without_secrets() -> None:
    rhythm = Rhythm(
        gap=timedelta(minutes=30),
        longest=timedelta(hours=5),
        news=40,
        last=NOW - timedelta(hours=1),
        since=NOW - timedelta(days=9),
    )
    known = state(
        "wire",
        answered=NOW,
        rhythm=rhythm,
        polled=NOW - timedelta(minutes=5),
        due=NOW,
        due_reason="rhythm",
        address="https://desk:secret@new.example/rss?lang=fa",
        hub=Hub(url="https://desk:secret@hub.example/?id=1", topic="t"),
        troubles=(SILENT,),
        gaps=2,
        last_gap=NOW - timedelta(hours=2),
        outrun=NOW,
    )
    (found,) = healths([entry("wire")], {"wire": known}, NOW - timedelta(minutes=1))
    assert "secret" not in str(found)
    assert (found.title, found.moved_to, found.hub) == (
        "WIRE",
        "https://new.example/rss?lang=fa",
        "https://hub.example/?id=1",
    )
    assert (found.usual_gap, found.silence_after) == (1800, 36000)
    assert (found.next_poll, found.why_then) == (NOW, "rhythm")
    assert (found.gaps, found.last_gap) == (2, NOW - timedelta(hours=2))


@pytest.mark.parametrize("enabled", [True, False])
def test_a_feed_that_nobody_polled_says_so(enabled: bool) -> None:
    (found,) = healths([entry("wire", enabled=enabled)], {}, NOW)
    assert found.health == ("unpolled" if enabled else "disabled")
    assert found.url == "https://wire.example/rss?key=1"


def polled(minutes_ago: float, *, every: float = 5, **more: object) -> FeedState:
    at = NOW - timedelta(minutes=minutes_ago)
    due = at + timedelta(minutes=every)
    return state("wire", polled=at, answered=at, due=due, due_reason="rhythm", **more)


@pytest.mark.parametrize(
    ("minutes_ago", "every", "ahead", "overdue"),
    [
        (1, 5, True, None),
        (8, 5, False, None),  # polled since, as a rule, and not told: it brought nothing
        (14, 5, False, None),
        (24, 5, False, None),
        (26, 5, False, 21 * 60),
        (59, 60, True, None),
        (81, 60, False, 21 * 60),
    ],
)
def test_a_next_poll_is_told_only_while_it_is_known(
    minutes_ago: float, every: float, ahead: bool, overdue: float | None
) -> None:
    (found,) = healths([entry("wire")], {"wire": polled(minutes_ago, every=every)}, NOW)
    assert (found.next_poll is not None) == ahead
    assert (found.interval, found.overdue) == (every * 60, overdue)


@pytest.mark.parametrize("listed", [True, False])
def test_what_nobody_is_to_poll_has_no_next_poll_and_no_trouble(listed: bool) -> None:
    known = polled(1, troubles=(SILENT,), failures=3, damage="truncated")
    (found,) = healths([entry("wire", enabled=False)] if listed else [], {"wire": known}, NOW)
    assert found.health == ("disabled" if listed else "unlisted")
    assert (found.next_poll, found.why_then, found.interval, found.overdue) == (None,) * 4
    assert (found.troubles, found.failures, found.damage) == ((), 0, "")


def test_where_the_list_is_not_known_every_feed_counts_as_listed() -> None:
    (found,) = healths(None, {"wire": polled(1, troubles=(SILENT,))}, NOW)
    assert (found.health, found.title, found.next_poll) == ("troubled", "", NOW + timedelta(minutes=4))
