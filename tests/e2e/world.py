"""A world for the whole pipeline: feeds that change, and what the core says must come of them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from xml.sax.saxutils import escape

import msgspec
from aiohttp import web

from cli.matching import lexicon
from tests.core import matches_of, told
from tests.making import NOON
from tests.reading import articles_of
from tests.shipped import shipped
from tocsin.contract.events import Alert, Article
from tocsin.feeds.feed import Feed
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.routing.rules import Rules

UNDATED = 1_000


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
    """What rings of these documents, read in this order, by the id of its alert: the pure core called once.

    The items have no dates: those of a document are no archive (`stories.archive`) up to `UNDATED` of a watchlist.
    """
    articles = [article for feed, document in feed_documents for article in articles_of(document, feed, NOON)]
    known = {article.id: article for article in articles}
    matches = matches_of(articles, WatchlistMatcher(shipped(), lexicon()), lambda _: NOON)
    rules = msgspec.structs.replace(Rules.plain(), archive=UNDATED)
    alerts = [sent for sent in told(rules, matches) if isinstance(sent, Alert)]
    return {alert.id: known[alert.report.article] for alert in alerts}
