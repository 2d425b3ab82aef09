"""One feed's subscription at its hub, and when to ask the hub again."""

import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec

_RENEW_AT: Final = 0.8  # of the lease
_SOONEST: Final = timedelta(minutes=1)
_LONGEST_LEASE: Final = timedelta(days=30)
_FIRST_PAUSE: Final = timedelta(minutes=5)
_LONGEST_PAUSE: Final = timedelta(days=1)
_MOST_DOUBLINGS: Final = 10
_ANSWER_WITHIN: Final = timedelta(minutes=5)


def _token() -> str:
    return secrets.token_urlsafe(32)


class Subscription(msgspec.Struct, kw_only=True):
    """What we asked a hub for. It lives as long as the process: nobody else can know its ``token`` and ``secret``.

    ``url`` is the feed's address without a user and password: what is pushed stands there.
    ``token`` ends the callback's address. ``due`` is when to ask (again); ``asking`` is set from our request until the
    hub has asked back; ``expires`` until when the hub pushes, None while it does not; ``offered`` when the feed last
    named the hub.
    """

    feed: str
    url: str
    hub: str
    topic: str
    due: datetime
    offered: datetime
    asking: bool = False
    expires: datetime | None = None
    failures: int = 0
    token: str = msgspec.field(default_factory=_token)
    secret: str = msgspec.field(default_factory=_token)

    def __repr__(self) -> str:
        return f"Subscription({self.feed!r}, …)"

    def asked(self, now: datetime) -> None:
        """The hub has our request; where it never asks back we ask again."""
        self.asking = True
        self.due = now + _ANSWER_WITHIN

    def verified(self, now: datetime, lease: timedelta) -> None:
        """The hub pushes for as long as ``lease``; asked again in time."""
        lease = min(lease, _LONGEST_LEASE)
        self.asking, self.failures = False, 0
        self.expires = now + lease
        self.due = now + max(lease * _RENEW_AT, _SOONEST)

    def failed(self, now: datetime, chance: float) -> None:
        """It came to nothing: asked again, ever more slowly; ``chance`` (0 to 1) spreads that."""
        pause: timedelta = _FIRST_PAUSE * 2 ** min(self.failures, _MOST_DOUBLINGS)
        self.asking = False
        self.failures += 1
        self.due = now + min(pause, _LONGEST_PAUSE) * (0.75 + chance / 2)
