"""Subscriptions at the hubs that feeds name (WebSub 1.0). Polling goes on beside them, as the safety net."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.sources.websub.book import Book, Subscribed
from connectors.sources.websub.callbacks import Callbacks, Push
from connectors.sources.websub.post import Post
from connectors.sources.websub.subscription import Subscription
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.model import WebSub
from tocsin.feeds.feed import Feed

_EVERY: Final = 5.0
_AT_ONCE: Final = 5
_MOST_TEXT: Final = 4000
# A feed that has not named its hub for this long is polled elsewhere, or nowhere.
_UNNAMED: Final = timedelta(days=2)

log = get(__name__)


class Hubs:
    """Asks hubs, and asks again in time. ``callbacks`` is for the door through which they answer and push.

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
        self._now = now
        self._book = Book(subscribed, instruments, now)
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self.callbacks = Callbacks(self._book, push, settings.lease, instruments)

    def offered(self, feed: Feed, hub: str, topic: str) -> None:
        """The document of ``feed`` names ``hub`` for ``topic``; said after each poll."""
        if self._settings.callback is None or not _plausible(hub) or not _plausible(topic):
            return
        now, known = self._now(), self._book.of_feed(feed.id)
        if known is not None and (known.hub, known.topic) == (hub, topic):
            known.offered = now
            return
        if known is not None:
            self._book.end(known)
        self._book.add(Subscription(feed=feed.id, url=feed.url, hub=hub, topic=topic, due=now, offered=now))

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
        for known in self._book.all():
            if known.expires is not None and known.expires <= now:
                self._book.expired(known)
            if known.asking and known.due <= now:
                self._book.failed(known, "unverified", "the hub took our request and never asked back")
        await asyncio.gather(*(self._request(known) for known in self._book.all() if known.due <= now))

    async def _request(self, known: Subscription) -> None:
        if self._now() - known.offered > _UNNAMED:
            self._book.end(known)
            return
        async with self._slots:
            known.asked(self._now())  # a hub may ask back before it answers
            fault = await self._post(known.hub, self._form(known))
        if fault and known.asking:
            self._book.failed(known, "refused" if fault.startswith("HTTP status") else "unreachable", fault)

    def _form(self, known: Subscription) -> Mapping[str, str]:
        return {
            "hub.mode": "subscribe",
            "hub.topic": known.topic,
            "hub.callback": f"{(self._settings.callback or '').rstrip('/')}/{known.token}",
            "hub.lease_seconds": str(int(self._settings.lease.total_seconds())),
            "hub.secret": known.secret,
        }


def _plausible(address: str) -> bool:
    return address.startswith(("http://", "https://")) and len(address) <= _MOST_TEXT
