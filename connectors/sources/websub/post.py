"""Requests to hubs. A stranger names them: beside the public internet, nothing but the feed's own host is open."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

import aiohttp
from yarl import URL

from connectors.sources.web.client import Lookup
from connectors.sources.web.credentials import at_home
from connectors.sources.web.faults import failed
from connectors.sources.web.reach import Reach, reach
from tocsin.config.model import Rss
from tocsin.feeds.outcome import RequestFailure

_WITHIN: Final = 30.0
_MOST_REDIRECTS: Final = 3


class Failure(NamedTuple):
    """Why a request to a hub came to nothing, for the metric and for the log."""

    outcome: RequestFailure
    detail: str


Post = Callable[[str, Mapping[str, str], str], Awaitable[Failure | None]]
"""POST a form to a hub (its address, the form, the feed's address); None where the hub took it. A hub makes it raise
nothing, and what it says is not repeated: it knows the form's secret."""


@asynccontextmanager
async def poster(
    settings: Rss, *, allow: Collection[tuple[str, int]] = (), lookup: Lookup | None = None
) -> AsyncIterator[Post]:
    """A ``Post`` by ``settings``, while it is needed; the arguments are those of ``fetcher``."""
    headers = {"User-Agent": settings.user_agent}
    async with reach(settings, allow, lookup) as ways_out:

        async def post(url: str, form: Mapping[str, str], feed: str) -> Failure | None:
            try:
                async with asyncio.timeout(_WITHIN):
                    return await _post(ways_out, URL(url), URL(feed), form, headers)
            except (aiohttp.ClientError, OSError, ValueError) as fault:
                said = failed(fault, _WITHIN)
                return Failure("forbidden" if said.reason == "forbidden" else "unreachable", said.detail)

        yield post


async def _post(
    ways_out: Reach, target: URL, home: URL, form: Mapping[str, str], headers: Mapping[str, str]
) -> Failure | None:
    for _ in range(1 + _MOST_REDIRECTS):
        trusted = at_home(home, target)
        refusal = ways_out.refusal(target, trusted=trusted)
        if refusal is not None:
            return Failure("forbidden", refusal)
        session = ways_out.session(trusted=trusted)
        async with session.post(target, data=form, headers=headers, allow_redirects=False) as response:
            if response.status not in (307, 308) or "Location" not in response.headers:
                taken = 200 <= response.status < 300
                return None if taken else Failure("refused", f"HTTP status {response.status}")
            target = target.join(URL(response.headers["Location"]))
    return Failure("refused", "too many redirects")
