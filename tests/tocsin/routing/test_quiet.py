"""Quiet hours against a clock on the wall that is watched minute by minute."""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.contract.events import Severity
from tocsin.routing.policy import EVERY_DAY, Policy, QuietHours
from tocsin.routing.quiet import LONGEST, quiet_until

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NIGHT = QuietHours(begin=22 * 60, end=6 * 60, zone="Europe/Paris")
# What clocks do at its end is all there is to go wrong: forward, back, by half an hour, at midnight, not at all.
CHANGES = (
    ("Europe/Paris", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Paris", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/St_Johns", datetime(2026, 3, 8, 5, 30, tzinfo=UTC)),
    ("America/St_Johns", datetime(2026, 11, 1, 4, 30, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 3, 28, 22, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 10, 24, 21, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # skipped a whole day
    ("Asia/Tehran", datetime(2026, 3, 21, 20, 30, tzinfo=UTC)),
)


def policy(*hours: QuietHours) -> Policy:
    return Policy(route="r", receivers=("log",), quiet=hours)


def at(zone: str, *when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def first_shown(zone: str, change: datetime) -> dict[datetime, datetime]:
    """For each minute on the wall around ``change``, the first moment at which the clock shows it or a later one."""
    place, moment = ZoneInfo(zone), change - 6 * DAY
    shown: dict[datetime, datetime] = {}
    face = moment.astimezone(place).replace(tzinfo=None)
    while moment < change + 12 * DAY:
        while face <= moment.astimezone(place).replace(tzinfo=None):
            shown[face] = moment
            face += MINUTE
        moment += MINUTE
    return shown


def stretches(hours: QuietHours, change: datetime) -> Iterator[tuple[datetime, datetime]]:
    shown = first_shown(hours.zone, change)
    days: list[date] = sorted({face.date() for face in shown})
    for day in days[1:-3]:
        if day.weekday() in hours.days:
            midnight = datetime.combine(day, time())
            later = DAY if hours.end <= hours.begin else timedelta(0)
            yield shown[midnight + hours.begin * MINUTE], shown[midnight + later + hours.end * MINUTE]


def is_quiet(hours: tuple[QuietHours, ...], change: datetime, moment: datetime) -> bool:
    return any(begin <= moment < end for one in hours for begin, end in stretches(one, change))


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[QuietHours, ...], datetime, datetime]:
    zone, change = draw(st.sampled_from(CHANGES))
    minutes = st.one_of(st.integers(0, 5 * 60), st.integers(0, 24 * 60 - 1))
    some = st.builds(
        QuietHours,
        begin=minutes,
        end=minutes.map(lambda minute: minute + 1),
        zone=st.just(zone),
        days=st.one_of(st.just(EVERY_DAY), st.frozensets(st.integers(0, 6), min_size=1)),
    )
    hours = draw(st.lists(some, min_size=1, max_size=3))
    near = st.one_of(st.integers(-6 * 60, 6 * 60), st.integers(-2 * 24 * 60, 24 * 60))
    return tuple(hours), change, change + draw(near) * MINUTE


@settings(max_examples=300, deadline=None)
@given(cases())
def test_it_is_quiet_until_then_and_not_then(
    case: tuple[tuple[QuietHours, ...], datetime, datetime],
) -> None:
    hours, change, now = case
    until = quiet_until(policy(*hours), "high", now)
    if until is None:
        assert not is_quiet(hours, change, now)
        return
    assert until.tzinfo is UTC
    spans = [span for one in hours for span in stretches(one, change)]
    moment = now
    while moment < min(until, change + 7 * DAY):
        assert any(begin <= moment < end for begin, end in spans), moment
        moment += 7 * MINUTE
    assert any(begin <= until - MINUTE < end for begin, end in spans)
    assert until - now >= LONGEST or not is_quiet(hours, change, until)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at("Europe/Paris", 2026, 1, 14, 21, 59), None),
        (at("Europe/Paris", 2026, 1, 14, 22, 0), at("Europe/Paris", 2026, 1, 15, 6, 0)),
        (at("Europe/Paris", 2026, 1, 15, 5, 59), at("Europe/Paris", 2026, 1, 15, 6, 0)),
        (at("Europe/Paris", 2026, 1, 15, 6, 0), None),
        (at("Europe/Paris", 2026, 3, 28, 23, 0), at("Europe/Paris", 2026, 3, 29, 6, 0)),  # an hour shorter
        (at("Europe/Paris", 2026, 10, 24, 23, 0), at("Europe/Paris", 2026, 10, 25, 6, 0)),  # an hour longer
    ],
)
def test_a_night(now: datetime, until: datetime | None) -> None:
    assert quiet_until(policy(NIGHT), "low", now) == until


def test_the_hour_that_comes_twice_ends_once() -> None:
    hours = QuietHours(begin=60, end=2 * 60 + 30, zone="Europe/Paris")
    first, second = (at("Europe/Paris", 2026, 10, 25, 2, 15, fold=fold) for fold in (0, 1))
    assert second - first == timedelta(hours=1)
    assert quiet_until(policy(hours), "low", first) == first + timedelta(minutes=15)
    assert quiet_until(policy(hours), "low", second) is None


def test_the_hour_that_never_comes_is_the_moment_it_is_skipped() -> None:
    three = at("Europe/Paris", 2026, 3, 29, 3, 0)
    until_half_past = QuietHours(begin=60, end=2 * 60 + 30, zone="Europe/Paris")
    within = QuietHours(begin=2 * 60, end=2 * 60 + 45, zone="Europe/Paris")
    assert quiet_until(policy(until_half_past), "low", three - MINUTE) == three
    assert quiet_until(policy(within), "low", three) is None


def test_days_are_those_on_which_it_begins() -> None:
    fridays = QuietHours(begin=22 * 60, end=6 * 60, zone="Europe/Paris", days=frozenset({4}))
    saturday = at("Europe/Paris", 2026, 1, 17, 3, 0)
    assert quiet_until(policy(fridays), "low", saturday) == saturday + timedelta(hours=3)
    assert quiet_until(policy(fridays), "low", saturday - DAY) is None


def test_hours_that_touch_are_one_stretch() -> None:
    weekend = QuietHours(begin=0, end=24 * 60, zone="Europe/Paris", days=frozenset({5, 6}))
    saturday, monday = at("Europe/Paris", 2026, 1, 17, 12, 0), at("Europe/Paris", 2026, 1, 19, 6, 0)
    assert quiet_until(policy(NIGHT, weekend), "low", saturday) == monday


@pytest.mark.parametrize("severity", ["low", "medium", "high"])
def test_only_what_is_critical_wakes_a_route(severity: Severity) -> None:
    night = at("Europe/Paris", 2026, 1, 15, 3, 0)
    assert quiet_until(policy(NIGHT), severity, night) is not None
    assert quiet_until(policy(NIGHT), "critical", night) is None


def test_a_route_that_would_never_wake_sleeps_a_week() -> None:
    always = QuietHours(begin=0, end=24 * 60)
    now = datetime(2026, 1, 14, 12, tzinfo=UTC)
    until = quiet_until(policy(always), "low", now)
    assert until is not None
    assert LONGEST <= until - now < LONGEST + DAY


@pytest.mark.parametrize("year", [MINYEAR, MAXYEAR])
def test_at_the_ends_of_time_nothing_is_quiet(year: int) -> None:
    assert quiet_until(policy(NIGHT), "low", datetime(year, 12, 31, 23, tzinfo=UTC)) is None
