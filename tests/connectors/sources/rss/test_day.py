"""A day of feeds that die, revive, empty, overflow and move: what is told of each is what happened; nothing is lost."""

import importlib
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from cli.__main__ import tocsin
from runtime.kafka import Connection
from tests.connectors.sources.rss.day import Day, Sight
from tests.connectors.sources.rss.outlets import DAWN, Outlet, Spell
from tests.connectors.sources.rss.virtual import virtually
from tocsin.config.feeds import FeedEntry
from tocsin.config.model import Rss
from tocsin.feeds.health import FeedHealth, healths
from tocsin.feeds.standing import FeedStanding
from tocsin.polling.state import FeedState
from tocsin.polling.trouble import TroubleKind

HOURS = 24
ALMOST = 0.999  # of an hour
WEEKS_AGO = -10 * 24 * 60
MIDNIGHT = DAWN + timedelta(hours=HOURS)
NEW_HOME = "https://new.example/feed.xml"
OTHER_PATH = "https://renamed.example/other.xml"

Told = list[tuple[str, TroubleKind, int]]

# Of each feed: the alerts of its troubles and the full hour they came in, how it stands at midnight, and its gaps.
WHAT_HAPPENED: dict[str, tuple[Told, FeedStanding, bool]] = {
    "steady": ([], "well", False),
    "slowly": ([], "well", False),
    "dies": ([("raised", "failing", 6)], "troubled", False),
    "revives": ([("raised", "failing", 6), ("cleared", "failing", 10)], "well", False),
    "busy": ([("raised", "failing", 8), ("cleared", "failing", 11)], "well", False),
    "ends": ([("raised", "gone", 9)], "troubled", False),
    "empties": ([("raised", "emptied", 10), ("cleared", "emptied", 14)], "well", False),
    "login": ([("raised", "html", 11), ("cleared", "html", 13)], "well", False),
    "frozen": ([("raised", "frozen", 6)], "troubled", False),
    "misses": ([("raised", "gone", 9), ("cleared", "gone", 13)], "well", False),
    "garbled": ([("raised", "malformed", 11), ("cleared", "malformed", 13)], "well", False),
    "ruined": ([("raised", "malformed", 20)], "troubled", False),
    "scratched": ([], "damaged", False),
    "falls-silent": ([("raised", "silent", 11)], "troubled", False),
    "speaks-again": ([("raised", "silent", 11), ("cleared", "silent", 18)], "well", False),
    "moves": ([], "well", False),
    "renamed": ([], "well", False),
    "leaves": ([], "well", False),
    "floods": ([("raised", "gap", 15), ("cleared", "gap", 16)], "well", True),
}


def every(minutes: float, since: float = -600, until: float = HOURS * 60) -> list[float]:
    """A timetable, in minutes since dawn."""
    return [since + step * minutes for step in range(int((until - since) / minutes))]


def outlet(name: str, *spells: Spell, minutes: Sequence[float] = (), window: int = 20) -> Outlet:
    return Outlet(name, f"https://{name}.example/feed.xml", minutes or every(20), window, spells)


def outlets() -> list[Outlet]:
    return [
        outlet("steady"),
        outlet("slowly", minutes=every(150)),
        outlet("dies", Spell("dead", 6)),
        outlet("revives", Spell("dead", 6, 10)),
        outlet("busy", Spell("busy", 8, 11)),
        outlet("ends", Spell("gone", 9)),
        outlet("empties", Spell("empty", 10, 14)),
        outlet("login", Spell("html", 11, 13)),
        outlet("frozen", Spell("frozen", 5)),
        outlet("misses", Spell("missing", 9, 12)),
        outlet("garbled", Spell("unreadable", 11, 13)),
        outlet("ruined", Spell("unreadable", 20)),
        outlet("scratched", Spell("damaged", 20)),
        # An entry an hour, for a week and longer: six hours without one are odd.
        outlet("falls-silent", minutes=every(60, WEEKS_AGO, 6 * 60), window=400),
        outlet(
            "speaks-again",
            minutes=[*every(60, WEEKS_AGO, 6 * 60), *every(60, 18 * 60)],
            window=400,
        ),
        outlet("moves", Spell("moved", 9, to=NEW_HOME)),
        outlet("renamed", Spell("moved", HOURS, to=OTHER_PATH)),
        outlet("leaves"),
        # Ten a minute for five minutes; the document holds the last eight.
        outlet("floods", minutes=sorted([*every(10), *every(0.1, 15 * 60 + 20, 15 * 60 + 25)]), window=8),
    ]


def operator_renames(day: Day) -> None:
    day.apply(
        [
            msgspec.structs.replace(feed, url=OTHER_PATH) if feed.id == "renamed" else feed
            for feed in day.feeds
        ]
    )


def operator_drops(day: Day) -> None:
    day.apply([feed for feed in day.feeds if feed.id != "leaves"])


def operator_takes_back(day: Day) -> None:
    day.apply(day.all_feeds)


def lived(*cuts: tuple[float, str]) -> Day:
    """The day; at each of ``cuts`` (hour, topic) the process dies as it next sends to that topic."""
    random.seed(20260302)  # how polls are spread is left to chance; the hours of this day are not
    day = Day(outlets(), Rss())
    at: list[tuple[float, Callable[[Day], None]]] = [
        (8.0, operator_drops),
        (10.5, operator_takes_back),
        (12.0, operator_renames),
    ]
    at += [(hour + ALMOST, Day.look) for hour in range(HOURS)]
    virtually(day.live(HOURS, [*at, *((hour, day.cut(topic)) for hour, topic in cuts)]))
    return day


@pytest.fixture(scope="module")
def day() -> Day:
    """The day without a power cut."""
    return lived()


def told(day: Day, feed: str) -> Told:
    """What the desk was told of a feed, repeats dropped as every sink drops them."""
    alerts = {alert.event_id: alert for alert in reversed(day.topics.alerts) if alert.feed == feed}
    in_time = sorted(alerts.values(), key=lambda alert: alert.at)
    return [(alert.kind, alert.trouble, int((alert.at - DAWN).total_seconds() // 3600)) for alert in in_time]


def health(day: Day, now: datetime = MIDNIGHT) -> dict[str, FeedHealth]:
    """How the feeds are by what the day left in Kafka."""
    listed = [FeedEntry(id=feed.id, url=feed.url) for feed in day.feeds]
    return {one.feed: one for one in healths(listed, day.topics.known(), now)}


class Screen:
    """`tocsin feeds health` itself, before the topic of feeds' states as it was at a moment of the day."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch
        (folder / "tocsin.yaml").write_text("kafka: {bootstrap_servers: ['127.0.0.1:9092']}\n")

    def shows(self, sight: Sight, *words: str) -> str:
        """What it prints."""

        def known(_: Connection) -> dict[str, FeedState]:
            return dict(sight.states)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:
                return sight.at.astimezone(tz)

        listed = [{"id": feed.id, "url": feed.url} for feed in sight.feeds]
        (self._folder / "feeds.yaml").write_text(yaml.safe_dump({"feeds": listed}))
        self._monkeypatch.setattr("cli.feedhealth.known", known)
        # The command stands in its module's place in the package.
        module = importlib.import_module("cli.commands.feeds.health")
        self._monkeypatch.setattr(module, "datetime", Clock)
        where = ("--config", str(self._folder / "tocsin.yaml"))
        result = CliRunner().invoke(tocsin, ["feeds", "health", *where, *words], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Screen:
    return Screen(tmp_path, monkeypatch)


def in_trouble(hour: int) -> set[tuple[str, str]]:
    """Which feeds are in which troubles as that hour ends."""
    held: set[tuple[str, str]] = set()
    for feed, (alerts, _, _) in WHAT_HAPPENED.items():
        for kind, trouble, at in alerts:
            if at <= hour:
                (held.add if kind == "raised" else held.discard)((feed, trouble))
    return held


def counted(day: Day, name: str, **labels: str) -> float:
    return day.instruments.registry.get_sample_value(name, labels) or 0


def sent(day: Day) -> Counter[str]:
    return Counter(article.url for article in day.topics.articles)


def served(day: Day) -> set[str]:
    return {link for one in day.web.outlets.values() for link in one.served}


def test_every_entry_ever_served_is_sent_once_and_each_trouble_is_told_when_it_begins_and_ends(
    day: Day,
) -> None:
    assert sent(day) == Counter(served(day))
    assert len(served(day)) > 900
    shown = health(day)
    for feed, (alerts, standing, gap) in WHAT_HAPPENED.items():
        assert told(day, feed) == alerts, feed
        assert shown[feed].health == standing, feed
        assert (shown[feed].gaps > 0) == gap, feed
        assert counted(day, "tocsin_feed_gaps_total", feed=feed) == shown[feed].gaps, feed
    assert len(day.topics.alerts) == len({alert.event_id for alert in day.topics.alerts})
    assert shown["moves"].moved_to == NEW_HOME
    assert shown["renamed"].url == OTHER_PATH
    assert not shown["renamed"].moved_to
    assert shown["ends"].next_poll is not None
    at_midnight = Counter(trouble for _, trouble in in_trouble(HOURS))
    rung = Counter((kind, trouble) for alerts, _, _ in WHAT_HAPPENED.values() for kind, trouble, _ in alerts)
    assert {trouble for _, trouble in rung} == set(get_args(TroubleKind)), (
        "a trouble the day knows nothing of"
    )
    for trouble in get_args(TroubleKind):
        assert counted(day, "tocsin_feeds_in_trouble", trouble=trouble) == at_midnight[trouble], trouble
        for kind in ("raised", "cleared"):
            labels = {"kind": kind, "trouble": trouble}
            assert counted(day, "tocsin_feed_alerts_total", **labels) == rung[kind, trouble], labels
    assert counted(day, "tocsin_fetches_total", feed="login", outcome="html") > 2
    assert counted(day, "tocsin_fetches_total", feed="ends", outcome="gone") > 2
    assert counted(day, "tocsin_polls_total", reason="gap") > 10


def test_health_and_metrics_show_at_every_hour_what_was_wrong_then(day: Day, screen: Screen) -> None:
    assert len(day.sights) == HOURS
    for hour, sight in enumerate(day.sights):
        found = json.loads(screen.shows(sight, "--json"))
        troubles = {(one["feed"], trouble["kind"]) for one in found for trouble in one["troubles"]}
        assert troubles == in_trouble(hour), hour
        assert set(sight.troubles) == in_trouble(hour), hour
        standings = Counter(one["health"] for one in found)
        unlisted = ["leaves"] if 8 <= hour < 10 else []
        assert [one["feed"] for one in found if one["health"] == "unlisted"] == unlisted
        assert standings - Counter(unlisted=1) == +Counter(sight.standings), hour
        assert [one["feed"] for one in found if one["overdue"] is not None] == [], hour
        assert all(one["next_poll"] or one["interval"] for one in found if one["feed"] not in unlisted)


def test_the_screen_at_midnight(day: Day, screen: Screen) -> None:
    sight = msgspec.structs.replace(day.sights[-1], at=MIDNIGHT)
    lines = [" ".join(line.split()) for line in screen.shows(sight).splitlines()]
    wrong = {line.partition(" since ")[0] for line in lines if " since 2026-03-02 " in line}
    assert wrong == {f"{feed}: {trouble}" for feed, trouble in in_trouble(HOURS)}
    assert any(line.startswith("falls-silent: silent since 2026-03-02 05:") for line in lines)
    assert f"moves: moved for good to {NEW_HOME}" in lines
    assert any(line.startswith("scratched: the last document could not be read in full: ") for line in lines)
    assert not any("no source seems to poll it" in line for line in lines)


def test_feeds_that_nobody_polls_any_more_are_overdue(day: Day, screen: Screen) -> None:
    """The source ends at midnight."""
    later = msgspec.structs.replace(day.sights[-1], at=MIDNIGHT + timedelta(days=1))
    found = json.loads(screen.shows(later, "--json"))
    assert {one["feed"] for one in found if one["overdue"]} == set(WHAT_HAPPENED)
    assert "steady: no source seems to poll it: it has been due for 24 h" in screen.shows(later)


def test_a_feed_that_was_outrun_is_asked_more_often_and_one_that_fails_less_and_less(day: Day) -> None:
    floods = day.web.outlets["floods"].asked
    before = sum(13 <= hour < 15 for hour in floods)
    after = sum(15.5 <= hour < 17.5 for hour in floods)
    assert after > 2 * before
    for name, dead in (("dies", 6.0), ("ends", 9.0)):
        failing = [hour for hour in day.web.outlets[name].asked if hour >= dead]
        pauses = [later - earlier for earlier, later in pairwise(failing)]
        assert len(pauses) >= 3, name
        assert pauses[-1] > 2 * pauses[0], name


def test_power_cuts_lose_nothing_and_repeat_only_what_the_dedup_agent_knows() -> None:
    """Cut before the articles are with Kafka, between them and the state, and before an alert."""
    cuts = [
        (0.01, "articles"),
        (1.0, "feeds.state"),
        (6.3, "feeds.alerts"),
        (9.1, "feeds.state"),
        (12.5, "articles"),
        (15.4, "feeds.state"),
        (20.0, "feeds.state"),
    ]
    day = lived(*cuts)
    assert day.starts == len(cuts) + 1
    assert set(sent(day)) == served(day)
    revisions = {(article.id, article.content) for article in day.topics.articles}
    assert len(revisions) == len(served(day))
    assert len(revisions) < len(day.topics.articles), (
        "nothing came again: no cut fell between articles and state"
    )
    shown = health(day)
    for feed, (alerts, standing, _) in WHAT_HAPPENED.items():
        assert told(day, feed) == alerts, feed
        assert shown[feed].health == standing, feed
