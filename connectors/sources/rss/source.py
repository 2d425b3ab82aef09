"""The RSS source: a schedule per feed, bounded in how many are polled at once."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import aiohttp

from connectors.sources.base import Reading
from connectors.sources.rss.fetch import session
from connectors.sources.rss.poll import Poller
from runtime.metrics import Instruments
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.metrics import FEEDS
from tocsin.polling.schedule import pause

# Polls that brought something and wait for Kafka; while there are as many, feeds wait too.
_WAITING: Final = 16


class RssSource:
    """Polls feeds, each at its own interval; ``connectors.sources.base.Source`` tells the three verbs."""

    def __init__(
        self,
        feeds: Sequence[Feed],
        settings: Rss,
        instruments: Instruments,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._pollers = [Poller(feed, settings, instruments, now) for feed in feeds]
        self._settings = settings
        self._instruments = instruments
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._readings: asyncio.Queue[tuple[Reading, asyncio.Event]] = asyncio.Queue(_WAITING)
        self._tasks: list[asyncio.Task[None]] = []
        self._client: aiohttp.ClientSession | None = None

    async def connect(self) -> None:
        """Start polling every feed."""
        self._client = client = session(self._settings)
        self._instruments.set(FEEDS, len(self._pollers))
        self._tasks = [asyncio.create_task(self._follow(poller, client)) for poller in self._pollers]

    async def read(self) -> Reading:
        """The next poll that brought something to send. May be cancelled: nothing is lost by that."""
        reading, taken = await self._readings.get()
        taken.set()
        return reading

    async def close(self) -> None:
        """Stop polling. Closing twice is closing once."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _follow(self, poller: Poller, client: aiohttp.ClientSession) -> None:
        interval = poller.feed.interval or poller.feed.min_interval
        while True:
            async with self._slots:
                reading = await poller.poll(client)
            if reading is not None:
                await self._hand_over(reading)
            wait = pause(interval, poller.failures, random.random())  # noqa: S311  spreads polls, keeps no secret
            await asyncio.sleep(wait.total_seconds())

    async def _hand_over(self, reading: Reading) -> None:
        """Wait until it is read: polling on would only bring the same once more."""
        taken = asyncio.Event()
        await self._readings.put((reading, taken))
        await taken.wait()
