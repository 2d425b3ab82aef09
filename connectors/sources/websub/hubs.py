"""Subscriptions at the hubs that feeds name (WebSub 1.0). Polling goes on beside them, as the safety net."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.sources.address import shown
from connectors.sources.web.exchange import Fetched
from connectors.sources.websub.post import Post
from connectors.sources.websub.signature import signed
from connectors.sources.websub.subscription import Subscription
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.model import WebSub
from tocsin.feeds.feed import Feed
from tocsin.feeds.outcome import PushOutcome, SubscribeOutcome
from tocsin.metrics import WEBSUB_PUSHES, WEBSUB_REQUESTS, WEBSUB_SUBSCRIPTIONS
from tocsin.polling.state import Hub

_EVERY: Final = 5.0
_AT_ONCE: Final = 5
_MOST_TEXT: Final = 4000
# A feed that has not named its hub for this long is polled elsewhere, or nowhere.
_UNNAMED: Final = timedelta(days=2)

log = get(__name__)

Push = Callable[[str, Fetched], Awaitable[bool]]
Subscribed = Callable[[str, Hub | None], None]


class Hubs:
    """Asks hubs, answers when they ask back, and hands on what they push.

    ``push`` takes a feed's id and a document and says whether the feed is ours; ``subscribed`` is told until when a
    feed's hub pushes, or that it no longer does.
    """

    def __init__(
        self,
        settings: WebSub,
        post: Post,
        push: Push,
        subscribed: Subscribed,
        instruments: Instruments,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._post = post
        self._push = push
        self._subscribed = subscribed
        self._instruments = instruments
        self._now = now
        self._by_feed: dict[str, Subscription] = {}
        self._by_token: dict[str, Subscription] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)
        for metric in (WEBSUB_SUBSCRIPTIONS, WEBSUB_REQUESTS, WEBSUB_PUSHES):
            instruments.prime(metric)

    def offered(self, feed: Feed, hub: str, topic: str) -> None:
        """The document of ``feed`` names ``hub`` for ``topic``; said after each poll."""
        if self._settings.callback is None or not _plausible(hub) or not _plausible(topic):
            return
        now, known = self._now(), self._by_feed.get(feed.id)
        if known is not None and (known.hub, known.topic) == (hub, topic):
            known.offered = now
            return
        if known is not None:
            self._end(known)
        wanted = Subscription(feed=feed.id, url=feed.url, hub=hub, topic=topic, due=now, offered=now)
        self._by_feed[feed.id] = self._by_token[wanted.token] = wanted

    async def run(self) -> None:
        """Ask and renew until cancelled."""
        while True:
            try:
                await self.ask()
            except Exception:
                log.exception("asking hubs raised; feeds are polled meanwhile")
            await asyncio.sleep(_EVERY)

    async def ask(self) -> None:
        """Whatever is due now: expiries, renewals, first requests."""
        now = self._now()
        for known in list(self._by_feed.values()):
            if known.expires is not None and known.expires <= now:
                known.expires = None
                self._lapsed(known, "expired", "its lease ended")
        due = [known for known in self._by_feed.values() if known.due <= now]
        for silent in [known for known in due if known.asking]:
            self._fault(silent, "unverified", "the hub took our request and never asked back")
        await asyncio.gather(*(self._request(known) for known in due if known.due <= now))
        self._show()

    async def _request(self, known: Subscription) -> None:
        if self._now() - known.offered > _UNNAMED:
            self._end(known)
            return
        async with self._slots:
            known.asked(self._now())  # a hub may ask back before it answers
            fault = await self._post(known.hub, self._form(known))
        if fault and known.asking:
            refused = fault.startswith("HTTP status")
            self._fault(known, "refused" if refused else "unreachable", fault)

    def _form(self, known: Subscription) -> Mapping[str, str]:
        return {
            "hub.mode": "subscribe",
            "hub.topic": known.topic,
            "hub.callback": f"{(self._settings.callback or '').rstrip('/')}/{known.token}",
            "hub.lease_seconds": str(int(self._settings.lease.total_seconds())),
            "hub.secret": known.secret,
        }

    def known(self, token: str) -> bool:
        """Whether a callback's address is one of ours."""
        return token in self._by_token

    def asked_back(self, token: str, mode: str, topic: str, lease: timedelta | None) -> bool:
        """A hub wants to know whether we mean it (``subscribe``, ``unsubscribe``), or says no (``denied``).

        Returns whether that is in our sense: only what we asked for is confirmed.
        """
        known = self._by_token.get(token)
        if known is None or topic != known.topic:
            return False
        if mode == "denied":
            known.expires = None
            known.failed(self._now(), random.random())  # noqa: S311  spreads requests, keeps no secret
            self._lapsed(known, "denied", "the hub denies it")
            return True
        if mode != "subscribe" or not (known.asking or known.expires):
            return False
        now = self._now()
        known.verified(now, lease or self._settings.lease)
        self._instruments.count(WEBSUB_REQUESTS, outcome="verified")
        self._subscribed(known.feed, Hub(url=known.hub, topic=known.topic, expires=known.expires))
        self._show()
        return True

    async def pushed(self, token: str, signature: str, media_type: str, charset: str, body: bytes) -> bool:
        """A hub pushed ``body``; returns False where nobody of ours wants it any more.

        What is not signed by our secret is thrown away; whoever sent it is not told.
        """
        known = self._by_token.get(token)
        if known is None:
            self._pushed("unknown")
            return False
        if not signed(signature, known.secret.encode(), body):
            log.warning("a push is not signed as agreed; thrown away", feed=known.feed, hub=shown(known.hub))
            self._pushed("unsigned")
            return True
        if not await self._push(
            known.feed, Fetched(body=body, url=known.url, charset=charset, media_type=media_type)
        ):
            self._end(known)
            self._pushed("unknown")
            return False
        self._pushed("taken")
        return True

    def too_large(self) -> None:
        """A push was larger than we take."""
        self._pushed("too_large")

    def _pushed(self, outcome: PushOutcome) -> None:
        self._instruments.count(WEBSUB_PUSHES, outcome=outcome)

    def _fault(self, known: Subscription, outcome: SubscribeOutcome, why: str) -> None:
        known.failed(self._now(), random.random())  # noqa: S311  spreads requests, keeps no secret
        self._instruments.count(WEBSUB_REQUESTS, outcome=outcome)
        log.warning(
            "no subscription at a hub; the feed is polled",
            feed=known.feed,
            hub=shown(known.hub),
            why=why,
            again=known.due,
        )

    def _lapsed(self, known: Subscription, outcome: SubscribeOutcome, why: str) -> None:
        """The hub pushes no more."""
        self._instruments.count(WEBSUB_REQUESTS, outcome=outcome)
        log.warning(
            "a subscription has ended; the feed is polled", feed=known.feed, hub=shown(known.hub), why=why
        )
        self._subscribed(known.feed, None)
        self._show()

    def _end(self, known: Subscription) -> None:
        self._by_feed.pop(known.feed, None)
        self._by_token.pop(known.token, None)
        if known.expires is not None:
            self._subscribed(known.feed, None)

    def _show(self) -> None:
        held = sum(known.expires is not None for known in self._by_feed.values())
        self._instruments.set(WEBSUB_SUBSCRIPTIONS, held)


def _plausible(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= _MOST_TEXT
