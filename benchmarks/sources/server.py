"""All outlets as one process on loopback, one address a host: `python -m benchmarks.sources.server WORLD PORT`.

Plain asyncio, one pass over each request: the server must not be what is measured. ``GET /stats`` tells what it saw.
"""

import asyncio
import sys
import time
from collections import Counter
from typing import Final

import msgspec

from benchmarks.sources.outlets import ANSWERS_AFTER, SLOW_SECONDS, World

_END: Final = b"\r\n\r\n"
_TAG: Final = b"if-none-match:"


class Stats(msgspec.Struct):
    """Requests by what was answered, and the most that one host had to answer at once."""

    answers: dict[str, int]
    most_at_once: int
    at: float


class Seen:
    """What the server has seen so far."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        self.most_at_once = 0
        self.polls: Counter[int] = Counter()
        self._now: Counter[str] = Counter()

    def begins(self, host: str, feed: int) -> None:
        self.polls[feed] += 1
        self._now[host] += 1
        self.most_at_once = max(self.most_at_once, self._now[host])

    def ends(self, host: str, answer: str) -> None:
        self._now[host] -= 1
        self.answers[answer] += 1

    def stats(self) -> Stats:
        return Stats(dict(self.answers), self.most_at_once, time.time())


class Outlet(asyncio.Protocol):
    """One connection."""

    def __init__(self, world: World, seen: Seen) -> None:
        self._world, self._seen = world, seen
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host: str = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._data += data
        while _END in self._data:
            request, _, self._data = self._data.partition(_END)
            self._answer(request)

    def _answer(self, request: bytes) -> None:
        path = request.split(b" ", 2)[1]
        if path == b"/stats":
            self._send(b"200 OK", msgspec.json.encode(self._seen.stats()))
            return
        feed = int(path.strip(b"/").partition(b".")[0])
        polls = self._seen.polls[feed]
        self._seen.begins(self._host, feed)
        later = asyncio.get_running_loop().call_later
        if self._world.fails(feed, polls):
            later(ANSWERS_AFTER, self._fail, feed)
        elif self._world.is_slow(feed):
            later(SLOW_SECONDS, self._serve, feed, polls, request)
        else:
            later(ANSWERS_AFTER, self._serve, feed, polls, request)

    def _fail(self, feed: int) -> None:
        self._seen.ends(self._host, "failed")
        if feed % 2:
            self._send(b"500 Internal Server Error", b"")
        else:
            self._transport.abort()

    def _serve(self, feed: int, polls: int, request: bytes) -> None:
        slow = "slow, " if self._world.is_slow(feed) else ""
        newest = self._world.newest(feed, time.time(), polls)
        tag = f'"{newest}"'.encode()
        if tag in _asked(request):
            self._seen.ends(self._host, f"{slow}304")
            self._send(b"304 Not Modified", b"", tag)
        else:
            self._seen.ends(self._host, f"{slow}200")
            self._send(b"200 OK", self._world.document(feed, newest), tag)

    def _send(self, status: bytes, body: bytes, tag: bytes = b"") -> None:
        named = b"ETag: %b\r\n" % tag if tag else b""
        length = b"" if status.startswith(b"304") else b"Content-Length: %d\r\n" % len(body)
        head = b"HTTP/1.1 %b\r\nContent-Type: application/rss+xml; charset=utf-8\r\n%b%b\r\n"
        self._transport.write(head % (status, named, length) + body)


def _asked(request: bytes) -> bytes:
    for line in request.split(b"\r\n"):
        if line[: len(_TAG)].lower() == _TAG:
            return line
    return b""


async def serve(world: World, port: int) -> None:
    """Serve until killed."""
    seen = Seen()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Outlet(world, seen), "0.0.0.0", port, backlog=4096)  # noqa: S104  all of 127/8
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(msgspec.json.decode(sys.argv[1], type=World), int(sys.argv[2])))
