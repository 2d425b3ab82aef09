"""A bare listener on loopback that leaves no connection behind: one that outlives its loop fails a later test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

# An accepted connection comes to its protocol in the third round after it was accepted.
_ROUNDS: Final = 5


@asynccontextmanager
async def listening(handle: Handle) -> AsyncIterator[int]:
    """The port where ``handle`` has each connection; at the end, whatever is still open is cut."""
    writers: list[asyncio.StreamWriter] = []

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Awaitable[None]:
        writers.append(writer)
        return handle(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)
