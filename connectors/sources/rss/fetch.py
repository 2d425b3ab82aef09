"""One conditional GET, bounded in time and bytes; what comes of it is a value with a name."""

from datetime import timedelta
from typing import Final

import aiohttp
import msgspec

from connectors.sources.address import shown
from tocsin.config.model import Rss
from tocsin.polling.outcome import FetchFailure

_CHUNK: Final = 64 * 1024
_MOST_REDIRECTS: Final = 5
_MOST_FOR_CONNECTING: Final = timedelta(seconds=10)
_WANTED: Final = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml, text/xml, */*;q=0.1"
)


class Validators(msgspec.Struct, frozen=True):
    """What a server calls the version of a document it gave us; empty where it gave no name."""

    etag: str = ""
    last_modified: str = ""


class Fetched(msgspec.Struct, frozen=True):
    """A document. ``url`` is where it was found in the end, ``charset`` what the header says, ``whole`` whether
    all of it came."""

    body: bytes
    charset: str
    url: str
    validators: Validators
    whole: bool


class NotModified(msgspec.Struct, frozen=True):
    """The server says we have it."""


class Failed(msgspec.Struct, frozen=True):
    """There is no document, and why."""

    reason: FetchFailure
    detail: str


def session(settings: Rss) -> aiohttp.ClientSession:
    """The client for all feeds: no cookies, no proxies from the environment."""
    # The check of every address at connect time (SSRF) belongs in this connector's resolver.
    connector = aiohttp.TCPConnector(limit=settings.concurrency)
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(
            total=settings.timeout.total_seconds(),
            connect=min(settings.timeout, _MOST_FOR_CONNECTING).total_seconds(),
        ),
        headers={"User-Agent": settings.user_agent, "Accept": _WANTED, "Accept-Encoding": "gzip, deflate"},
        cookie_jar=aiohttp.DummyCookieJar(),
    )


async def fetch(
    client: aiohttp.ClientSession, url: str, known: Validators, max_bytes: int
) -> Fetched | NotModified | Failed:
    """GET ``url`` unless it is still the ``known`` version. Holds at most ``max_bytes`` and a chunk. Never raises."""
    # Per-host delay and robots belong here.
    try:
        async with client.get(url, headers=_conditions(known), max_redirects=_MOST_REDIRECTS) as response:
            return await _answer(response, max_bytes)
    except TimeoutError:
        return Failed("timeout", f"no complete answer within {client.timeout.total:g} s")
    except aiohttp.TooManyRedirects:
        return Failed("http_error", f"more than {_MOST_REDIRECTS} redirects")
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as fault:
        return Failed("forbidden", f"not an http or https address: {shown(str(fault))}")
    except aiohttp.ClientPayloadError as fault:
        return Failed("bad_content", str(fault))
    except aiohttp.ClientResponseError as fault:
        return Failed("http_error", f"no proper HTTP answer: {fault.message}")
    except (aiohttp.ClientError, OSError, ValueError) as fault:
        return Failed("unreachable", str(fault) or type(fault).__name__)


def _conditions(known: Validators) -> dict[str, str]:
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


async def _answer(response: aiohttp.ClientResponse, max_bytes: int) -> Fetched | NotModified | Failed:
    if response.status == 304:
        return NotModified()
    if not 200 <= response.status < 300:
        return Failed("http_error", f"HTTP status {response.status} {response.reason or ''}".rstrip())
    body = bytearray()
    whole = True
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > max_bytes:
                response.close()
                return Failed("too_large", f"more than {max_bytes} bytes (rss.max_bytes)")
    except aiohttp.ClientPayloadError:
        if not body:
            raise
        whole = False  # what came can still hold entries
    return Fetched(bytes(body), response.charset or "", str(response.url), _validators(response), whole)


def _validators(response: aiohttp.ClientResponse) -> Validators:
    return Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
