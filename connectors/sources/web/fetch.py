"""Questions to web servers: redirects followed one by one, bounded in time and bytes. What comes of it is a value."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import aiohttp
from yarl import URL

from connectors.sources.web.body import TooLargeError, body_of
from connectors.sources.web.client import Lookup, RefusedError
from connectors.sources.web.cookies import Cookies
from connectors.sources.web.credentials import at_home, bare, public_headers, secret_headers
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, NotModified, Question
from connectors.sources.web.faults import failed, reason_of
from connectors.sources.web.headers import clean, fresh_for, links, retry_after, validators
from connectors.sources.web.reach import Reach, reach
from connectors.sources.web.redirects import REDIRECTS, Way, not_followed, onward, refused
from tocsin.config.model import Rss
from tocsin.polling.state import Validators


def _utc_now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def fetcher(
    settings: Rss,
    *,
    allow: Collection[tuple[str, int]] = (),
    now: Callable[[], datetime] = _utc_now,
    lookup: Lookup | None = None,
) -> AsyncIterator[Fetch]:
    """A ``Fetch`` by ``settings``, while it is needed.

    ``allow`` are single addresses (IP, port) open besides ``settings.allow``; ``lookup`` stands in for the system's
    resolver. How much is asked at once is up to whoever asks; but redirects may lead many to one host, so no host
    sees more than ``settings.host_concurrency`` connections.
    """
    async with reach(settings, allow, lookup, per_host=settings.host_concurrency) as ways_out:
        yield _Web(ways_out, settings.user_agent, now).fetch


class _Web:
    """The ways out, and how they are gone."""

    def __init__(self, ways_out: Reach, user_agent: str, now: Callable[[], datetime]) -> None:
        self._reach = ways_out
        self._user_agent = user_agent
        self._now = now
        self._cookies = Cookies()

    async def fetch(self, question: Question) -> Answer:
        """See ``Fetch``."""
        seconds = question.timeout.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                return await self._follow(question)
        except TooLargeError:
            return Failed(reason="too_large", detail=f"more than {question.max_bytes} bytes (rss.max_bytes)")
        except Exception as fault:  # noqa: BLE001  whatever a server brings about is an answer, and told as one
            return failed(fault, seconds)

    async def _follow(self, question: Question) -> Answer:
        url = URL(question.url)
        home = URL(question.home) if question.home or question.linked else url
        led = not question.linked and self._reach.is_opened(home)
        proxied = bool(question.access.proxy)
        way: Way | Answer = Way(bare(url))
        while isinstance(way, Way):
            led = led and self._reach.is_opened(way.url)
            trusted = led or at_home(home, way.url)
            refusal = self._reach.refusal(way.url, trusted=trusted, proxied=proxied)
            if refusal is not None:
                return refused(way, refusal)
            session = self._reach.session(trusted=trusted, proxied=proxied)
            way = await self._step(question, self._get(session, question, home, way.url), way)
        return way

    async def _step(
        self, question: Question, asking: AbstractAsyncContextManager[aiohttp.ClientResponse], way: Way
    ) -> Way | Answer:
        try:
            async with asking as response:
                self._cookies.keep(question.access, response)
                if response.status not in REDIRECTS:
                    return await self._answer(question, response, way)
                location = response.headers.get("Location", "")
                target = onward(way, response.status, location, twice=question.access.cookies)
                return target if question.follow or isinstance(target, Failed) else not_followed(target)
        except aiohttp.ClientConnectorError as fault:
            if isinstance(fault.os_error, RefusedError):
                return refused(way, str(fault.os_error))
            raise

    def _get(
        self, session: aiohttp.ClientSession, question: Question, home: URL, url: URL
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        access = question.access
        headers = public_headers(question, self._user_agent)
        if at_home(home, url):
            headers.update(secret_headers(access, home))
        return session.get(
            url,
            headers=headers,
            cookies=self._cookies.to_send(access, url) or None,
            proxy=access.proxy or None,
            allow_redirects=False,
        )

    async def _answer(self, question: Question, response: aiohttp.ClientResponse, way: Way) -> Answer:
        status, headers = response.status, response.headers
        if status == 304 and question.known != Validators():
            return NotModified(moved=way.moved, fresh_for=fresh_for(headers, self._now()))
        if not 200 <= status < 300:
            return Failed(
                reason=reason_of(status),
                detail=f"HTTP status {status} {clean(response.reason or '')}".rstrip(),
                status=status,
                retry_after=retry_after(headers, self._now()),
                url=str(way.url.origin()) if way.been else "",
            )
        body, whole = await body_of(response, question.max_bytes)
        return Fetched(
            body=body,
            url=str(way.url),
            charset=clean(response.charset or ""),
            media_type=clean(response.content_type) if "Content-Type" in headers else "",
            validators=validators(headers),
            whole=whole and status != 206,
            moved=way.moved,
            fresh_for=fresh_for(headers, self._now()),
            links=links(response),
        )
