"""Questions, and every kind of answer to them."""

import asyncio
import gzip
import zlib
from datetime import timedelta

import pytest

from connectors.sources.web.exchange import Failed, Fetch, Fetched, NotModified, Question
from connectors.sources.web.fetch import fetcher
from tests.connectors.sources.web.asking import BRIEFLY, document, failure
from tests.connectors.sources.web.conftest import LOOPBACK
from tests.connectors.sources.web.server import Server, answer, serving
from tocsin.feeds.feed import Access
from tocsin.polling.outcome import FetchFailure
from tocsin.polling.state import Validators

KNOWN = Validators('"v1"', "Sun, 01 Mar 2026 10:00:00 GMT")


async def test_a_document_comes_with_all_that_is_said_of_it(server: Server, fetch: Fetch) -> None:
    server.say(
        "/a",
        body="новости".encode("cp1251"),
        Content_Type="Text/XML; charset=windows-1251",
        ETag=KNOWN.etag,
        Last_Modified=KNOWN.last_modified,
        Cache_Control="public, max-age=600",
        Link='<https://hub.example/>; rel="hub", </feed>; rel="self alternate", <mailto:a@b>; rel=author',
    )
    assert await document(fetch, server.url("/a#top")) == Fetched(
        body="новости".encode("cp1251"),
        url=server.url("/a"),
        charset="windows-1251",
        media_type="text/xml",
        validators=KNOWN,
        fresh_for=timedelta(minutes=10),
        links=(
            ("hub", "https://hub.example/"),
            ("self", server.url("/feed")),
            ("alternate", server.url("/feed")),
        ),
    )


async def test_a_server_may_say_nothing(server: Server, fetch: Fetch) -> None:
    server.say("/a", body=b"news")
    assert await document(fetch, server.url("/a")) == Fetched(body=b"news", url=server.url("/a"))


async def test_we_introduce_ourselves(server: Server, fetch: Fetch) -> None:
    server.say("/a")
    await document(fetch, Question(url=server.url("/a"), accept="text/xml"))
    own = Access(user_agent="desk/2")
    await document(fetch, Question(url=server.url("/a"), access=own))
    assert [asked.headers["user-agent"] for asked in server.asked] == [LOOPBACK.user_agent, "desk/2"]
    assert server.asked[0].headers["accept"] == "text/xml"
    assert server.asked[0].headers["accept-encoding"] == "gzip, deflate"
    assert "if-none-match" not in server.asked[0].headers
    assert "cookie" not in server.asked[0].headers


async def test_a_known_version_is_asked_for_by_its_names(server: Server, fetch: Fetch) -> None:
    server.say("/a", 304, Cache_Control="max-age=60")
    assert await fetch(Question(url=server.url("/a"), known=KNOWN)) == NotModified(
        fresh_for=timedelta(minutes=1)
    )
    assert server.asked[0].headers["if-none-match"] == KNOWN.etag
    assert server.asked[0].headers["if-modified-since"] == KNOWN.last_modified


async def test_not_modified_to_a_question_without_conditions_is_no_answer(
    server: Server, fetch: Fetch
) -> None:
    server.say("/a", 304)
    assert await failure(fetch, server.url("/a")) == Failed(
        reason="http_error", detail="HTTP status 304 Said", status=304
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (300, "http_error"),
        (400, "http_error"),
        (401, "denied"),
        (403, "denied"),
        (404, "not_found"),
        (407, "denied"),
        (410, "gone"),
        (418, "http_error"),
        (429, "busy"),
        (451, "denied"),
        (500, "http_error"),
        (502, "http_error"),
        (503, "busy"),
        (599, "http_error"),
    ],
)
async def test_every_status_is_taken_as_what_it_is(
    server: Server, fetch: Fetch, status: int, reason: FetchFailure
) -> None:
    server.say("/a", status, b"sorry", Retry_After="120")
    assert await failure(fetch, server.url("/a")) == Failed(
        reason=reason,
        detail=f"HTTP status {status} Said",
        status=status,
        retry_after=timedelta(minutes=2),
    )


async def test_who_is_busy_is_told_wherever_redirects_led(server: Server, fetch: Fetch) -> None:
    server.say("/old", 302, Location=server.url("/a", host="localhost"))
    server.say("/a", 429, Retry_After="120")
    assert (await failure(fetch, server.url("/old"))).url == server.url("", host="localhost")


async def test_a_wait_may_be_asked_for_as_a_date(server: Server, fetch: Fetch) -> None:
    server.say("/a", 503, Retry_After="Sun, 01 Mar 2026 12:30:00 GMT")
    assert (await failure(fetch, server.url("/a"))).retry_after == timedelta(minutes=30)


async def test_part_of_a_document_is_not_the_whole(server: Server, fetch: Fetch) -> None:
    server.say("/a", 206, b"new")
    assert not (await document(fetch, server.url("/a"))).whole


# Redirects.


@pytest.mark.parametrize("status", [301, 308])
async def test_where_a_feed_moved_to_for_good_is_told(server: Server, fetch: Fetch, status: int) -> None:
    server.say("/old", status, Location="/new?x=1#top")
    server.say("/new?x=1", body=b"news", ETag=KNOWN.etag)
    found = await document(fetch, server.url("/old"))
    assert (found.url, found.moved) == (server.url("/new?x=1"), server.url("/new?x=1"))
    server.say("/new?x=1", 304)
    assert await fetch(Question(url=server.url("/old"), known=KNOWN)) == NotModified(
        moved=server.url("/new?x=1")
    )


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_where_it_is_for_now_is_not(server: Server, fetch: Fetch, status: int) -> None:
    server.say("/old", status, Location="/new")
    server.say("/new", body=b"news")
    found = await document(fetch, server.url("/old"))
    assert (found.url, found.moved) == (server.url("/new"), "")


async def test_what_is_permanent_after_something_temporary_is_not_remembered(
    server: Server, fetch: Fetch
) -> None:
    for number, status in enumerate([301, 308, 302, 301]):
        server.say(f"/{number}", status, Location=f"/{number + 1}")
    server.say("/4", body=b"news")
    found = await document(fetch, server.url("/0"))
    assert (found.url, found.moved) == (server.url("/4"), server.url("/2"))


async def test_a_redirect_may_be_told_instead_of_followed(server: Server, fetch: Fetch) -> None:
    there = server.url("/a", host="localhost")
    server.say("/old", 302, Location=there)
    server.say("/a", 200, b"news")
    assert (await failure(fetch, Question(url=server.url("/old"), follow=False))).onward == there
    assert len(server.asked) == 1
    assert (await document(fetch, Question(url=there, follow=False))).body == b"news"


async def test_five_redirects_are_followed_and_no_more(server: Server, fetch: Fetch) -> None:
    for number in range(6):
        server.say(f"/{number}", 302, Location=f"/{number + 1}")
    server.say("/6", body=b"news")
    assert (await document(fetch, server.url("/1"))).body == b"news"
    assert await failure(fetch, server.url("/0")) == Failed(
        reason="http_error", detail="more than 5 redirects", status=302
    )


async def test_circles_are_told(server: Server, fetch: Fetch) -> None:
    server.say("/a", 302, Location="/b")
    server.say("/b", 302, Location="/a")
    server.say("/self", 302, Location="")
    assert (await failure(fetch, server.url("/a"))).detail == "redirects in a circle"
    assert server.targets() == ["/a", "/b"]
    assert (await failure(fetch, server.url("/self"))).detail == "a redirect (302) to no address"


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://news.example/a",
        "gopher://news.example/a",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "//",
        "http://",
        "https://news.example:99999/",
        "http://[::1",
        "http://[news]/",
        "http://new\x01s.example/",
        "http://\udcff.example/",
        "x" * 5000,
    ],
)
async def test_only_the_web_is_gone_to(server: Server, fetch: Fetch, location: str) -> None:
    server.say("/moved", 302, Location=location)
    failed = await failure(fetch, server.url("/moved"))
    assert failed.reason in ("forbidden", "http_error")
    assert len(server.asked) == 1
    if not location.startswith("x"):
        assert (await failure(fetch, location)).reason in ("forbidden", "bad_content")


async def test_a_redirect_without_a_location(server: Server, fetch: Fetch) -> None:
    server.say("/moved", 301)
    assert (await failure(fetch, server.url("/moved"))).reason == "http_error"


async def test_all_hops_share_one_time_limit(server: Server, fetch: Fetch) -> None:
    async def slowly(_: object, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 302 Said\r\nContent-Length: 0\r\nLocation: /a%d\r\n\r\n" % len(server.asked))

    for number in range(6):
        server.pages[f"/a{number}"] = slowly
    assert await failure(fetch, Question(url=server.url("/a0"), timeout=BRIEFLY)) == Failed(
        reason="timeout", detail="no complete answer within 0.5 s"
    )


# Compression.

TEXT = b"<rss>" + b"news " * 1000 + b"</rss>"


def deflated(raw: bytes) -> bytes:
    one = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return one.compress(raw) + one.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", deflated(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("gzip", gzip.compress(gzip.compress(TEXT))),
        ("identity", TEXT),
        ("utf-8", TEXT),
        ("", gzip.compress(TEXT)),
        ("", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
    ],
)
async def test_whatever_is_compressed_is_opened(
    server: Server, fetch: Fetch, encoding: str, body: bytes
) -> None:
    server.say("/a", body=body, Content_Encoding=encoding)
    found = await document(fetch, server.url("/a"))
    assert found.body == TEXT
    assert found.whole


async def test_a_compressed_file_that_breaks_off_gives_what_came(server: Server, fetch: Fetch) -> None:
    server.say("/a.xml.gz", body=gzip.compress(TEXT * 100)[:-300], Content_Type="application/gzip")
    found = await document(fetch, server.url("/a.xml.gz"))
    assert found.body
    assert (TEXT * 100).startswith(found.body)
    assert not found.whole


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_false_compression_is_bad_content(server: Server, fetch: Fetch, encoding: str) -> None:
    server.say("/a", body=b"\x00\xff<rss/>" * 10, Content_Encoding=encoding)
    assert (await failure(fetch, server.url("/a"))).reason == "bad_content"


# Manners.


async def test_a_connection_serves_the_next_question_too(server: Server, fetch: Fetch) -> None:
    server.say("/a", body=b"news")
    for _ in range(3):
        await document(fetch, server.url("/a"))
    assert server.connections == 1


async def test_no_host_sees_more_at_once_than_it_should_even_through_redirects(server: Server) -> None:
    now, most = 0, 0

    async def page(_: object, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1
        writer.write(answer(body=b"news"))

    async with serving() as crowded, fetcher(LOOPBACK) as fetch:
        crowded.pages["/a"] = page
        for number in range(20):
            server.say(f"/{number}", 302, Location=crowded.url("/a"))
        found = await asyncio.gather(*(fetch(Question(url=server.url(f"/{n}"))) for n in range(20)))
    assert all(isinstance(one, Fetched) for one in found)
    assert most == LOOPBACK.host_concurrency


async def test_asking_may_be_cancelled(server: Server, fetch: Fetch) -> None:
    reached, forever = asyncio.Event(), asyncio.Event()

    async def hang(_: object, writer: asyncio.StreamWriter) -> None:
        reached.set()
        await forever.wait()

    server.pages["/a"] = hang
    task = asyncio.ensure_future(fetch(Question(url=server.url("/a"))))
    await asyncio.wait_for(reached.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_nobody_there(server: Server, fetch: Fetch) -> None:
    url = server.url("/a")
    await server.close()
    failed = await failure(fetch, url)
    assert failed.reason == "unreachable"
    assert "refused" in failed.detail
