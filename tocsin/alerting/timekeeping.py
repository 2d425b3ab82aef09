"""What time it is for a watchlist: the times in its events, in one order, though clocks err.

Time stands still for an event that is a little older than the one before. One that is more than an hour older is
believed: some clock was wrong before, and what waited by it waits no longer. People's clocks move no time: what they
do counts from the last event before it.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.digests import GATHER
from tocsin.alerting.outcome import Counted
from tocsin.alerting.records import Lot, Story, Way
from tocsin.alerting.shelf import DIGEST_SIGN
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import HeldReason

BELIEVED: Final = timedelta(hours=1)
_AGAIN: Final[tuple[HeldReason, ...]] = ("quiet_hours", "budget", "archive")


def is_back(turn: Turn, at: datetime) -> bool:
    """Whether an event of ``at`` says that the clock before it was wrong."""
    return turn.desk.last - at > BELIEVED


def set_back(turn: Turn, at: datetime) -> None:
    """It is ``at`` again: whatever waits has waited since then at the latest."""
    turn.count(Counted("clock", "back"))
    turn.at = at
    turn.desk = replace(turn.desk, last=at)
    for name in sorted(turn.shelf.lively):
        story = turn.story(name)
        if story is not None:
            turn.put_story(name, _set_back(story, at))
    for timer in turn.shelf.dues:
        if timer.startswith(DIGEST_SIGN):
            route = timer.removeprefix(DIGEST_SIGN)
            gathered = turn.gathered(route)
            turn.put_gathered(route, replace(gathered, due=_earlier(gathered.due, plus(at, GATHER))))


def _set_back(story: Story, at: datetime) -> Story:
    ways = tuple(_way(way, at) for way in story.ways)
    return replace(story, ways=ways, last=min(story.last, at), rung=_earlier(story.rung, at))


def _way(way: Way, at: datetime) -> Way:
    return replace(way, told=_earlier(way.told, at), lots=tuple(_lot(lot, at) for lot in way.lots), hush=None)


def _lot(lot: Lot, at: datetime) -> Lot:
    until = at if lot.reason in _AGAIN else lot.until
    return replace(lot, since=min(lot.since, at), until=until)


def _earlier(time: datetime | None, at: datetime) -> datetime | None:
    return None if time is None else min(time, at)
