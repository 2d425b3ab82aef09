"""A world for the whole pipeline: feeds that change, and what the core says must come of them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from xml.sax.saxutils import escape

import msgspec
from aiohttp import web

from cli.matching import lexicon
from tests.making import NOON
from tests.reading import articles_of
from tests.shipped import shipped
from tocsin.alerting.decide import decide
from tocsin.contract.events import Alert, Article
from tocsin.dedup.judge import Seen, judge
from tocsin.feeds.feed import Feed
from tocsin.matching.matcher import WatchlistMatcher


class Item(msgspec.Struct, frozen=True):
    """One item of a feed."""

    link: str
    title: str
    body: str


class FeedWorld:
    """RSS documents served on loopback. ``show`` changes what a feed holds from its next fetch on."""

    def __init__(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.fetches: list[str] = []
        self.fetched: dict[str, set[bytes]] = {}
        self._address = ""

    def show(self, name: str, items: Iterable[Item]) -> None:
        """Let the feed ``name`` hold ``items``."""
        entries = "".join(
            f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
            f"<description>{escape(item.body)}</description></item>"
            for item in items
        )
        self.documents[name] = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{name}</title>'
            f"<link>https://{name}.example/</link><language>en</language>{entries}</channel></rss>"
        ).encode()

    def url(self, name: str) -> str:
        """Where the feed is served."""
        return f"{self._address}/{name}"

    @asynccontextmanager
    async def served(self) -> AsyncIterator["FeedWorld"]:
        """Serve the feeds while inside."""
        app = web.Application()
        app.router.add_get("/{name}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.fetches.append(name)
        self.fetched.setdefault(name, set()).add(self.documents[name])
        return web.Response(body=self.documents[name], content_type="application/rss+xml")


def expected_alerts(feed_documents: Sequence[tuple[Feed, bytes]]) -> dict[str, Article]:
    """What rings of these documents, read in this order, by the id of its alert: the pure core called once."""
    matcher, seen = WatchlistMatcher(shipped(), lexicon()), dict[str, Seen]()
    rung: dict[str, Article] = {}
    for feed, document in feed_documents:
        for article in articles_of(document, feed, NOON):
            judgement = judge(article, seen.get(article.id), timedelta(days=14))
            seen[article.id] = judgement.remember or seen[article.id]
            for match in matcher.match(judgement.send, NOON) if judgement.send else ():
                alert = decide(match, alerted=False, receivers=("log",), now=NOON)
                assert isinstance(alert, Alert)
                rung[alert.id] = match.article
    return rung
