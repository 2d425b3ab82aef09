"""What follows from an event: what to send, what to remember, what to count. Every reason is from a closed list."""

from typing import Literal

import msgspec

from tocsin.alerting.ledger import Write
from tocsin.contract.events import Alert, AlertReason, Digest, HeldReason, Relation

WithheldReason = Literal[
    "shadow",  # the watchlist is on trial: its matches are kept and counted
    "repeat",  # this version of the article, or a newer one, has come before
    "withdrawn",  # a report was changed, and no longer fires, before anybody was told of it
    "unknown",  # it concerns an alert or a report that is not known, or no longer
    "endless",  # a snooze or a silence that does not say until when
    "too_many",  # one silence more than is kept of a watchlist
]
"""Why nothing follows from an event, at once or ever."""
ClockReason = Literal["back"]
"""``back``: the clock that made the event stood more than an hour behind the one before, and is believed."""


class Counted(msgspec.Struct, frozen=True):
    """One thing for a counter and the log."""

    what: Literal["alert", "digest", "held", "withheld", "placed", "clock"]
    reason: AlertReason | HeldReason | WithheldReason | Relation | ClockReason | Literal["gathered"]
    times: int = 1


class Outcome(msgspec.Struct, frozen=True):
    """Send all of ``send``, then keep ``remember`` in its order: after any part of it the event may come again.

    ``grown`` is by how much stories, reports and bytes grow once all is kept.
    """

    send: tuple[Alert | Digest, ...] = ()
    remember: tuple[Write, ...] = ()
    counted: tuple[Counted, ...] = ()
    grown: tuple[int, int, int] = (0, 0, 0)


class Sizes(msgspec.Struct, frozen=True):
    """What is kept: open stories, reports filed in them, bytes of all records and their keys."""

    stories: int = 0
    reports: int = 0
    bytes: int = 0
