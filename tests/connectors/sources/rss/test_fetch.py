"""One GET and everything that can come of it."""

import gzip
import tracemalloc
from datetime import timedelta

import pytest

from connectors.sources.rss.fetch import Failed, Fetched, NotModified, Validators, fetch, session
from tests.connectors.sources.rss.world import World, rss
from tocsin.config.model import Rss

MEGABYTE = 1024 * 1024
PATIENT = Rss(timeout=timedelta(seconds=30))
HASTY = Rss(timeout=timedelta(seconds=0.3))


async def get(
    url: str, known: Validators | None = None, settings: Rss = PATIENT
) -> Fetched | NotModified | Failed:
    async with session(settings) as client:
        return await fetch(client, url, known or Validators(), settings.max_bytes)


async def failure(url: str, settings: Rss = PATIENT) -> Failed:
    answer = await get(url, settings=settings)
    assert isinstance(answer, Failed)
    return answer


async def test_a_document_comes_with_its_version(world: World) -> None:
    page = world.page("/a", rss())
    page.headers = {
        "Content-Type": "text/xml; charset=windows-1251",
        "Last-Modified": "Sun, 01 Mar 2026 10:00:00 GMT",
    }
    answer = await get(world.url("/a"))
    assert answer == Fetched(
        page.body,
        "windows-1251",
        world.url("/a"),
        Validators(page.etag, "Sun, 01 Mar 2026 10:00:00 GMT"),
        whole=True,
    )
    assert page.asked[0]["User-Agent"] == PATIENT.user_agent


async def test_a_known_version_is_asked_for_by_its_names(world: World) -> None:
    page = world.page("/a", rss())
    known = Validators(page.etag, "Sun, 01 Mar 2026 10:00:00 GMT")
    assert await get(world.url("/a"), known) == NotModified()
    assert page.asked[0]["If-None-Match"] == page.etag
    assert page.asked[0]["If-Modified-Since"] == known.last_modified


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 503])
async def test_other_statuses_fail_with_their_number(world: World, status: int) -> None:
    world.page("/a", rss()).status = status
    answer = await failure(world.url("/a"))
    assert answer.reason == "http_error"
    assert str(status) in answer.detail


async def test_a_server_that_hangs_runs_into_the_time_limit(world: World) -> None:
    world.page("/a").hangs = True
    assert await failure(world.url("/a"), HASTY) == Failed("timeout", "no complete answer within 0.3 s")


async def test_a_server_that_drips_runs_into_the_same_limit(world: World) -> None:
    page = world.page("/a")
    page.endless, page.pause = b" ", 0.02
    assert (await failure(world.url("/a"), HASTY)).reason == "timeout"


async def test_nobody_there(unused_tcp_port: int) -> None:
    answer = await failure(f"http://127.0.0.1:{unused_tcp_port}/")
    assert answer.reason == "unreachable"
    assert answer.detail


async def test_a_document_without_end_is_left_at_the_limit(world: World) -> None:
    page = world.page("/a")
    page.endless = b"<!-- -->" * 8192
    tracemalloc.start()
    answer = await failure(world.url("/a"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer == Failed("too_large", f"more than {PATIENT.max_bytes} bytes (rss.max_bytes)")
    assert peak < 3 * PATIENT.max_bytes


async def test_fifty_megabytes_in_fifty_kilobytes_are_stopped_too(world: World) -> None:
    page = world.page("/a", gzip.compress(b" " * (50 * MEGABYTE)))
    page.headers["Content-Encoding"] = "gzip"
    assert len(page.body) < MEGABYTE / 10
    tracemalloc.start()
    answer = await failure(world.url("/a"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.reason == "too_large"
    assert peak < 4 * PATIENT.max_bytes


async def test_a_compressed_document_is_opened(world: World) -> None:
    page = world.page("/a", rss())
    page.zipped = True
    answer = await get(world.url("/a"))
    assert isinstance(answer, Fetched)
    assert answer.body == page.body


async def test_false_compression_is_bad_content(world: World) -> None:
    world.page("/a", rss()).headers["Content-Encoding"] = "gzip"
    assert (await failure(world.url("/a"))).reason == "bad_content"


async def test_a_transfer_that_breaks_off_gives_what_came(world: World) -> None:
    page = world.page("/a", rss())
    page.breaks_off = True
    answer = await get(world.url("/a"))
    assert isinstance(answer, Fetched)
    assert answer.body == page.body
    assert not answer.whole


async def test_redirects_are_followed_but_not_for_ever(world: World) -> None:
    world.page("/a", rss())
    for path, target in (("/moved", "/a"), ("/loop", "/loop")):
        page = world.page(path)
        page.status, page.headers = 301, {"Location": target}
    answer = await get(world.url("/moved"))
    assert isinstance(answer, Fetched)
    assert answer.url == world.url("/a")
    assert await failure(world.url("/loop")) == Failed("http_error", "more than 5 redirects")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://desk.example/a", "javascript:alert(1)"])
async def test_only_the_web_is_gone_to(world: World, target: str) -> None:
    page = world.page("/moved")
    page.status, page.headers = 302, {"Location": target}
    assert (await failure(world.url("/moved"))).reason == "forbidden"
    assert (await failure(target)).reason == "forbidden"
