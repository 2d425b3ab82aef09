"""Each way of being alive in name only is seen after its own time, and a working or idle worker never is."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tocsin.watchdog import Limits, Pulse, Unhealthy, Vitals, first, judge, next_pulse, unseen

LIMITS = Limits(hang=20, stall=60, commit=60, recovery=300)


def vitals(at: float, **fields: object) -> Vitals:
    plain = Vitals(at=at, beat=at, finished=0, waiting=0, uncommitted=0, committed=0)
    return msgspec.structs.replace(plain, **fields)


def watch(*looks: Vitals) -> Unhealthy | None:
    pulse: Pulse = first(looks[0])
    for look in looks[1:]:
        pulse = next_pulse(pulse, look)
    return judge(pulse, LIMITS)


def test_idle_is_healthy_for_ever() -> None:
    assert watch(vitals(0), vitals(100_000)) is None


def test_an_event_loop_that_does_not_answer() -> None:
    assert watch(vitals(0), vitals(20, beat=0)) is None
    assert watch(vitals(0), vitals(21, beat=0)) == Unhealthy(
        "hung", "the event loop has not answered for 21 s"
    )


def test_messages_wait_and_none_is_done() -> None:
    stalled = watch(vitals(0, waiting=5, finished=9), vitals(61, waiting=5, finished=9))
    assert stalled == Unhealthy("stalled", "5 messages wait and none was done for 61 s")


def test_slow_progress_is_progress() -> None:
    assert watch(*(vitals(50.0 * n, waiting=5, finished=n) for n in range(20))) is None


def test_done_but_not_committed() -> None:
    stuck = watch(*(vitals(10.0 * n, finished=n, uncommitted=n, committed=7) for n in range(8)))
    assert stuck == Unhealthy("commit_stuck", "7 messages are done but not committed for 70 s")


def test_commits_that_follow_behind_are_fine() -> None:
    assert watch(*(vitals(10.0 * n, finished=n, uncommitted=1, committed=n) for n in range(50))) is None


def test_a_worker_that_cannot_be_looked_at_for_long_counts_as_hung() -> None:
    pulse = first(vitals(0))
    assert judge(unseen(pulse, 20), LIMITS) is None
    assert judge(unseen(pulse, 21), LIMITS) == Unhealthy("hung", "the event loop has not answered for 21 s")


def test_recovery_has_its_own_longer_limit() -> None:
    assert watch(*(vitals(10.0 * n, waiting=9, recovering=True) for n in range(30))) is None
    stuck = watch(*(vitals(10.0 * n, waiting=9, recovering=True) for n in range(32)))
    assert stuck is not None
    assert stuck.reason == "recovery_stuck"


@given(st.lists(st.integers(1, 50), min_size=2))
def test_a_worker_that_works_and_commits_is_never_replaced(steps: list[int]) -> None:
    looks, done = [], 0
    for n, step in enumerate(steps):
        done += step
        looks.append(vitals(10.0 * n, finished=done, waiting=3, uncommitted=2, committed=done - 2))
    assert watch(*looks) is None
