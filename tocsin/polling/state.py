"""What is remembered of one feed between polls, restarts and processes. It crosses Kafka (topic ``feeds.state``)."""

from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from tocsin.polling.memory import is_memory
from tocsin.polling.trouble import Trouble

DueReason = Literal[
    "first",  # never polled
    "rhythm",  # as often as it publishes
    "fixed",  # the interval the operator gave
    "cache",  # the server said how long its answer holds
    "retry_after",  # the server asked us to wait
    "backoff",  # it failed: ever more slowly, never given up
    "gap",  # it may have outrun us: sooner
    "pushed",  # a hub pushes its news; polling is the safety net
    "renewal",  # entries are due to be sent again
]


class Validators(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a server calls the version of a document it gave us; empty where it gave no name."""

    etag: str = ""
    last_modified: str = ""


class Rhythm(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often a feed brings news, see ``rhythm``: ``news`` batches of it, the first ``since``, the ``last`` one.

    ``gap`` is the usual one between two of them and ``longest`` the longest; both are None until there was one.
    """

    gap: timedelta | None = None
    longest: timedelta | None = None
    news: int = 0
    last: datetime | None = None
    since: datetime | None = None


class Hub(msgspec.Struct, frozen=True, omit_defaults=True):
    """A WebSub subscription: until ``expires`` the hub pushes ``topic`` to us.

    ``pushed`` is when a push last brought news; None once a poll has found some: polling can't rely on the hub.
    """

    url: str
    topic: str
    expires: datetime | None = None
    pushed: datetime | None = None


class Versioned(msgspec.Struct, frozen=True):
    """As much of a state as every version has."""

    version: int = 1


class FeedState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known of one feed; replaced as a whole; Kafka gets it after the articles it speaks of.

    ``memory`` is packed (``tocsin.polling.memory``); ``digest`` is that of the last document read in full;
    ``url`` is the operator's, ``address`` where permanent redirects led, empty where the feed stayed.
    ``poll`` counts all polls, ``failures`` those in a row without a document, the first of them ``failing_since``;
    ``unchanged`` how often in a row the server said "not modified", ``gaps`` polls that may have missed something,
    the last at ``last_gap``; ``outrun`` when one last did or almost did; ``entries`` those of the last document,
    ``damage`` what of it could not be read, and why. ``polled`` is the last poll, ``answered`` the last one that
    brought a document or none newer, ``changed`` when there was news. Times are in UTC.
    """

    version: int = 1
    feed: str
    url: str
    poll: int = 0
    address: str = ""
    validators: Validators = Validators()
    digest: bytes = b""
    memory: bytes = b""
    rhythm: Rhythm = Rhythm()
    hub: Hub | None = None
    failures: int = 0
    failing_since: datetime | None = None
    unchanged: int = 0
    gaps: int = 0
    last_gap: datetime | None = None
    outrun: datetime | None = None
    entries: int = 0
    damage: str = ""
    polled: datetime | None = None
    answered: datetime | None = None
    changed: datetime | None = None
    due: datetime | None = None
    due_reason: DueReason = "first"
    outcome: str = ""
    detail: str = ""
    troubles: tuple[Trouble, ...] = ()


VERSION: Final = 1
SAVED_EVERY: Final = timedelta(minutes=10)
"""The state of a feed that brings nothing crosses Kafka this often: it tells when the feed was asked last."""

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(FeedState)
_versions: Final = msgspec.msgpack.Decoder(Versioned)


class InvalidState(msgspec.Struct, frozen=True):
    """Bytes that are no state of a feed, and why."""

    detail: str


def encode(state: FeedState) -> bytes:
    """The state as MessagePack: about 29 bytes for each entry it remembers, and a few hundred."""
    return _encoder.encode(state)


def decode(payload: bytes | None) -> FeedState | InvalidState:
    """The state in ``payload``, or one ``InvalidState``: whoever reads it starts with that feed anew. Never raises."""
    if not payload:
        return InvalidState("the record has no value")
    try:
        version = _versions.decode(payload).version
        if version != VERSION:
            return InvalidState(f"version {version}; this program reads version {VERSION}")
        state = _decoder.decode(payload)
    except (ValueError, RecursionError, OverflowError) as fault:  # msgspec's errors are ValueErrors
        return InvalidState(str(fault))
    return _sound(state)


def _sound(state: FeedState) -> FeedState | InvalidState:
    if not state.feed:
        return InvalidState("it names no feed")
    if not is_memory(state.memory):
        return InvalidState("its memory has half a row")
    if any(time.tzinfo is None for time in _times(state)):
        return InvalidState("a time has no time zone")
    return state


def _times(state: FeedState) -> list[datetime]:
    times = [state.polled, state.answered, state.changed, state.due, state.outrun, state.failing_since]
    times += [state.last_gap, state.rhythm.last, state.rhythm.since]
    times += [state.hub.expires, state.hub.pushed] if state.hub else []
    times += [trouble.since for trouble in state.troubles]
    times += [trouble.last_good for trouble in state.troubles]
    return [time for time in times if time is not None]
