"""A server that sends exactly the bytes a test wants sent, with good manners or none."""

import asyncio
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
    """``pages`` by request target (the path, or what a proxy is asked): bytes, or what to do."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Act] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def say(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Put an answer at ``path``."""
        self.pages[path] = answer(status, body, **headers)

    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    async def listen(self, host: str) -> None:
        """Listen at ``host``, always at the same port."""
        server = await asyncio.start_server(self._connected, host, self.port)
        self._servers.append(server)
        self.port = int(server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # closed transports end in the loop's next round

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while not writer.is_closing():
                await self._serve(await reader.readuntil(b"\r\n\r\n"), writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever asked has gone, or the test is over
        finally:
            writer.close()

    async def _serve(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.decode("utf-8", "surrogateescape").rstrip("\r\n").split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        headers = {name.lower(): value for name, _, value in pairs}
        asked = Asked(first.split(" ")[1], headers, writer.get_extra_info("sockname")[0])
        self.asked.append(asked)
        page = self.pages.get(asked.target, answer(404))
        if isinstance(page, bytes):
            writer.write(page)
            await writer.drain()
        else:
            await page(asked, writer)


@asynccontextmanager
async def serving(*hosts: str) -> AsyncIterator[Server]:
    """A server while it lasts, at ``hosts`` or at 127.0.0.1."""
    server = Server()
    for host in hosts or ("127.0.0.1",):
        await server.listen(host)
    try:
        yield server
    finally:
        await server.close()
