"""How a feed is asked: at which address, and whether the server is told which version is known."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed
from tocsin.polling.decide import renewal_due
from tocsin.polling.memory import all_absent
from tocsin.polling.observation import Observation
from tocsin.polling.state import FeedState, Validators

# Failures in a row after which the operator's own address is tried in turn with the one it led to.
_FALL_BACK: Final = 5
_NOT_THERE: Final = frozenset({"gone", "not_found"})
# Some servers say "not modified" whatever happens: now and then they are not given the chance.
_BELIEVED: Final = 11
_BELIEVED_WHEN_FROZEN: Final = 8


def address(state: FeedState, feed: Feed) -> str:
    """The address to ask, without a user and password: where permanent redirects led; the operator's in turn once
    that says that it is no more, or fails for long."""
    if not state.address or (_is_doubted(state) and state.failures % 2):
        return public(feed.url)
    return state.address


def _is_doubted(state: FeedState) -> bool:
    """Whether the address may no longer be the feed's: then what was said there is not held against another."""
    return state.failures >= _FALL_BACK or bool(state.address and state.outcome in _NOT_THERE)


def ask_unconditionally(state: FeedState, now: datetime, renew: timedelta) -> bool:
    """Whether the server must not be told which version is known, so that a document comes in any case.

    So it is when entries are due to be sent again, after an outage, and now and then while it says that nothing
    changed; always but now and then, once it was caught saying so wrongly.
    """
    if state.validators == Validators() or _is_doubted(state) or renewal_due(state.memory, now, renew):
        return True
    if any(trouble.kind == "frozen" for trouble in state.troubles):
        return state.poll % _BELIEVED_WHEN_FROZEN != 0
    return state.unchanged >= _BELIEVED


def new_state(feed: Feed) -> FeedState:
    """What is known of a feed nobody ever asked."""
    return FeedState(feed=feed.id, url=public(feed.url))


def settled(state: FeedState, feed: Feed) -> FeedState:
    """``state`` as it holds for ``feed`` now: nothing of what a server said survives the operator's new address."""
    url = public(feed.url)
    if state.url == url:
        return state
    return msgspec.structs.replace(
        state,
        url=url,
        address="",
        validators=Validators(),
        digest=b"",
        memory=all_absent(state.memory),
        hub=None,
        failures=0,
        failing_since=None,
        unchanged=0,
        due=None,
    )


def address_after(state: FeedState, observation: Observation) -> str:
    """The address to remember once ``observation`` brought an answer; empty for the operator's own."""
    at = observation.moved or observation.asked
    return "" if at == state.url else at
