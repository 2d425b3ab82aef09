"""News sitemaps, and an index of them, do what every source must do."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from html import escape

import pytest

from connectors.sources.base import Reading, Source
from connectors.sources.rss.poll import Means
from connectors.sources.rss.source import RssSource
from connectors.sources.sitemap.follow import follower
from connectors.sources.sitemap.read import read_sitemap
from connectors.sources.web.fetch import fetcher
from runtime.metrics import Instruments
from runtime.pool import Pool
from tests.conformance.sources import SourceConformance
from tests.connectors.sources.rss.opening import LOOPBACK
from tests.connectors.sources.rss.world import World, feed_world
from tests.connectors.sources.sitemap.test_read import news, urlset
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed


class SitemapSource:
    """The feeds' source, reading sitemaps."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._stack = AsyncExitStack()
        self._source: RssSource | None = None

    async def connect(self) -> None:
        settings = Rss(timeout=timedelta(seconds=5), host_delay=timedelta(), allow=LOOPBACK)
        fetch = await self._stack.enter_async_context(fetcher(settings))
        means = Means(fetch, read_sitemap, Pool("read"), follow=follower(fetch))
        self._source = source = RssSource(settings, Instruments("test"), {"sitemap": means, "feed": means})
        self._stack.push_async_callback(source.close)
        source.apply([self._feed])
        source.take(0, 1, {})
        await source.connect()

    async def read(self) -> Reading:
        assert self._source is not None
        return await self._source.read()

    async def close(self) -> None:
        await self._stack.aclose()


class Desk:
    """An outlet with a news sitemap, which an index names or not."""

    def __init__(self, world: World, *, indexed: bool) -> None:
        self._texts: dict[str, str] = {}
        self._page = world.page("/news.xml", urlset())
        index = f"<sitemapindex><sitemap><loc>{world.url('/news.xml')}</loc></sitemap></sitemapindex>"
        world.page("/index.xml", index)
        url = world.url("/index.xml" if indexed else "/news.xml")
        self._feed = Feed(id="desk", url=url, format="sitemap", interval=timedelta(milliseconds=20))

    def publish(self, name: str, text: str) -> None:
        self._texts[name] = text
        pages = (news(escape(said), f"https://desk.example/{name}") for name, said in self._texts.items())
        self._page.body = urlset(*pages)

    def source(self) -> Source:
        return SitemapSource(self._feed)


@pytest.fixture(params=[False, True], ids=["sitemap", "index"])
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    async with feed_world() as world:
        yield Desk(world, indexed=request.param)


class TestSitemap(SourceConformance):
    @pytest.fixture
    def outlet(self, desk: Desk) -> Desk:
        return desk
