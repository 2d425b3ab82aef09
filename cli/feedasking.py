"""Feeds asked once each, politely, for commands that look and keep nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from cli.progress import Advance
from connectors.sources.probe import Finding, probe
from connectors.sources.turns import Turns
from connectors.sources.web.exchange import Answer, Fetch, Question
from connectors.sources.web.fetch import fetcher
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.polling.hosts import Manners

_TICK: Final = 0.5


def allowing(settings: Rss, networks: Sequence[str]) -> Rss:
    """``settings`` with private ``networks`` opened besides."""
    return settings.model_copy(update={"allow": (*settings.allow, *networks)})


@asynccontextmanager
async def polite(settings: Rss) -> AsyncIterator[Fetch]:
    """A ``Fetch`` that keeps to how many may be asked at once, of one host and of all."""
    slots = asyncio.Semaphore(settings.concurrency)
    manners = Manners(settings.host_concurrency, settings.host_delay)
    turns = Turns(manners, lambda: datetime.now(UTC))
    async with fetcher(settings) as fetch:

        async def slotted(question: Question) -> Answer:
            async with slots:
                return await fetch(question)

        try:
            yield turns.polite(slotted)
        finally:
            turns.close()


async def ask_each(feeds: Sequence[Feed], settings: Rss, advance: Advance) -> list[Finding]:
    """What there is at each, in order; ``advance`` is told of each answer."""
    now = datetime.now(UTC)

    async def one(feed: Feed) -> Finding:
        finding = await probe(feed, fetch, settings.max_bytes, now)
        advance(1)
        return finding

    async with polite(settings) as fetch, alive(advance):
        return list(await asyncio.gather(*map(one, feeds)))


@asynccontextmanager
async def alive(advance: Advance) -> AsyncIterator[None]:
    """Lets the progress bar show itself though nobody answers."""

    async def tick() -> None:
        while True:
            await asyncio.sleep(_TICK)
            advance(0)

    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()
