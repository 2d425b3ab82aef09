"""The plain loop everybody writes first: aiohttp and feedparser over the same feeds, as fast as it can.

`python -m benchmarks.sources.plain WORLD PORT SECONDS` prints what it did. It keeps entity tags and the ids it has
seen, and publishes nothing. It begins with the tags of now, so that it meets the same mix of news and none.
"""

import asyncio
import sys
import time

import aiohttp
import feedparser
import msgspec
import psutil

from benchmarks.sources.outlets import World, host

AT_ONCE = 300


class Done(msgspec.Struct, frozen=True):
    """Polls in ``seconds``, what they found, CPU seconds spent, and resident bytes at the end."""

    polls: int
    parsed: int
    new: int
    failed: int
    seconds: float
    cpu: float
    rss: int


class Loop:
    """Goes round the feeds."""

    def __init__(self, world: World, port: int) -> None:
        self._feeds, self._port = world.feeds, port
        self._tags = {feed: f'"{world.newest(feed, time.time(), 0)}"' for feed in range(world.feeds)}
        self._known: set[str] = set()
        self.polls = self.parsed = self.new = self.failed = 0
        self._next = 0

    async def run(self, until: float) -> None:
        timeout = aiohttp.ClientTimeout(total=30)
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:
            await asyncio.gather(*(self._follow(client, until) for _ in range(AT_ONCE)))

    async def _follow(self, client: aiohttp.ClientSession, until: float) -> None:
        while time.monotonic() < until:
            feed, self._next = self._next, (self._next + 1) % self._feeds
            try:
                await self._poll(client, feed)
            except (aiohttp.ClientError, TimeoutError):
                self.failed += 1
            self.polls += 1

    async def _poll(self, client: aiohttp.ClientSession, feed: int) -> None:
        asked = {"If-None-Match": self._tags[feed]} if feed in self._tags else {}
        async with client.get(f"http://{host(feed)}:{self._port}/{feed}.xml", headers=asked) as response:
            if response.status == 304:
                return
            if response.status != 200:
                self.failed += 1
                return
            body = await response.read()
            self._tags[feed] = response.headers.get("ETag", "")
        found = feedparser.parse(body)
        self.parsed += 1
        fresh = {entry.id for entry in found.entries} - self._known
        self.new += len(fresh)
        self._known |= fresh


async def main(world: World, port: int, seconds: float) -> Done:
    """Go round for so long."""
    loop = Loop(world, port)
    wall, cpu = time.monotonic(), time.process_time()
    await loop.run(wall + seconds)
    took, spent = time.monotonic() - wall, time.process_time() - cpu
    return Done(
        loop.polls, loop.parsed, loop.new, loop.failed, took, spent, psutil.Process().memory_info().rss
    )


if __name__ == "__main__":
    done = asyncio.run(
        main(msgspec.json.decode(sys.argv[1], type=World), int(sys.argv[2]), float(sys.argv[3]))
    )
    sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
