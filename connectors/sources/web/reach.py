"""The two ways out: one to what the operator opened, and one for addresses that strangers write."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import aiohttp
from yarl import URL

from connectors.sources.web.client import Lookup, Lookups, client
from tocsin.config.model import Rss
from tocsin.safety.guard import Guard, for_strangers, guard_of, is_opened, target_refusal


class Ground(NamedTuple):
    """What a request may be made for, and the session whose connections are judged."""

    guard: Guard
    session: aiohttp.ClientSession


class Reach:
    """``own`` is for the operator's addresses, ``public`` for all others; one and the same where nothing is opened."""

    def __init__(self, own: Ground, public: Ground) -> None:
        self._own, self._public = own, public

    def is_opened(self, url: URL) -> bool:
        """Whether ``url``, as it is written, is in a network that the operator opened."""
        return is_opened(self._own.guard, url.raw_host or "", url.port or 0)

    def refusal(self, url: URL, *, trusted: bool, proxied: bool = False) -> str | None:
        """Why ``url`` must not be asked; None where it may, if its IP addresses may be connected to.

        ``trusted``: by the operator's word, not a stranger's; ``proxied``: through a proxy.
        """
        guard = (self._own if trusted else self._public).guard
        host, port = url.raw_host or "", url.port or 0
        return target_refusal(guard, url.scheme, host, port, resolved_elsewhere=proxied)

    def session(self, *, trusted: bool, proxied: bool = False) -> aiohttp.ClientSession:
        """Whose connections to use: those to a proxy are made on the operator's word in any case."""
        return (self._own if trusted or proxied else self._public).session


@asynccontextmanager
async def reach(
    settings: Rss, allow: Collection[tuple[str, int]], lookup: Lookup | None, *, per_host: int = 0
) -> AsyncIterator[Reach]:
    """The ways out by ``settings``, while they are needed; the arguments are those of ``fetcher`` and ``client``."""
    guard = guard_of(settings.allow, settings.ports, allow)
    lookup = lookup or Lookups()
    async with AsyncExitStack() as stack:
        own = Ground(guard, await stack.enter_async_context(client(guard, lookup, per_host=per_host)))
        strange = for_strangers(guard)
        if strange == guard:
            yield Reach(own, own)
            return
        session = await stack.enter_async_context(client(strange, lookup, per_host=per_host))
        yield Reach(own, Ground(strange, session))
