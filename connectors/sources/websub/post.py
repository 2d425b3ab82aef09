"""Requests to hubs. A feed names its hub, so a hub is trusted no more than a feed: the same guard lets us out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from yarl import URL

from connectors.sources.web.client import Lookup, client
from connectors.sources.web.faults import failed
from tocsin.config.model import Rss
from tocsin.safety.guard import Guard, guard_of, target_refusal

_WITHIN: Final = 30.0
_MOST_REDIRECTS: Final = 3
_MOST_WORDS: Final = 200

Post = Callable[[str, Mapping[str, str]], Awaitable[str]]
"""POST a form to a hub; returns why it came to nothing, empty where the hub took it. A hub makes it raise nothing."""


@asynccontextmanager
async def poster(
    settings: Rss, *, allow: Collection[tuple[str, int]] = (), lookup: Lookup | None = None
) -> AsyncIterator[Post]:
    """A ``Post`` by ``settings``, while it is needed; the arguments are those of ``fetcher``."""
    guard = guard_of(settings.allow, settings.ports, allow)
    async with client(guard, lookup) as session:

        async def post(url: str, form: Mapping[str, str]) -> str:
            try:
                async with asyncio.timeout(_WITHIN):
                    return await _post(session, guard, settings.user_agent, url, form)
            except (aiohttp.ClientError, OSError, ValueError) as fault:
                return failed(fault, _WITHIN).detail

        yield post


async def _post(
    session: aiohttp.ClientSession, guard: Guard, user_agent: str, url: str, form: Mapping[str, str]
) -> str:
    target = URL(url)
    for _ in range(1 + _MOST_REDIRECTS):
        refusal = target_refusal(
            guard, target.scheme, target.raw_host or "", target.port or 0, resolved_elsewhere=False
        )
        if refusal is not None:
            return refusal
        request = session.post(target, data=form, headers={"User-Agent": user_agent}, allow_redirects=False)
        async with request as response:
            if response.status not in (307, 308) or "Location" not in response.headers:
                return await _refusal(response)
            target = target.join(URL(response.headers["Location"]))
    return "too many redirects"


async def _refusal(response: aiohttp.ClientResponse) -> str:
    if 200 <= response.status < 300:
        return ""
    words = (await response.content.read(_MOST_WORDS)).decode(errors="replace")
    return f"HTTP status {response.status}: {' '.join(words.split())}".removesuffix(": ")
