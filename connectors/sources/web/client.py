"""The HTTP client that goes nowhere it must not: every IP address is judged at the moment it is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from runtime.apart import done_apart
from tocsin.safety.guard import Guard, address_refusal

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""The IP addresses of a host (name, port). Raises ``OSError`` where it has none."""

_MOST_FOR_CONNECTING: Final = 10.0
# A connection kept for the next feed of its host; thousands kept for nobody would cost more than they save.
_KEPT_OPEN: Final = 3.0
# Bytes of a body that may wait for us in each connection; what a chunk is decompressed to, too.
_READ_AHEAD: Final = 64 * 1024
_NAMES_KEPT_FOR: Final = 60
_MOST_NAMES_KEPT: Final = 10_000
# A resolver may be silent for half a minute about a dead name: the others must not wait for it.
_MOST_LOOKUPS: Final = 64


class RefusedError(OSError):
    """The guard lets nobody connect there; its text says why."""


def client(guard: Guard, lookup: Lookup | None = None, *, per_host: int = 0) -> aiohttp.ClientSession:
    """A session without cookies and without proxies from the environment; ``per_host`` connections at once to each
    host, if it is not 0, and as many hosts as are asked.

    Closed by whoever asked for it. A request for an address the guard refuses raises ``ClientConnectorError`` whose
    ``os_error`` is ``RefusedError``.
    """
    connector = aiohttp.TCPConnector(
        limit=0,
        limit_per_host=per_host,
        keepalive_timeout=_KEPT_OPEN,
        ttl_dns_cache=_NAMES_KEPT_FOR,
        dns_cache_max_size=_MOST_NAMES_KEPT,
        resolver=_Resolver(guard, lookup or Lookups()),
        socket_factory=partial(_socket, guard),
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=_MOST_FOR_CONNECTING),
        headers={"Accept-Encoding": "gzip, deflate"},
        cookie_jar=aiohttp.DummyCookieJar(),
        read_bufsize=_READ_AHEAD,
    )


def _socket(guard: Guard, found: aiohttp.AddrInfoType) -> socket.socket:
    """The last word: no name stands between what is judged here and what is connected to."""
    family, kind, protocol, _, address = found
    refusal = address_refusal(guard, str(address[0]), int(address[1]))
    if refusal is not None:
        raise RefusedError(refusal)
    return socket.socket(family, kind, protocol)


class _Resolver(AbstractResolver):
    """Names of hosts; of their addresses only those that may be connected to."""

    def __init__(self, guard: Guard, lookup: Lookup) -> None:
        self._guard = guard
        self._lookup = lookup

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002  the connector leaves it open
    ) -> list[ResolveResult]:
        addresses = await self._lookup(host, port)
        refusals = [address_refusal(self._guard, address, port) for address in addresses]
        open_ones = [address for address, refusal in zip(addresses, refusals, strict=True) if refusal is None]
        if addresses and not open_ones:
            raise RefusedError(f"it leads to {refusals[0]}")
        return [_result(host, address, port) for address in open_ones]

    async def close(self) -> None:
        """Nothing to close: lookups end by themselves."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
    )


class Lookups:
    """The system's resolver, many names at once."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_MOST_LOOKUPS)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        async with self._slots:
            return await done_apart(partial(_addresses, host, port), f"look up {host}")


def _addresses(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
