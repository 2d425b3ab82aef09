"""What is remembered of one feed between polls, restarts and processes. It crosses Kafka (topic ``feeds.state``)."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

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
    """How often a feed brings something new: learnt, see ``rhythm``. ``gap`` is None until enough was seen."""

    gap: timedelta | None = None
    longest: timedelta | None = None
    news: int = 0
    last: datetime | None = None


class Hub(msgspec.Struct, frozen=True, omit_defaults=True):
    """A WebSub subscription: until ``expires`` the hub pushes ``topic`` to us."""

    url: str
    topic: str
    expires: datetime | None = None


class FeedState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known of one feed; replaced as a whole, and only once Kafka has the articles it speaks of.

    ``memory`` is packed (``tocsin.polling.memory``); ``digest`` is that of the last document read in full;
    ``address`` is where permanent redirects led, empty where the feed stayed; ``poll`` counts polls that were
    learnt from. Times are in UTC.
    """

    version: int = 1
    feed: str
    url: str
    poll: int = 0
    address: str = ""
    validators: Validators = Validators()
    digest: bytes = b""
    memory: bytes = b""
    dead: tuple[bytes, ...] = ()
    rhythm: Rhythm = Rhythm()
    hub: Hub | None = None
    failures: int = 0
    unchanged: int = 0
    gaps: int = 0
    entries: int = 0
    polled: datetime | None = None
    answered: datetime | None = None
    changed: datetime | None = None
    due: datetime | None = None
    due_reason: DueReason = "first"
    outcome: str = ""
    detail: str = ""
    troubles: tuple[Trouble, ...] = ()
