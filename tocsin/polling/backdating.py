"""Whether news was there before the server told of it, as far as the dates of entries prove anything."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from tocsin.contract.events import Article
from tocsin.polling.observation import Observation
from tocsin.polling.state import FeedState

# Some entries are older than their appearance in the feed.
_BACKDATED: Final = timedelta(hours=1)


def was_there(before: FeedState, seen: Observation, now: datetime) -> bool:
    """Whether the new entries that a poll saw ``now`` were there when the server last said that there are none.

    By their dates: all of them, or some that are further apart than one late hand or a wrong clock explains. Of a
    feed that was empty no date says when its entries came back.
    """
    if seen.found is None or before.answered is None or not before.entries:
        return False
    new = [offer.article for offer in seen.found.decision.offers if offer.reason == "new"]
    last = before.answered - max(_BACKDATED, _usual_delay(before))
    times = [time for time in _to_the_minute(new) if time < last]
    if times and len(times) == len(new):
        return True
    return bool(times) and max(times) - min(times) > now - before.answered


def _usual_delay(state: FeedState) -> timedelta:
    """How old the last news was when it came: as much as its clock is wrong, or its desk is late."""
    if state.changed is None or state.rhythm.last is None:
        return timedelta()
    return state.changed - state.rhythm.last


def _to_the_minute(articles: Iterable[Article]) -> list[datetime]:
    """When they were published; none where that may be no more than their days, in whatever zone."""
    zoned = (article.published for article in articles if "no_zone" not in article.notes)
    times = [time for time in zoned if time is not None]
    if len({time.time() for time in times}) < 2 and all(_may_be_midnight(time) for time in times):
        return []
    return times


def _may_be_midnight(time: datetime) -> bool:
    return time.minute % 15 == 0 and time.second == 0
