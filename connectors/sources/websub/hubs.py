"""Subscriptions at the hubs that feeds name (WebSub 1.0). Polling goes on beside them, as the safety net."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from connectors.sources.websub.book import Book, Subscribed
from connectors.sources.websub.callbacks import Callbacks, Push
from connectors.sources.websub.post import Post
from connectors.sources.websub.subscription import Subscription
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.model import WebSub
from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed

_EVERY: Final = 5.0
_AT_ONCE: Final = 20
_MOST_TEXT: Final = 4000
_SCHEMES: Final = ("http://", "https://")
# A feed that has not named its hub for this long is polled elsewhere, or nowhere.
_UNNAMED: Final = timedelta(days=2)

log = get(__name__)


class Hubs:
    """Asks hubs, and asks again in time. ``callbacks`` is for the door through which they answer and push.

    ``push`` takes a feed's id and a document and says what came of it; ``subscribed`` is told until when a feed's hub
    pushes, or that it no longer does.
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
        self._busy: dict[str, asyncio.Task[None]] = {}
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
        url = public(feed.url)
        self._book.add(Subscription(feed=feed.id, url=url, hub=hub, topic=topic, due=now, offered=now))

    async def run(self) -> None:
        """Ask and renew until cancelled; a slow hub delays no other."""
        try:
            while True:
                try:
                    self._start()
                except Exception:
                    log.exception("seeing to hubs raised; feeds are polled meanwhile")
                await asyncio.sleep(_EVERY)
        finally:
            for task in self._busy.values():
                task.cancel()

    async def ask(self) -> None:
        """Whatever is due now, to its end."""
        await asyncio.gather(*self._start())

    def _start(self) -> list["asyncio.Task[None]"]:
        """See to expiries, then begin to ask every hub of which something is due: first requests, renewals."""
        now = self._now()
        for known in self._book.all():
            if known.expires is not None and known.expires <= now:
                self._book.expired(known)
            if known.asking and known.due <= now:
                self._book.failed(known, "unverified", "the hub took our request and never asked back")
        due: dict[str, list[Subscription]] = {}
        for known in self._book.all():
            if known.due <= now:
                due.setdefault(urlsplit(known.hub).netloc, []).append(known)
        return [self._begin(host, wanted) for host, wanted in due.items() if host not in self._busy]

    def _begin(self, host: str, wanted: Sequence[Subscription]) -> "asyncio.Task[None]":
        task = self._busy[host] = asyncio.create_task(self._ask_hub(wanted))
        task.add_done_callback(lambda done: self._end(host, done))
        return task

    def _end(self, host: str, done: "asyncio.Task[None]") -> None:
        del self._busy[host]
        if not done.cancelled() and (fault := done.exception()) is not None:
            log.error("asking a hub raised; its feeds are polled", hub=host, fault=repr(fault))

    async def _ask_hub(self, wanted: Sequence[Subscription]) -> None:
        """One after the other. A hub that does not answer for one feed is left alone with the others."""
        away = ""
        for known in wanted:
            if self._book.of_token(known.token) is None:
                continue  # nobody wants it any more
            if self._now() - known.offered > _UNNAMED:
                self._book.end(known)
            elif away:
                self._book.failed(known, "unreachable", away)
            else:
                away = await self._request(known)

    async def _request(self, known: Subscription) -> str:
        """Returns why the hub can't be reached, empty where it can."""
        async with self._slots:
            known.asked(self._now())  # a hub may ask back before it answers
            failure = await self._post(known.hub, self._form(known), known.url)
        if failure is None or not known.asking:
            return ""
        self._book.failed(known, failure.outcome, failure.detail)
        return failure.detail if failure.outcome == "unreachable" else ""

    def _form(self, known: Subscription) -> Mapping[str, str]:
        return {
            "hub.mode": "subscribe",
            "hub.topic": known.topic,
            "hub.callback": f"{(self._settings.callback or '').rstrip('/')}/{known.token}",
            "hub.lease_seconds": str(int(self._settings.lease.total_seconds())),
            "hub.secret": known.secret,
        }


def _plausible(address: str) -> bool:
    try:
        return bool(urlsplit(address).netloc) and address.startswith(_SCHEMES) and len(address) <= _MOST_TEXT
    except ValueError:  # half an IPv6 address
        return False
