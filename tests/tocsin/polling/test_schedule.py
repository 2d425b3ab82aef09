"""When a feed is polled next, and why then."""

from datetime import datetime, timedelta
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.polling.samples import DAY, FEED, HOUR, MINUTE, NOW, RENEW, SECOND, Entry, poll
from tocsin.feeds.feed import Feed
from tocsin.polling.asking import new_state
from tocsin.polling.observation import Said
from tocsin.polling.outcome import FetchOutcome
from tocsin.polling.schedule import first_poll, interval, next_poll
from tocsin.polling.state import FeedState, Hub, Rhythm

FIXED = msgspec.structs.replace(FEED, interval=5 * MINUTE)
NOTHING_SAID = Said()


def known(gap: timedelta | None = 20 * MINUTE, quiet_for: timedelta = MINUTE, entries: int = 30) -> FeedState:
    rhythm = Rhythm(gap=gap, longest=gap, news=20, last=NOW - quiet_for, since=NOW - 30 * DAY)
    return msgspec.structs.replace(
        new_state(FEED), rhythm=rhythm, entries=entries, polled=NOW, answered=NOW, outcome="changed"
    )


def with_(state: FeedState, **values: object) -> FeedState:
    return msgspec.structs.replace(state, **values)


def wait(
    state: FeedState, feed: Feed = FEED, said: Said = NOTHING_SAID, chance: float = 0.5
) -> tuple[timedelta, str]:
    due, reason = next_poll(state, feed, said, NOW, chance, RENEW)
    return due - NOW, reason


def test_a_feed_is_asked_twice_as_often_as_it_brings_news() -> None:
    assert wait(known(20 * MINUTE)) == (10 * MINUTE, "rhythm")


def test_within_the_operators_bounds() -> None:
    assert wait(known(SECOND)) == (FEED.min_interval, "rhythm")
    assert wait(known(9 * DAY)) == (FEED.max_interval, "rhythm")


def test_a_fixed_interval_stands_whatever_happens_while_the_feed_answers() -> None:
    said = Said(fresh_for=HOUR, rest=HOUR)
    assert wait(with_(known(), outrun=NOW), FIXED, said) == (5 * MINUTE, "fixed")


def test_a_feed_nothing_is_known_of_is_asked_now_and_then() -> None:
    assert wait(known(None)) == (5 * MINUTE, "rhythm")


def test_in_a_lull_a_busy_feed_is_asked_less_often() -> None:
    assert wait(known(2 * MINUTE, quiet_for=8 * HOUR)) == (16 * MINUTE, "rhythm")
    assert wait(known(2 * MINUTE, quiet_for=30 * DAY)) == (FEED.max_interval, "rhythm")


@pytest.mark.parametrize(("entries", "share"), [(0, 8), (1, 8), (2, 4), (3, 8 / 3), (4, 2), (100, 2)])
def test_a_document_of_few_entries_is_outrun_sooner(entries: int, share: float) -> None:
    waited, _ = wait(known(80 * MINUTE, entries=entries))
    assert abs(waited - 80 * MINUTE / share) < SECOND


def test_caches_are_respected_within_bounds() -> None:
    assert wait(known(), said=Said(fresh_for=30 * MINUTE), chance=0) == (30 * MINUTE, "cache")
    assert wait(known(), said=Said(fresh_for=DAY), chance=0) == (FEED.max_interval, "cache")
    assert wait(known(), said=Said(fresh_for=3 * MINUTE)) == (10 * MINUTE, "rhythm")


def test_a_document_that_asks_for_rest_gets_it_unless_its_rhythm_tells_otherwise() -> None:
    hour = Said(rest=HOUR)
    assert wait(known(None), said=hour, chance=0) == (HOUR, "cache")
    assert wait(known(20 * MINUTE), said=hour, chance=0) == (20 * MINUTE, "cache")
    assert wait(known(4 * HOUR), said=hour, chance=0.5) == (HOUR, "rhythm")


def test_a_feed_that_may_have_outrun_us_is_asked_sooner_for_some_hours() -> None:
    state = with_(known(40 * MINUTE), outrun=NOW - HOUR)
    assert wait(state, said=Said(fresh_for=HOUR)) == (5 * MINUTE, "gap")
    assert wait(with_(state, outrun=NOW - 7 * HOUR)) == (20 * MINUTE, "rhythm")


HUB = Hub(url="https://hub.example/", topic=FEED.url, expires=NOW + DAY, pushed=NOW - DAY)


def test_polling_is_the_safety_net_of_a_hub_while_it_pushes_the_news() -> None:
    assert wait(with_(known(), hub=HUB)) == (FEED.max_interval, "pushed")
    for changed in ({"expires": None}, {"expires": NOW}, {"pushed": None}):
        assert wait(with_(known(), hub=msgspec.structs.replace(HUB, **changed)))[1] == "rhythm"


@given(st.integers(1, 10**5), st.integers(0, 10**5), st.integers(0, 100), st.floats(0, 1))
def test_a_hub_that_brings_nothing_changes_nothing(gap: int, quiet: int, entries: int, chance: float) -> None:
    state = known(gap * SECOND, quiet * SECOND, entries)
    silent = msgspec.structs.replace(HUB, pushed=None)
    assert wait(with_(state, hub=silent), chance=chance) == wait(state, chance=chance)


def test_entries_due_again_are_not_kept_waiting_by_a_long_interval() -> None:
    weekly = msgspec.structs.replace(FEED, max_interval=7 * DAY)
    state = with_(known(30 * DAY), memory=poll(b"", [Entry("a")], NOW - HOUR).memory)
    assert wait(state, weekly) == (RENEW - HOUR, "renewal")
    overdue = with_(state, memory=poll(b"", [Entry("a")], NOW - 5 * DAY).memory)
    assert wait(overdue, weekly) == (7 * DAY, "rhythm"), "the poll just made could not send it"
    assert wait(state) == (HOUR, "rhythm")


def failing(failures: int, outcome: str = "timeout", gap: timedelta = 20 * MINUTE) -> FeedState:
    return with_(known(gap), failures=failures, outcome=outcome)


def minutes(states: list[FeedState], feed: Feed = FEED) -> list[int]:
    waits = [wait(state, feed) for state in states]
    assert {reason for _, reason in waits} == {"backoff"}
    return [round(waited / MINUTE) for waited, _ in waits]


def test_a_failing_feed_is_left_alone_ever_longer_and_never_given_up() -> None:
    assert minutes([failing(n) for n in (1, 2, 3, 4, 5, 6, 10**9)]) == [5, 10, 20, 40, 60, 60, 60]


def test_a_quick_feed_is_asked_again_at_its_own_pace_at_first() -> None:
    assert minutes([failing(n, gap=4 * MINUTE) for n in (1, 2, 3)]) == [2, 4, 8]


def test_a_fixed_interval_is_where_backoff_starts() -> None:
    assert minutes([failing(n) for n in (1, 2, 6)], FIXED) == [5, 10, 60]
    daily = msgspec.structs.replace(FEED, interval=DAY)
    assert minutes([failing(n) for n in (1, 9)], daily) == [24 * 60, 24 * 60]


def test_what_is_gone_is_asked_for_once_a_day_in_the_end() -> None:
    assert minutes([failing(n, "gone") for n in (1, 2, 3, 30)]) == [60, 120, 240, 24 * 60]
    assert minutes([failing(n, "not_found") for n in (1, 5, 30)]) == [5, 80, 120]


def test_a_server_that_says_when_to_come_again_is_taken_at_its_word() -> None:
    busy = failing(9, "busy")
    assert wait(busy, said=Said(retry_after=2 * HOUR), chance=0) == (2 * HOUR, "retry_after")
    assert wait(busy, said=Said(retry_after=SECOND), chance=0) == (5 * MINUTE, "retry_after")
    assert wait(busy, said=Said(retry_after=30 * DAY), chance=0) == (DAY, "retry_after")


times = st.one_of(st.none(), st.timedeltas(timedelta(), timedelta(days=400)))
states = st.builds(
    failing,
    st.one_of(st.just(0), st.integers(1, 10**6)),
    st.sampled_from([outcome for kind in get_args(FetchOutcome) for outcome in get_args(kind)]),
    st.timedeltas(MINUTE, 30 * DAY),
)


@given(states, st.builds(Said, times, times, times), st.floats(0, 1), st.booleans(), st.booleans())
def test_no_feed_is_ever_given_up_nor_hammered(
    state: FeedState, said: Said, chance: float, fixed: bool, outrun: bool
) -> None:
    if outrun:
        state = with_(state, outrun=NOW)
    feed = FIXED if fixed else FEED
    waited, reason = wait(state, feed, said, chance)
    assert (feed.interval or feed.min_interval) * 0.95 <= waited
    assert waited <= (DAY if state.failures else feed.interval or feed.max_interval) * 1.1
    if reason in ("cache", "retry_after"):
        asked = said.retry_after if state.failures else max(said.fresh_for or SECOND, said.rest or SECOND)
        assert asked is not None
        assert waited >= min(asked, state.rhythm.gap or asked, FEED.max_interval)


def test_feeds_of_one_interval_do_not_stay_in_step() -> None:
    waits = [wait(known(), chance=chance)[0] / MINUTE for chance in (0.0, 0.5, 1.0)]
    assert waits == [9.5, 10, 10.5]


def test_many_first_polls_are_spread_and_few_are_not_kept_waiting() -> None:
    new = new_state(FEED)
    assert first_poll(new, FEED, 1, NOW, 1.0) == (NOW + timedelta(seconds=0.01), "first")
    assert first_poll(new, FEED, 10_000, NOW, 0.5) == (NOW + timedelta(seconds=50), "first")
    assert first_poll(new, FIXED, 10**6, NOW, 1.0) == (NOW + FIXED.interval, "first")  # type: ignore[operator]


def due(at: datetime, **values: object) -> FeedState:
    return with_(known(), due=at, due_reason="rhythm", **values)


def test_after_a_restart_a_feed_is_due_when_it_was() -> None:
    assert first_poll(due(NOW + 20 * MINUTE), FEED, 1, NOW, 0.5) == (NOW + 20 * MINUTE, "rhythm")
    assert first_poll(due(NOW - DAY), FEED, 1000, NOW, 0.5) == (NOW + 5 * SECOND, "rhythm")


def test_an_interval_made_shorter_holds_at_once() -> None:
    assert first_poll(due(NOW + HOUR), FIXED, 1, NOW, 0) == (NOW, "rhythm")
    assert first_poll(due(NOW + 20 * HOUR, failures=30), FEED, 1, NOW, 0) == (NOW + 20 * HOUR, "rhythm")


def test_the_present_pace_is_what_polls_follow() -> None:
    assert interval(known(), FEED, NOW) == 10 * MINUTE
    assert interval(known(), FIXED, NOW) == 5 * MINUTE
