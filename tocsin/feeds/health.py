"""How each feed is, for people and programs: what the operator wrote about it beside what its polls left."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from tocsin.config.feeds import FeedEntry
from tocsin.feeds.address import public
from tocsin.feeds.standing import FeedStanding, standing
from tocsin.polling.rhythm import expected_silence
from tocsin.polling.state import SAVED_EVERY, DueReason, FeedState
from tocsin.polling.trouble import Trouble

Health = Literal[
    FeedStanding,
    "unpolled",  # listed, and no source has told of a poll yet
    "disabled",  # listed with `enabled: false`
    "unlisted",  # polled once, and listed no more
]
_ORDER: Final[tuple[Health, ...]] = (
    "troubled",
    "failing",
    "damaged",
    "unpolled",
    "new",
    "well",
    "disabled",
    "unlisted",
)


class FeedHealth(msgspec.Struct, frozen=True, kw_only=True):
    """One feed. Times are in UTC, durations in seconds; None where nothing is known.

    ``last_news`` is the newest entry's time, ``usual_gap`` the usual one between two batches of news,
    ``silence_after`` how long nothing new is nothing odd; ``moved_to`` is where permanent redirects led;
    ``gaps`` counts polls that may have missed entries, the last at ``last_gap``; ``failures`` those in a row.

    Sources tell of polls that bring nothing only now and then (``SAVED_EVERY``). So ``next_poll`` is there while it
    lies ahead; after that only ``interval`` is known, about which the feed is polled. ``overdue`` says for how long
    the feed has been due where no source can be polling it. None of them holds for feeds that nobody is to poll.
    """

    feed: str
    title: str = ""
    url: str
    health: Health
    troubles: tuple[Trouble, ...] = ()
    last_news: datetime | None = None
    usual_gap: float | None = None
    silence_after: float | None = None
    next_poll: datetime | None = None
    why_then: DueReason | None = None
    interval: float | None = None
    overdue: float | None = None
    polls: int = 0
    last_poll: datetime | None = None
    last_answer: datetime | None = None
    entries: int = 0
    gaps: int = 0
    last_gap: datetime | None = None
    failures: int = 0
    outcome: str = ""
    detail: str = ""
    damage: str = ""
    moved_to: str = ""
    hub: str = ""


def healths(
    feeds: Iterable[FeedEntry] | None, states: Mapping[str, FeedState], now: datetime
) -> tuple[FeedHealth, ...]:
    """Every feed that is listed or known, the worst first, each sort by id.

    Where nobody can say what is listed, ``feeds`` is None: then each feed that is known counts as listed.
    """
    listed = {feed.id: feed for feed in feeds or ()}
    known = [_health(feed, states.get(name), now) for name, feed in listed.items()]
    others = [state for name, state in states.items() if name not in listed]
    rest = [
        _of_state(state, "unlisted", "") if feeds is not None else _polled(state, "", now) for state in others
    ]
    return tuple(sorted([*known, *rest], key=lambda one: (_ORDER.index(one.health), one.feed)))


def _health(feed: FeedEntry, state: FeedState | None, now: datetime) -> FeedHealth:
    if state is None:
        health: Health = "unpolled" if feed.enabled else "disabled"
        return FeedHealth(feed=feed.id, title=feed.title, url=public(feed.url), health=health)
    return _polled(state, feed.title, now) if feed.enabled else _of_state(state, "disabled", feed.title)


def _polled(state: FeedState, title: str, now: datetime) -> FeedHealth:
    found, due, polled = _of_state(state, standing(state), title), state.due, state.polled
    found = msgspec.structs.replace(
        found, troubles=state.troubles, failures=state.failures, damage=state.damage
    )
    if due is None or polled is None:
        return found
    late = now - due
    return msgspec.structs.replace(
        found,
        next_poll=due if due > now else None,
        why_then=state.due_reason,
        interval=_seconds(due - polled),
        overdue=_seconds(late) if late > 2 * SAVED_EVERY else None,
    )


def _of_state(state: FeedState, health: Health, title: str) -> FeedHealth:
    """What holds whether it is polled still or not: no poll to come, and nothing wrong."""
    return FeedHealth(
        feed=state.feed,
        title=title,
        url=public(state.url),
        health=health,
        last_news=state.rhythm.last or state.changed,
        usual_gap=_seconds(state.rhythm.gap),
        silence_after=_seconds(expected_silence(state.rhythm)),
        polls=state.poll,
        last_poll=state.polled,
        last_answer=state.answered,
        entries=state.entries,
        gaps=state.gaps,
        last_gap=state.last_gap,
        outcome=state.outcome,
        detail=state.detail,
        moved_to=public(state.address),
        hub=public(state.hub.url) if state.hub else "",
    )


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 1)
