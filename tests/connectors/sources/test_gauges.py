"""Feeds as metrics: each while it is held, and the totals."""

from datetime import timedelta
from typing import Any, get_args

import pytest

from connectors.sources.gauges import FeedGauges
from runtime.metrics import Instruments
from tests.making import NOON
from tocsin.feeds.standing import FeedStanding, standing
from tocsin.metrics import FETCHES
from tocsin.polling.state import FeedState
from tocsin.polling.trouble import Trouble, TroubleKind


class Bench:
    def __init__(self) -> None:
        self.instruments = Instruments("source")
        self.gauges = FeedGauges(self.instruments)

    def value(self, name: str, **labels: str) -> float | None:
        return self.instruments.registry.get_sample_value(name, labels)

    def feeds(self) -> dict[str, float]:
        values = {state: self.value("tocsin_feeds", state=state) for state in get_args(FeedStanding)}
        return {state: value for state, value in values.items() if value}

    def lines_about(self, feed: str) -> list[str]:
        return [line for line in self.instruments.exposition().decode().splitlines() if f'"{feed}"' in line]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def known(feed: str = "wire", *troubles: TroubleKind, **fields: Any) -> FeedState:
    plain: dict[str, Any] = {
        "feed": feed,
        "url": f"https://{feed}.example/rss",
        "answered": NOON,
        "entries": 30,
        "due": NOON + timedelta(minutes=5),
        "changed": NOON - timedelta(minutes=7),
        "troubles": tuple(Trouble(kind=kind, since=NOON) for kind in troubles),
    }
    return FeedState(**(plain | fields))


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (known(answered=None), "new"),
        (known(answered=None, failures=1), "failing"),
        (known(), "well"),
        (known(damage="its end is missing"), "damaged"),
        (known(failures=2), "failing"),
        (known("wire", "silent"), "troubled"),
        (known("wire", "failing", failures=9), "troubled"),
    ],
)
def test_how_a_feed_stands(state: FeedState, word: str) -> None:
    assert standing(state) == word


def test_totals_are_shown_before_there_is_a_feed(bench: Bench) -> None:
    assert bench.value("tocsin_feeds", state="well") == 0
    assert bench.value("tocsin_feeds_in_trouble", trouble="gap") == 0
    assert bench.value("tocsin_polls_total", reason="backoff") == 0


def test_a_feed_of_ours_shows_its_counters_from_zero_and_no_gauge_yet(bench: Bench) -> None:
    bench.gauges.hold("wire")
    bench.gauges.hold("wire")
    assert bench.feeds() == {"new": 1}
    assert bench.value("tocsin_feed_gaps_total", feed="wire") == 0
    assert bench.value("tocsin_articles_published_total", feed="wire", reason="new") == 0
    assert bench.value("tocsin_fetches_total", feed="wire", outcome="unchanged") == 0
    assert bench.value("tocsin_feed_entries", feed="wire") is None


def test_what_is_known_of_it_is_shown(bench: Bench) -> None:
    bench.gauges.show(known())
    assert bench.feeds() == {"well": 1}
    assert bench.value("tocsin_feed_entries", feed="wire") == 30
    assert bench.value("tocsin_feed_next_poll_timestamp_seconds", feed="wire") == NOON.timestamp() + 300
    assert bench.value("tocsin_feed_last_news_timestamp_seconds", feed="wire") == NOON.timestamp() - 420


def test_a_trouble_is_shown_while_it_lasts(bench: Bench) -> None:
    bench.gauges.show(known("wire", "silent", "gap"))
    bench.gauges.show(known("other", "silent"))
    assert bench.value("tocsin_feed_troubles", feed="wire", trouble="gap") == 1
    assert bench.value("tocsin_feeds_in_trouble", trouble="silent") == 2
    bench.gauges.show(known("wire", "silent"))
    assert bench.value("tocsin_feed_troubles", feed="wire", trouble="gap") is None
    assert bench.value("tocsin_feed_troubles", feed="wire", trouble="silent") == 1
    assert bench.value("tocsin_feeds_in_trouble", trouble="gap") == 0
    assert bench.feeds() == {"troubled": 2}
    bench.gauges.show(known("wire"))
    assert bench.feeds() == {"troubled": 1, "well": 1}


def test_a_feed_that_another_process_holds_shows_its_counters_only(bench: Bench) -> None:
    bench.gauges.show(known("wire", "silent"))
    bench.instruments.count(FETCHES, feed="wire", outcome="changed")
    bench.gauges.drop("wire")
    assert bench.feeds() == {}
    assert bench.value("tocsin_feeds_in_trouble", trouble="silent") == 0
    assert not [line for line in bench.lines_about("wire") if "_total{" not in line]
    assert bench.value("tocsin_fetches_total", feed="wire", outcome="changed") == 1
    bench.gauges.show(known())
    assert bench.feeds() == {"well": 1}


def test_of_a_feed_that_nobody_polls_nothing_is_shown(bench: Bench) -> None:
    bench.gauges.show(known("wire", "gone"))
    bench.instruments.count(FETCHES, feed="wire", outcome="gone")
    bench.gauges.forget("wire")
    bench.gauges.forget("never")
    assert bench.lines_about("wire") == []
    assert bench.feeds() == {}
