"""When to poll next."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.polling.schedule import LONGEST, pause

MINUTE = timedelta(minutes=1)


def test_a_healthy_feed_keeps_its_interval_and_a_failing_one_is_left_alone_ever_longer() -> None:
    assert [pause(MINUTE, failures, 0.5) / MINUTE for failures in range(9)] == [1, 1, 2, 4, 8, 16, 32, 60, 60]


def test_an_interval_beyond_the_longest_pause_stands() -> None:
    assert pause(3 * LONGEST, 5, 0.5) == 3 * LONGEST


@given(st.timedeltas(timedelta(milliseconds=1), timedelta(days=30)), st.integers(0, 10**9), st.floats(0, 1))
def test_it_is_never_given_up(interval: timedelta, failures: int, chance: float) -> None:
    wait = pause(interval, failures, chance)
    assert interval * 0.94 <= wait <= max(interval, LONGEST) * 1.06
