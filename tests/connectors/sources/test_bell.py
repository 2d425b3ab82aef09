"""Feed alerts ring one by one, and never by the thousand."""

from datetime import datetime, timedelta

import pytest

from connectors.sources.bell import MOST, WITHIN, Bell
from runtime.metrics import Instruments
from tests.making import NOON
from tocsin.contract.events import FeedAlert
from tocsin.feeds.feed import Feed
from tocsin.polling.trouble import Change, Trouble


class Bench:
    def __init__(self) -> None:
        self.instruments = Instruments("source")
        self.bell = Bell(("screen",), self.instruments)

        self.rang: dict[int, bool] = {}

    def change(self, number: int, at: datetime, *, raised: bool = True) -> FeedAlert | None:
        rang = None if raised else self.rang.get(number)
        trouble = Trouble(kind="failing", since=NOON, detail="no answer", rang=rang)
        feed = Feed(id=f"feed-{number}", url="https://wire.example/rss")
        alert = self.bell(Change(raised=raised, trouble=trouble, at=at), feed)
        if raised:
            self.rang[number] = alert is not None
        return alert

    def held_back(self, kind: str) -> float | None:
        labels = {"kind": kind, "trouble": "failing"}
        return self.instruments.registry.get_sample_value("tocsin_feed_alerts_held_back_total", labels)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_trouble_and_its_end_ring(bench: Bench) -> None:
    raised = bench.change(1, NOON)
    cleared = bench.change(1, NOON + timedelta(hours=1), raised=False)
    assert raised is not None
    assert cleared is not None
    assert (raised.kind, cleared.kind, raised.id == cleared.id) == ("raised", "cleared", True)
    assert raised.receivers == ("screen",)


def test_a_storm_is_cut_off_and_the_last_that_rings_says_so(bench: Bench) -> None:
    rung = [bench.change(number, NOON) for number in range(1000)]
    assert [alert is not None for alert in rung] == [True] * MOST + [False] * (1000 - MOST)
    heard = [alert for alert in rung if alert is not None]
    assert [alert for alert in heard if "held back" in alert.detail] == heard[-1:]
    assert heard[-1].detail.startswith("no answer; this is number 30 within 10 minutes")
    assert bench.held_back("raised") == 1000 - MOST


def test_after_a_storm_only_what_rang_ends(bench: Bench) -> None:
    for number in range(1000):
        bench.change(number, NOON)
    ends = [bench.change(number, NOON + timedelta(hours=2), raised=False) for number in range(1000)]
    assert [alert is not None for alert in ends] == [True] * MOST + [False] * (1000 - MOST)
    assert bench.held_back("cleared") == 1000 - MOST


def test_there_is_room_again_when_time_has_passed(bench: Bench) -> None:
    for number in range(MOST + 5):
        bench.change(number, NOON)
    assert bench.change(100, NOON + WITHIN - timedelta(seconds=1)) is None
    assert bench.change(101, NOON + WITHIN) is not None


def test_the_ends_of_what_nobody_knows_to_have_rung_are_no_storm_either(bench: Bench) -> None:
    ends = [bench.change(number, NOON, raised=False) for number in range(1000)]
    assert sum(alert is not None for alert in ends) == MOST


def test_a_trouble_that_comes_back_after_it_was_held_back_rings(bench: Bench) -> None:
    for number in range(MOST + 1):
        bench.change(number, NOON)
    later = NOON + WITHIN
    assert bench.change(MOST, later, raised=False) is None
    assert bench.change(MOST, later) is not None
    assert bench.change(MOST, later, raised=False) is not None


def test_what_may_ring_is_counted_from_zero(bench: Bench) -> None:
    assert bench.held_back("raised") == 0
    labels = {"kind": "raised", "trouble": "gap"}
    assert bench.instruments.registry.get_sample_value("tocsin_feed_alerts_total", labels) == 0
