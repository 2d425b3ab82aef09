"""When a watchlist is woken. No broker: what is due, the clock, and the steady clock are given."""

from datetime import datetime, timedelta

from streams.wakes import AGAIN_SECONDS, Waking
from tests.making import NOON

SECOND = timedelta(seconds=1)
DUE = {"soon": NOON + 5 * SECOND, "later": NOON + 60 * SECOND}


def at(seconds: float) -> datetime:
    return NOON + seconds * SECOND


def test_each_is_woken_when_its_time_has_come_and_once() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(0), 0) == {}
    assert waking.to_wake(DUE, at(5), 5) == {"soon": at(5)}
    assert waking.to_wake(DUE, at(6), 6) == {}
    assert waking.to_wake({"later": DUE["later"]}, at(61), 61) == {"later": at(61)}


def test_where_nothing_came_of_it_it_is_woken_again_after_a_while() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(5), 5)
    assert waking.to_wake(DUE, at(5 + AGAIN_SECONDS - 1), 5 + AGAIN_SECONDS - 1) == {}
    assert set(waking.to_wake(DUE, at(5 + AGAIN_SECONDS), 5 + AGAIN_SECONDS)) == {"soon"}


def test_another_time_is_another_wake() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(5), 5)
    assert waking.to_wake({"soon": at(6)}, at(7), 7) == {"soon": at(7)}


def test_a_clock_that_is_set_back_delays_nothing() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(0), 0) == {}
    yesterday = at(4) - timedelta(days=1)
    assert waking.to_wake(DUE, yesterday, 4) == {}
    assert waking.to_wake(DUE, yesterday + SECOND, 5) == {"soon": DUE["soon"]}


def test_a_clock_that_is_set_ahead_wakes_at_once() -> None:
    assert set(Waking().to_wake(DUE, NOON + timedelta(days=1), 0)) == {"soon", "later"}


def test_what_was_due_while_nobody_looked_is_woken_at_the_first_look() -> None:
    assert Waking().to_wake({"old": NOON - timedelta(days=3)}, NOON, 7) == {"old": NOON}
