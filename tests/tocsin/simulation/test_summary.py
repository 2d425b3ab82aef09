"""Counts of what a replay told."""

from datetime import timedelta

from msgspec.structs import replace

from tests.alerts import alert, digest, life
from tocsin.contract.events import Clocks, Tally
from tocsin.simulation.summary import Counting


def test_events_are_counted_by_kind_and_reason() -> None:
    counting = Counting()
    for event in life():
        counting.take(event)
    (found,) = counting.result()
    assert sum(found.kinds.values()) == 4
    assert sum(found.reasons.values()) == 4
    assert found.kinds["initial"] == 1
    assert found.reports == sum(event.tally.since for event in life())


def test_what_was_held_is_counted_from_alerts_and_digests() -> None:
    counting = Counting()
    told = alert(kind="update", reason="new_reports", tally=Tally(since=3, held=(("group_wait", 3),)))
    counted = replace(digest(), watchlist=told.watchlist, reports=7, held=(("budget", 6), ("group_wait", 1)))
    counting.take(told)
    counting.take(counted)
    (found,) = counting.result()
    assert found.held == {"budget": 6, "group_wait": 4}
    assert (found.reports, found.digested) == (3, 7)
    assert found.kinds == {"update": 1, "digest": 1}


def test_delays_are_from_the_fetch_to_the_event() -> None:
    counting = Counting()
    for kind, reason, seconds in (
        ("initial", "first_report", 0),
        ("update", "new_reports", 30),
        ("update", "new_reports", 90),
        ("update", "new_reports", 31),
    ):
        made = alert(kind=kind, reason=reason)
        clocks = made.clocks
        late = Clocks(
            published=None,
            fetched=clocks.fetched,
            alerted=clocks.fetched + timedelta(seconds=seconds),
        )
        counting.take(replace(made, clocks=late))
    (found,) = counting.result()
    assert found.latest_initial == 0
    assert found.median_update == 31


def test_watchlists_are_apart_and_in_order() -> None:
    counting = Counting()
    for name in ("b", "a", "b"):
        counting.take(alert(watchlist=name))
    assert [(one.watchlist, one.kinds) for one in counting.result()] == [
        ("a", {"initial": 1}),
        ("b", {"initial": 2}),
    ]
