"""An RSS source on a feed world."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from connectors.sources.base import Reading
from connectors.sources.rss.document import Read
from connectors.sources.rss.pages import FullText
from connectors.sources.rss.poll import Means
from connectors.sources.rss.read import read
from connectors.sources.rss.source import RssSource
from connectors.sources.web.fetch import fetcher
from runtime.metrics import Instruments
from runtime.pool import Pool
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.polling.state import FeedState

LOOPBACK = ("127.0.0.0/8",)


def utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def source_on(
    feeds: Sequence[Feed],
    settings: Rss,
    instruments: Instruments,
    *,
    now: Callable[[], datetime] = utc_now,
    reader: Read = read,
    known: Mapping[str, FeedState] | None = None,
    full_text: FullText | None = None,
) -> AsyncIterator[RssSource]:
    """A source that holds all of ``feeds`` and knows of them what is ``known``; not connected."""
    async with fetcher(settings.model_copy(update={"allow": LOOPBACK})) as fetch:
        means = Means(fetch, reader, Pool("read"), full_text)
        source = RssSource(settings, instruments, {"feed": means, "sitemap": means}, now=now)
        source.apply(feeds)
        source.take(0, 1, known or {})
        try:
            yield source
        finally:
            await source.close()


class OnItsOwn:
    """A source that brings its own way to the web along, as the suite of all sources wants it."""

    def __init__(self, feeds: Sequence[Feed], settings: Rss, instruments: Instruments) -> None:
        self._made = source_on(feeds, settings, instruments)
        self._source: RssSource | None = None

    async def connect(self) -> None:
        self._source = await self._made.__aenter__()
        await self._source.connect()

    async def read(self) -> Reading:
        assert self._source is not None
        return await self._source.read()

    async def close(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            await self._made.__aexit__(None, None, None)
