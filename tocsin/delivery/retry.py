"""What follows one delivery attempt: nothing more, a wait, or the dead letters."""

from datetime import datetime, timedelta

import msgspec

from tocsin.config.model import Retry
from tocsin.contract.events import DeadReason
from tocsin.delivery.outcome import Delivered, Outcome, Rejected

_MOST_DOUBLINGS = 60


class Done(msgspec.Struct, frozen=True):
    """The receiver has it."""


class Wait(msgspec.Struct, frozen=True):
    """Try again after ``delay``, which is never negative."""

    delay: timedelta


class GiveUp(msgspec.Struct, frozen=True):
    """To the dead letters, and why."""

    reason: DeadReason


Step = Done | Wait | GiveUp


def next_step(
    outcome: Outcome, attempt: int, waiting_since: datetime, now: datetime, policy: Retry, dice: float
) -> Step:
    """What to do after attempt number ``attempt`` (from 1) of an alert first tried at ``waiting_since``.

    ``dice`` is uniform in [0, 1). The receiver's own wish stretches a wait, and the limit cuts it: the last
    attempt falls on the limit, however long the receiver asked for, because giving up at once would bury a
    whole burst of alerts for one busy quarter of an hour.

    Method: exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015).
    """
    if isinstance(outcome, Delivered):
        return Done()
    if isinstance(outcome, Rejected):
        return GiveUp("rejected")
    left = waiting_since + policy.give_up_after - now
    if left <= timedelta(0):
        return GiveUp("retries_exhausted")
    wish = outcome.after or timedelta(0)
    return Wait(min(max(wish, _backoff(attempt, policy, dice)), left))


def _backoff(attempt: int, policy: Retry, dice: float) -> timedelta:
    doubled = policy.first.total_seconds() * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS)
    return timedelta(seconds=dice * min(policy.longest.total_seconds(), doubled))
