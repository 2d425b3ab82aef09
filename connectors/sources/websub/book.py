"""The subscriptions of a process: which there are, which hold, and who is told when that changes."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from connectors.sources.websub.subscription import Subscription
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.feeds.address import shown
from tocsin.feeds.outcome import SubscribeOutcome
from tocsin.metrics import WEBSUB_REQUESTS, WEBSUB_SUBSCRIPTIONS
from tocsin.polling.state import Hub

log = get(__name__)

Subscribed = Callable[[str, Hub | None], None]


class Book:
    """One subscription for each feed, and each known by its token. ``subscribed`` is told what holds for a feed."""

    def __init__(self, subscribed: Subscribed, instruments: Instruments, now: Callable[[], datetime]) -> None:
        self._subscribed = subscribed
        self._instruments = instruments
        self._now = now
        self._by_feed: dict[str, Subscription] = {}
        self._by_token: dict[str, Subscription] = {}
        for metric in (WEBSUB_SUBSCRIPTIONS, WEBSUB_REQUESTS):
            instruments.prime(metric)

    def all(self) -> list[Subscription]:
        """Every subscription, held or wanted."""
        return list(self._by_feed.values())

    def of_feed(self, feed: str) -> Subscription | None:
        """That of a feed."""
        return self._by_feed.get(feed)

    def of_token(self, token: str) -> Subscription | None:
        """The one whose callback ends with ``token``."""
        return self._by_token.get(token)

    def add(self, known: Subscription) -> None:
        """A feed wants one."""
        self._by_feed[known.feed] = self._by_token[known.token] = known

    def end(self, known: Subscription) -> None:
        """Nobody wants it any more. Ending twice is ending once."""
        if self._by_token.pop(known.token, None) is None:
            return
        del self._by_feed[known.feed]
        if known.expires is not None:
            self._subscribed(known.feed, None)
        self._show()

    def verified(self, known: Subscription, lease: timedelta) -> None:
        """The hub pushes from now on, for as long as ``lease``."""
        known.verified(self._now(), lease)
        self._instruments.count(WEBSUB_REQUESTS, outcome="verified")
        self._subscribed(known.feed, Hub(url=known.hub, topic=known.topic, expires=known.expires))
        self._show()

    def failed(self, known: Subscription, outcome: SubscribeOutcome, why: str) -> None:
        """A request came to nothing; what holds still holds."""
        self._put_off(known)
        self._instruments.count(WEBSUB_REQUESTS, outcome=outcome)
        log.warning(
            "no subscription at a hub; the feed is polled",
            feed=known.feed,
            hub=shown(known.hub),
            why=why,
            again=known.due,
        )

    def denied(self, known: Subscription) -> None:
        """The hub will not, or no longer."""
        self._put_off(known)
        self._lapsed(known, "denied", "the hub denies it")

    def expired(self, known: Subscription) -> None:
        """Its lease has ended."""
        self._lapsed(known, "expired", "its lease ended")

    def _put_off(self, known: Subscription) -> None:
        known.failed(self._now(), random.random())  # noqa: S311  spreads requests, keeps no secret

    def _lapsed(self, known: Subscription, outcome: SubscribeOutcome, why: str) -> None:
        known.expires = None
        self._instruments.count(WEBSUB_REQUESTS, outcome=outcome)
        log.warning(
            "a subscription has ended; the feed is polled", feed=known.feed, hub=shown(known.hub), why=why
        )
        self._subscribed(known.feed, None)
        self._show()

    def _show(self) -> None:
        held = sum(known.expires is not None for known in self._by_feed.values())
        self._instruments.set(WEBSUB_SUBSCRIPTIONS, held)
