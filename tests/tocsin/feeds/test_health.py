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
    names = ["well", "off", "idle", "never", "bad", "sick"]
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
        },
    )
    assert [(one.feed, one.health) for one in found] == [
        ("sick", "troubled"),
        ("bad", "failing"),
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
        due=NOW,
        due_reason="rhythm",
        address="https://desk:secret@new.example/rss?lang=fa",
        hub=Hub(url="https://desk:secret@hub.example/?id=1", topic="t"),
        troubles=(SILENT,),
        gaps=2,
        last_gap=NOW - timedelta(hours=2),
        outrun=NOW,
    )
    (found,) = healths([entry("wire")], {"wire": known})
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
    (found,) = healths([entry("wire", enabled=enabled)], {})
    assert found.health == ("unpolled" if enabled else "disabled")
    assert found.url == "https://wire.example/rss?key=1"
