"""When to poll a feed next, and why then."""

from datetime import datetime, timedelta
from typing import Final

from tocsin.feeds.feed import Feed
from tocsin.polling.memory import renews_at
from tocsin.polling.observation import Said
from tocsin.polling.state import DueReason, FeedState, Hub

Due = tuple[datetime, DueReason]

_UNKNOWN: Final = timedelta(minutes=5)
# Half the time between two batches of news; a document of few entries is outrun sooner.
_SHARE: Final = 0.5
_FEW: Final = 4
# In a lull the next news may be as far away as the last: asking slows down with it.
_SHARE_OF_SILENCE: Final = 1 / 30
_AFTER_GAP: Final = 0.25
_WARY_AFTER_GAP: Final = timedelta(hours=6)
_FIRST_RETRY: Final = timedelta(minutes=5)
_LONGEST_BACKOFF: Final = timedelta(hours=1)
_LONGEST: Final = timedelta(days=1)
_MOST_DOUBLINGS: Final = 16
_SPREAD: Final = 0.1
_A_SECOND: Final = 100
# A page that is not there is often back tomorrow; only one that is gone says that it will not be.
_LONGEST_BY_OUTCOME: Final = {"gone": _LONGEST, "not_found": 2 * _LONGEST_BACKOFF}


def next_poll(
    state: FeedState, feed: Feed, said: Said, now: datetime, chance: float, renew: timedelta
) -> Due:
    """When to poll ``feed`` after a poll at ``now`` that left ``state`` and ``said`` this; never never.

    ``chance`` (0 to 1) spreads it by a tenth, so that feeds of one interval do not stay in step; what a server asks
    for is never undercut by it.
    """
    if state.failures:
        return _retry(state, feed, said, now, chance)
    if feed.interval is not None:
        return now + _spread(feed.interval, chance), "fixed"
    wait, reason = _pace(state, feed, said, now)
    due = now + (_later(wait, chance) if reason == "cache" else _spread(wait, chance))
    renewal = renews_at(state.memory, renew)
    if renewal is not None and now + feed.min_interval < renewal < due - _LONGEST_BACKOFF:
        return renewal, "renewal"
    return due, reason


def first_poll(state: FeedState, feed: Feed, feeds: int, now: datetime, chance: float) -> Due:
    """When to poll ``feed`` as it is taken up, one of ``feeds`` at once: when it was due, or soon.

    Whatever is overdue is spread over as much time as so many polls need, a hundred a second.
    """
    longest = _LONGEST if state.failures else (feed.interval or feed.max_interval)
    if state.due is not None and now < state.due <= now + longest * (1 + _SPREAD):
        return state.due, state.due_reason
    within = min(timedelta(seconds=feeds / _A_SECOND), feed.interval or feed.max_interval)
    return now + within * chance, "first" if state.polled is None else state.due_reason


def interval(state: FeedState, feed: Feed, now: datetime) -> timedelta:
    """How often ``feed`` is polled while all is well: as the operator fixed it, else as its rhythm asks."""
    if feed.interval is not None:
        return feed.interval
    gap = state.rhythm.gap
    wanted = _UNKNOWN if gap is None else gap * _SHARE * min(1.0, max(state.entries, 1) / _FEW)
    if state.rhythm.last is not None:
        wanted = max(wanted, (now - state.rhythm.last) * _SHARE_OF_SILENCE)
    return _within(wanted, feed)


def _pace(state: FeedState, feed: Feed, said: Said, now: datetime) -> tuple[timedelta, DueReason]:
    usual = interval(state, feed, now)
    if state.outrun is not None and now - state.outrun < _WARY_AFTER_GAP:
        return _within(usual * _AFTER_GAP, feed), "gap"
    if state.hub is not None and _brings_news(state.hub, now):
        return feed.max_interval, "pushed"
    asked = _within(_asked(state, said), feed)
    return (asked, "cache") if asked > usual else (usual, "rhythm")


def _brings_news(hub: Hub, now: datetime) -> bool:
    return hub.pushed is not None and hub.expires is not None and hub.expires > now


def _asked(state: FeedState, said: Said) -> timedelta:
    """How long the answer asks us to wait. What is known of the feed's rhythm counts more than what it says of it."""
    rest = said.rest or timedelta()
    if state.rhythm.gap is not None:
        rest = min(rest, state.rhythm.gap)
    return max(rest, said.fresh_for or timedelta())


def _retry(state: FeedState, feed: Feed, said: Said, now: datetime, chance: float) -> Due:
    usual = interval(state, feed, now)
    first = feed.interval or max(min(usual, _FIRST_RETRY), feed.min_interval)
    if said.retry_after is not None:
        return now + _later(min(max(said.retry_after, first), _LONGEST), chance), "retry_after"
    if state.outcome == "gone":
        first = max(first, _LONGEST_BACKOFF)
    longest = _LONGEST_BY_OUTCOME.get(state.outcome, _LONGEST_BACKOFF)
    doubled = first * 2 ** min(state.failures - 1, _MOST_DOUBLINGS)
    return now + _spread(min(doubled, max(first, longest)), chance), "backoff"


def _within(wait: timedelta, feed: Feed) -> timedelta:
    return max(min(wait, feed.max_interval), feed.min_interval)


def _spread(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 + _SPREAD * (chance - 0.5))


def _later(wait: timedelta, chance: float) -> timedelta:
    return wait * (1 + _SPREAD * chance)
