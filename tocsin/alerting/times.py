"""The times in events, and sums of times: within what a calendar holds, whatever clocks and durations say."""

from datetime import UTC, datetime, timedelta
from typing import Final

from tocsin.contract.events import Action, Match, Wake, Withdrawn

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a watchlist for which nothing but actions has come; no event is earlier."""
LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""No event is later, though its clock says so: what follows from it has a time of its own, for centuries."""
END: Final = datetime(9999, 1, 1, tzinfo=UTC)


def time_of(event: Match | Withdrawn | Action | Wake) -> datetime:
    """When it happened, as it says itself, to the second: times are most of what a record of a story would hold.

    Only a wake is as exact as what it is for.
    """
    if isinstance(event, Wake):
        return event.at
    if isinstance(event, Match):
        return bounded(event.matched).replace(microsecond=0)
    return bounded(event.withdrawn if isinstance(event, Withdrawn) else event.at).replace(microsecond=0)


def bounded(at: datetime) -> datetime:
    """``at``, or the earliest or latest time that is believed."""
    return min(max(at, NEVER), LATEST)


def plus(at: datetime, by: timedelta) -> datetime:
    """The time ``by`` later than ``at``; `END` where no calendar has one."""
    return at + by if by < END - at else END
