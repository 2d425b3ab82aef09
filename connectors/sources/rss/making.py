"""The RSS source of a process: its parts put together."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from connectors.sources.bell import Bell
from connectors.sources.fulltext.make import full_text
from connectors.sources.rss.learning import Ring
from connectors.sources.rss.poll import Means
from connectors.sources.rss.read import read
from connectors.sources.rss.source import RssSource
from connectors.sources.sitemap.follow import follower
from connectors.sources.sitemap.read import read_sitemap
from connectors.sources.turns import Turns
from connectors.sources.web.fetch import fetcher
from connectors.sources.websub.door import Door
from connectors.sources.websub.hubs import Hubs
from connectors.sources.websub.post import poster
from runtime.metrics import Instruments
from runtime.pool import Pool
from tocsin.config.model import Config
from tocsin.polling.hosts import Manners

Endpoint = tuple[str, int]


@asynccontextmanager
async def rss_source(
    config: Config, instruments: Instruments, allow: Collection[Endpoint]
) -> AsyncIterator[RssSource]:
    """The source, while it is needed; neither connected nor given feeds. Hubs are asked where a callback is set.

    ``allow`` are single addresses (IP, port) open besides ``rss.allow``.

    Raises:
        OSError: the port for hubs is taken.
    """
    settings = config.rss
    turns = Turns(Manners(settings.host_concurrency, settings.host_delay), _utc_now)
    async with AsyncExitStack() as stack:
        fetch = await stack.enter_async_context(fetcher(settings, allow=allow))
        polite = turns.polite(fetch)
        pages = full_text(polite, settings.user_agent, instruments, turns.slow_down)
        pool = Pool("read", threads=1)
        source = RssSource(
            settings,
            instruments,
            {
                "feed": Means(fetch, read, pool, pages),
                "sitemap": Means(fetch, read_sitemap, pool, pages, follower(polite)),
            },
            turns=turns,
            offered=lambda feed, hub, topic: hubs.offered(feed, hub, topic),
            ring=ring(config, instruments),
        )
        post = await stack.enter_async_context(poster(settings, allow=allow))
        hubs = Hubs(config.websub, post, source.push, source.subscribed, instruments)
        stack.push_async_callback(source.close)
        if config.websub.callback is not None:
            await stack.enter_async_context(_answering(config, hubs))
        yield source


@asynccontextmanager
async def _answering(config: Config, hubs: Hubs) -> AsyncIterator[None]:
    """Subscribe at hubs, and listen for them, while inside."""
    door = Door(config.websub, hubs.callbacks, config.rss.max_bytes)
    await door.open()
    asking = asyncio.create_task(hubs.run())
    try:
        yield
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await door.close()


def ring(config: Config, instruments: Instruments) -> Ring | None:
    """Makes alerts of feeds' troubles for the receivers that take them; ``None`` where none does."""
    receivers = tuple(receiver.name for receiver in config.receivers if receiver.feed_alerts)
    if not config.rss.feed_alerts or not receivers:
        return None

    return Bell(receivers, instruments)


def _utc_now() -> datetime:
    return datetime.now(UTC)
