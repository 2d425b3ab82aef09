"""Quiet hours, by the clocks of a place.

Method: a time on a clock's face means the first moment at which the clocks there show it or a later one. So a time
that is skipped in spring is the moment it is skipped, one that comes twice in autumn its first coming, and a later
time on the face is never an earlier moment.
"""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from tocsin.contract.events import Severity
from tocsin.routing.policy import MIDNIGHT, Policy, QuietHours

LONGEST: Final = timedelta(days=7)
"""No route sleeps longer at a stretch, whatever its hours say."""
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


def quiet_until(policy: Policy, severity: Severity, at: datetime) -> datetime | None:
    """When the quiet hours that hold at ``at`` are over (UTC); ``None`` where none do, and always for ``critical``.

    Hours that touch or overlap are one stretch.
    """
    if severity == "critical" or not MINYEAR < at.year < MAXYEAR:  # an event may name any time
        return None
    awake = at
    while awake - at < LONGEST:
        ends = [end for hours in policy.quiet for begin, end in _near(hours, awake) if begin <= awake < end]
        if not ends:
            break
        awake = max(ends)
    return None if awake == at else awake.astimezone(UTC)


def _near(hours: QuietHours, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    return _around(hours, at.astimezone(ZoneInfo(hours.zone)).date())


@lru_cache(maxsize=1024)
def _around(hours: QuietHours, local: date) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches of ``hours`` that may hold a moment of the day ``local`` there."""
    found = []
    for offset in (-2, -1, 0, 1):
        day = local + offset * _DAY
        if day.weekday() in hours.days:
            overnight = _DAY if hours.end <= hours.begin else timedelta(0)
            found.append(
                (_moment(hours.zone, day, hours.begin), _moment(hours.zone, day + overnight, hours.end))
            )
    return tuple(found)


def _moment(zone: str, day: date, minutes: int) -> datetime:
    """The first moment at which the clocks of ``zone`` show ``minutes`` after midnight of ``day``, or more."""
    days, rest = divmod(minutes, MIDNIGHT)
    face = datetime.combine(day, time()) + days * _DAY + timedelta(minutes=rest)
    place = ZoneInfo(zone)
    first = face.replace(tzinfo=place, fold=0).astimezone(UTC)
    if first.astimezone(place).replace(tzinfo=None) == face:
        return first
    before = face.replace(tzinfo=place, fold=1).astimezone(UTC)
    return _first_showing(place, face, before, first)


def _first_showing(place: ZoneInfo, face: datetime, before: datetime, after: datetime) -> datetime:
    """When the clocks skip ``face``: after ``before``, and at ``after`` at the latest."""
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(place).replace(tzinfo=None) >= face:
            after = middle
        else:
            before = middle
    return after
