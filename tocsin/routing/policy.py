"""What a route says about the reports that take it."""

from datetime import timedelta
from typing import Final

import msgspec

MIDNIGHT: Final = 24 * 60
"""The end of a day, in minutes from its beginning."""
EVERY_DAY: Final = frozenset(range(7))


class QuietHours(msgspec.Struct, frozen=True, kw_only=True):
    """When a route sleeps: from ``begin`` to ``end``, in minutes after midnight by the clocks of ``zone`` (IANA).

    ``days`` are those on which it falls asleep, Monday 0; where ``end`` is not later than ``begin``, it wakes the day
    after. A time that clocks show twice is meant when they show it first; one that they skip, when they skip it.
    """

    begin: int
    end: int
    zone: str = "UTC"
    days: frozenset[int] = EVERY_DAY


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """At most so many events per so long, of one watchlist; what is more is held."""

    events: int
    per: timedelta


class Escalate(msgspec.Struct, frozen=True, kw_only=True):
    """Whom else to tell when nobody has acknowledged an alert for so long."""

    after: timedelta
    to: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Who is told, and how often.

    ``route`` is the name of the route, the same as long as the file says the same; ``repeat_interval`` ``None``: no
    reminders. ``update_on_copies``: copies of a known text make an update of their own.
    """

    route: str
    receivers: tuple[str, ...]
    group_wait: timedelta = timedelta(seconds=30)
    group_interval: timedelta = timedelta(minutes=5)
    repeat_interval: timedelta | None = None
    quiet: tuple[QuietHours, ...] = ()
    budget: Budget | None = None
    escalate: Escalate | None = None
    update_on_copies: bool = False
