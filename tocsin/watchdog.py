"""Is a worker alive in more than name? Decided from what can be seen from outside its event loop."""

from typing import Literal

import msgspec

UnhealthyReason = Literal["hung", "stalled", "commit_stuck", "recovery_stuck"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long each may last, in seconds."""

    hang: float
    stall: float
    commit: float
    recovery: float = 900.0


class Vitals(msgspec.Struct, frozen=True, kw_only=True):
    """One look at a worker. ``at`` and ``beat`` are seconds on one monotonic clock.

    ``beat`` is when the event loop last answered; ``finished`` counts messages done since the start, and portions of
    those that take long; ``waiting`` those fetched or known to be in Kafka and not done; ``uncommitted`` those done
    whose offset is not committed, with ``committed`` the sum of all committed offsets.
    """

    at: float
    beat: float
    finished: int
    waiting: int
    uncommitted: int
    committed: int
    recovering: bool = False


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept between two looks: since when each thing has not moved."""

    last: Vitals
    progress_at: float
    commit_at: float
    recovery_at: float


class Unhealthy(msgspec.Struct, frozen=True):
    """Why the worker must be replaced."""

    reason: UnhealthyReason
    detail: str


def first(vitals: Vitals) -> Pulse:
    """The pulse after the first look."""
    return Pulse(last=vitals, progress_at=vitals.at, commit_at=vitals.at, recovery_at=vitals.at)


def next_pulse(pulse: Pulse, vitals: Vitals) -> Pulse:
    """What is kept after a further look: a clock starts anew when its thing moved, or had no reason to."""
    last = pulse.last
    moved = vitals.finished != last.finished or vitals.waiting == 0 or vitals.recovering
    committed = vitals.committed != last.committed or vitals.uncommitted == 0 or vitals.recovering
    return Pulse(
        last=vitals,
        progress_at=vitals.at if moved else pulse.progress_at,
        commit_at=vitals.at if committed else pulse.commit_at,
        recovery_at=pulse.recovery_at if vitals.recovering else vitals.at,
    )


def unseen(pulse: Pulse, at: float) -> Pulse:
    """What is kept after a look that failed: the last thing seen, so that its beat grows old."""
    return msgspec.structs.replace(pulse, last=msgspec.structs.replace(pulse.last, at=at))


def judge(pulse: Pulse, limits: Limits) -> Unhealthy | None:
    """``None`` while the worker is well."""
    now = pulse.last
    if (silent := now.at - now.beat) > limits.hang:
        return Unhealthy("hung", f"the event loop has not answered for {silent:.0f} s")
    if (recovering := now.at - pulse.recovery_at) > limits.recovery:
        return Unhealthy("recovery_stuck", f"the memories have been recovering for {recovering:.0f} s")
    if (still := now.at - pulse.progress_at) > limits.stall:
        return Unhealthy("stalled", f"{now.waiting} messages wait and none was done for {still:.0f} s")
    if (behind := now.at - pulse.commit_at) > limits.commit:
        return Unhealthy(
            "commit_stuck", f"{now.uncommitted} messages are done but not committed for {behind:.0f} s"
        )
    return None
