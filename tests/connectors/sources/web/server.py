"""A server that sends exactly the bytes a test wants sent, with good manners or none."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """A request as it came: its target, its headers by lower-case name, and the address it was made to."""

    target: str
    headers: Mapping[str, str]
    at: str


Act = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def answer(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """An HTTP answer; ``_`` in a header's name stands for ``-``."""
    said = {"Content_Length": str(len(body)), **headers}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name.replace('_', '-')}: {said[name]}" for name in said)]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


class Server:
    """``pages`` by request target (the path, or what a proxy is asked): bytes, or what to do. ``tunnels`` by what a
    proxy is asked to connect to: the port on this machine that it connects to instead. Over TLS with ``tls``."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.pages: dict[str, bytes | Act] = {}
        self.tunnels: dict[str, int] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self._servers: list[asyncio.Server] = []

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def say(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Put an answer at ``path``."""
        self.pages[path] = answer(status, body, **headers)

    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    async def listen(self, host: str) -> None:
        """Listen at ``host``, always at the same port."""
        server = await asyncio.start_server(self._connected, host, self.port, ssl=self._tls)
        self._servers.append(server)
        self.port = int(server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # aborted transports end in the loop's next round

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Awaitable[None]:
        self._writers.append(writer)
        return self._talk(reader, writer)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while not writer.is_closing():
                asked = self._heard(await reader.readuntil(b"\r\n\r\n"), writer)
                if asked.target in self.tunnels:
                    await _tunnel(reader, writer, self.tunnels[asked.target])
                else:
                    await self._serve(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever asked has gone, or the test is over
        finally:
            writer.close()

    def _heard(self, head: bytes, writer: asyncio.StreamWriter) -> Asked:
        first, *lines = head.decode("utf-8", "surrogateescape").rstrip("\r\n").split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        headers = {name.lower(): value for name, _, value in pairs}
        asked = Asked(first.split(" ")[1], headers, writer.get_extra_info("sockname")[0])
        self.asked.append(asked)
        return asked

    async def _serve(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        page = self.pages.get(asked.target, answer(404))
        if isinstance(page, bytes):
            writer.write(page)
            await writer.drain()
        else:
            await page(asked, writer)


async def _tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Say that the way is free, then pass on what either side sends, until one of them ends it."""
    there, back = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"HTTP/1.1 200 Established\r\n\r\n")
    ways = [asyncio.create_task(_pass_on(*way)) for way in ((reader, back), (there, writer))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        back.close()
        writer.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(64 * 1024):
        writer.write(some)
        await writer.drain()


@asynccontextmanager
async def serving(*hosts: str, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """A server while it lasts, at ``hosts`` or at 127.0.0.1."""
    server = Server(tls)
    for host in hosts or ("127.0.0.1",):
        await server.listen(host)
    try:
        yield server
    finally:
        await server.close()
