"""What follows a delivery attempt."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.alerts import NOW
from tocsin.config.model import Retry
from tocsin.delivery.outcome import Delivered, Rejected, RetryAfter
from tocsin.delivery.retry import Done, GiveUp, Step, Wait, next_step

POLICY = Retry(first=timedelta(seconds=1), longest=timedelta(minutes=1), give_up_after=timedelta(minutes=10))
BUSY = RetryAfter("busy", "429")

spans = st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(days=3650))
policies = st.builds(Retry, first=spans, longest=spans, give_up_after=spans)
wishes = st.none() | st.timedeltas(min_value=timedelta(days=-10), max_value=timedelta(days=3650))
dices = st.floats(min_value=0, max_value=1, exclude_max=True)


def step(
    attempt: int, dice: float, *, waited: timedelta = timedelta(0), after: timedelta | None = None
) -> Step:
    return next_step(RetryAfter("busy", "", after), attempt, NOW, NOW + waited, POLICY, dice)


def test_delivered_is_done() -> None:
    assert next_step(Delivered(), 3, NOW, NOW, POLICY, 0.5) == Done()


def test_rejected_goes_to_the_dead_letters_at_once() -> None:
    assert next_step(Rejected("gone", "410"), 1, NOW, NOW, POLICY, 0.5) == GiveUp("rejected")


@pytest.mark.parametrize(("attempt", "ceiling"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (100_000, 60)])
def test_the_wait_is_drawn_from_zero_to_a_doubling_ceiling(attempt: int, ceiling: int) -> None:
    assert step(attempt, 0.0) == Wait(timedelta(0))
    assert step(attempt, 0.5) == Wait(timedelta(seconds=ceiling / 2))


def test_the_receivers_wish_is_the_least_we_wait() -> None:
    assert step(1, 0.9, after=timedelta(seconds=30)) == Wait(timedelta(seconds=30))
    assert step(7, 0.5, after=timedelta(seconds=5)) == Wait(timedelta(seconds=30))


def test_a_wish_beyond_the_limit_leaves_one_attempt_on_the_limit() -> None:
    hour = timedelta(hours=1)
    assert step(1, 0.5, waited=timedelta(minutes=4), after=hour) == Wait(timedelta(minutes=6))
    assert step(2, 0.5, waited=timedelta(minutes=10), after=hour) == GiveUp("retries_exhausted")


@given(policies, st.integers(1, 10**6), wishes, spans, dices)
def test_a_wait_is_never_negative_and_never_passes_the_limit(
    policy: Retry, attempt: int, wish: timedelta | None, waited: timedelta, dice: float
) -> None:
    answer = next_step(RetryAfter("timeout", "", wish), attempt, NOW, NOW + waited, policy, dice)
    if waited >= policy.give_up_after:
        assert answer == GiveUp("retries_exhausted")
    else:
        assert isinstance(answer, Wait)
        assert timedelta(0) <= answer.delay <= policy.give_up_after - waited


@given(policies, dices, wishes)
def test_waiting_as_told_ends(policy: Retry, dice: float, wish: timedelta | None) -> None:
    assume(dice > 0.01)
    assume(policy.give_up_after < 50 * min(policy.longest, policy.first))
    now, attempt = NOW, 1
    while isinstance(
        answer := next_step(RetryAfter("busy", "", wish), attempt, NOW, now, policy, dice), Wait
    ):
        now, attempt = now + answer.delay, attempt + 1
        assert attempt < 10_000
    assert answer == GiveUp("retries_exhausted")
    assert now == NOW + policy.give_up_after


@given(policies, st.integers(1, 1000), dices, dices)
def test_the_dice_decide_how_long_and_nothing_else(
    policy: Retry, attempt: int, one: float, two: float
) -> None:
    low, high = sorted([one, two])
    first, second = (next_step(BUSY, attempt, NOW, NOW, policy, dice) for dice in (low, high))
    assert isinstance(first, Wait)
    assert isinstance(second, Wait)
    assert first.delay <= second.delay
