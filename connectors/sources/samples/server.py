"""Serves the sample feeds on loopback as an outlet would: entity tags, conditional GET, and a revision in time."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from aiohttp import web

from connectors.sources.samples.documents import SAMPLES, Sample, render
from tocsin.feeds.feed import Feed

INTERVAL: Final = timedelta(seconds=15)


class Version(msgspec.Struct, frozen=True):
    """A document as served: ``etag`` without its quotes, ``modified`` in whole seconds as HTTP tells it."""

    body: bytes
    etag: str
    modified: datetime


class SamplePage:
    """One feed's address. The first fetch gets the first version, every later one the last."""

    def __init__(self, sample: Sample, *, now: datetime, edition: str) -> None:
        self._fetched = False
        self._first = self._last = _version(sample.file, now, now, edition)
        if sample.revised:
            # HTTP dates have whole seconds: a revision must be later by one for If-Modified-Since to see it.
            self._last = _version(sample.revised_file, now, now + timedelta(seconds=1), edition)

    async def get(self, request: web.Request) -> web.Response:
        version = self._last if self._fetched else self._first
        self._fetched = True
        if _unchanged(request, version):
            response = web.Response(status=304)
        else:
            response = web.Response(body=version.body, content_type="application/xml")
        response.etag = version.etag
        response.last_modified = version.modified
        return response


async def serve(
    host: str = "127.0.0.1", port: int = 0, *, edition: str | None = None
) -> tuple[web.AppRunner, str]:
    """Start serving; returns the runner (``await runner.cleanup()`` ends it) and the base URL.

    ``edition`` is part of every entry's link and id: with a new one (the time of the call, where none is given)
    all the news is new, with the same one it is known already.

    Raises:
        OSError: the address is taken or not ours.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    app = web.Application()
    for sample in SAMPLES:
        page = SamplePage(sample, now=now, edition=edition or now.strftime("%Y%m%d%H%M%S"))
        app.router.add_get(f"/{sample.file}", page.get, allow_head=False)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner, f"http://{host}:{runner.addresses[0][1]}"


def sample_feeds(base_url: str) -> tuple[Feed, ...]:
    """The feeds of a server at ``base_url``."""
    return tuple(
        Feed(
            id=f"sample-{sample.name}",
            url=f"{base_url}/{sample.file}",
            title=sample.title,
            language=sample.language,
            interval=INTERVAL,
        )
        for sample in SAMPLES
    )


def _version(file: str, now: datetime, modified: datetime, edition: str) -> Version:
    body = render(file, now=now, edition=edition)
    return Version(body, hashlib.sha256(body).hexdigest()[:16], modified)


def _unchanged(request: web.Request, version: Version) -> bool:
    if tags := request.if_none_match:
        return any(tag.value in (version.etag, "*") for tag in tags)
    since = request.if_modified_since
    return since is not None and version.modified <= since
