"""Servers without manners: each question ends in time, within its bytes, with a value."""

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from connectors.sources.web.exchange import Failed, Fetch, Fetched, Question
from tests.connectors.sources.web.asking import BRIEFLY, document, failure
from tests.connectors.sources.web.server import Server, answer

MEGABYTE = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"

Sends = Callable[[asyncio.StreamWriter], Awaitable[None]]


def act(server: Server, sends: Sends) -> str:
    """The address where ``sends`` answers."""

    async def page(_: object, writer: asyncio.StreamWriter) -> None:
        await sends(writer)
        writer.close()

    server.pages["/a"] = page
    return server.url("/a")


async def dripping(writer: asyncio.StreamWriter, start: bytes, drop: bytes, pause: float = 0.02) -> None:
    writer.write(start)
    while not writer.is_closing():
        writer.write(drop)
        await writer.drain()
        await asyncio.sleep(pause)


async def forever(writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def silence_after_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 100\r\n\r\n<rss>")
    await forever(writer)


@pytest.mark.parametrize(
    "sends",
    [
        pytest.param(forever, id="silent from the start"),
        pytest.param(silence_after_headers, id="silent after the headers"),
        pytest.param(
            lambda w: dripping(w, HEAD + b"Content-Length: 1000000\r\n\r\n", b" "), id="drips the body"
        ),
        pytest.param(
            lambda w: dripping(w, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
            id="drips chunks",
        ),
        pytest.param(lambda w: dripping(w, b"HTTP/1.1 200 OK\r\nX-A: ", b"a"), id="drips a header"),
        pytest.param(lambda w: dripping(w, b"", b"HTTP/1.1 103 Early\r\n\r\n"), id="drips early hints"),
        pytest.param(
            lambda w: dripping(w, HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
            id="drips empty compressed members",
        ),
    ],
)
async def test_who_stalls_or_drips_runs_into_the_time_limit(
    server: Server, fetch: Fetch, sends: Sends
) -> None:
    url = act(server, sends)
    start = time.monotonic()
    answer = await failure(fetch, Question(url=url, timeout=BRIEFLY))
    assert answer == Failed(reason="timeout", detail="no complete answer within 0.5 s")
    assert time.monotonic() - start < 5


async def flood(writer: asyncio.StreamWriter, start: bytes, wave: bytes) -> None:
    writer.write(start)
    for _ in range(2000):
        writer.write(wave)
        await writer.drain()


@pytest.mark.parametrize(
    "sends",
    [
        pytest.param(
            lambda w: flood(w, b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 6000 + b"\r\n"), id="headers"
        ),
        pytest.param(lambda w: flood(w, b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 10000), id="one header"),
        pytest.param(lambda w: flood(w, b"HTTP/1.1 200 ", b"a" * 10000), id="a status"),
        pytest.param(lambda w: flood(w, b"", b"a" * 10000), id="no HTTP at all"),
        pytest.param(
            lambda w: flood(w, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 10000),
            id="a chunk's extension",
        ),
        pytest.param(
            lambda w: flood(
                w, HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: " + b"a" * 6000 + b"\r\n"
            ),
            id="trailers",
        ),
    ],
)
async def test_floods_are_left_early(server: Server, fetch: Fetch, sends: Sends) -> None:
    url = act(server, sends)
    tracemalloc.start()
    answer = await failure(fetch, Question(url=url, timeout=timedelta(seconds=5)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.reason in ("http_error", "bad_content", "unreachable")
    assert peak < 4 * MEGABYTE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail.example ESMTP\r\n",
        b"\x16\x03\x01\x00\x05hello",
        b"\x00" * 100,
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 OK 200\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/1.1 -1 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX\x00A: b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -10\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
    ],
)
async def test_what_is_no_answer_fails_as_a_value(server: Server, fetch: Fetch, raw: bytes) -> None:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    answer = await fetch(Question(url=act(server, send), timeout=timedelta(seconds=5)))
    assert isinstance(answer, Failed)
    assert answer.reason in ("unreachable", "http_error", "bad_content")
    assert answer.detail


async def test_a_length_too_long_gives_what_came(server: Server, fetch: Fetch) -> None:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(answer(body=b"<rss>", Content_Length="500"))

    found = await document(fetch, act(server, send))
    assert (found.body, found.whole) == (b"<rss>", False)


async def test_a_length_too_short_gives_so_much_and_nothing_to_the_next(server: Server, fetch: Fetch) -> None:
    server.pages["/short"] = answer(body=b"<rss>" + answer(body=b"smuggled"), Content_Length="5")
    server.say("/next", body=b"news")
    assert (await document(fetch, server.url("/short"))).body == b"<rss>"
    assert (await document(fetch, server.url("/next"))).body == b"news"


async def test_a_chunked_transfer_that_breaks_off_gives_what_came(server: Server, fetch: Fetch) -> None:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n5\r\n<it")
        await writer.drain()

    found = await document(fetch, act(server, send))
    assert found.body.startswith(b"<rss>")
    assert not found.whole


async def test_a_length_beyond_the_limit_is_not_waited_for(server: Server, fetch: Fetch) -> None:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Content-Length: 99999999999\r\n\r\n")
        await forever(writer)

    answer = await failure(fetch, Question(url=act(server, send), timeout=timedelta(seconds=5)))
    assert answer.reason == "too_large"


def bomb(megabytes: int) -> bytes:
    one = zlib.compressobj(9, wbits=zlib.MAX_WBITS + 16)
    return b"".join([*(one.compress(bytes(MEGABYTE)) for _ in range(megabytes)), one.flush()])


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        pytest.param(bomb(64), "gzip", id="gzip"),
        pytest.param(zlib.compress(bytes(64 * MEGABYTE), 9), "deflate", id="deflate"),
        pytest.param(gzip.compress(bomb(64)), "gzip", id="gzip in gzip"),
        pytest.param(bomb(64), "identity", id="a gzip file"),
        pytest.param(gzip.compress(bomb(64)), "identity", id="a gzip file in a gzip file"),
        pytest.param(bomb(1) * 64, "gzip", id="many members"),
        pytest.param(bomb(1) * 64, "identity", id="a file of many members"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
async def test_bombs_take_no_more_than_the_limit_and_a_chunk(
    server: Server, fetch: Fetch, body: bytes, encoding: str, chunked: bool
) -> None:
    most = 4 * MEGABYTE
    if chunked:
        framing = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    else:
        framing = b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    server.pages["/a"] = HEAD + b"Content-Encoding: " + encoding.encode() + b"\r\n" + framing
    tracemalloc.start()
    answer = await failure(fetch, Question(url=server.url("/a"), max_bytes=most))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer == Failed(reason="too_large", detail=f"more than {most} bytes (rss.max_bytes)")
    assert peak < most + MEGABYTE


async def test_a_document_without_end_is_left_at_the_limit(server: Server, fetch: Fetch) -> None:
    url = act(server, lambda w: flood(w, HEAD + b"\r\n", b"<!-- -->" * 8192))
    most = 4 * MEGABYTE
    tracemalloc.start()
    answer = await failure(fetch, Question(url=url, max_bytes=most))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.reason == "too_large"
    assert peak < most + MEGABYTE


@pytest.mark.parametrize(("size", "fits"), [(2000, True), (2001, False)])
@pytest.mark.parametrize("zipped", [False, True])
async def test_the_limit_counts_to_the_byte(
    server: Server, fetch: Fetch, size: int, fits: bool, zipped: bool
) -> None:
    body = b"a" * size
    server.say("/a", body=gzip.compress(body) if zipped else body)
    answer = await fetch(Question(url=server.url("/a"), max_bytes=2000))
    assert isinstance(answer, Fetched) == fits


@pytest.mark.parametrize(
    "headers",
    [
        {"ETag": '"' + "a" * 5000 + '"'},
        {"ETag": '"\udcff\udcfe"'},
        {"ETag": '"a\x7fb"'},
        {"Last_Modified": "\udcff"},
        {"Content_Type": "text/xml; charset=\udcff"},
        {"Content_Type": ";;;===\udcff"},
        {"Link": "<http://[::1>; rel=hub"},
        {"Link": ",;<>;=," * 500},
        {"Link": "<" * 4000},
        {"Cache_Control": "max-age=" + "9" * 4000},
        {"Cache_Control": "=,=,=;;,max-age="},
        {"Age": "-1", "Cache_Control": "max-age=10"},
        {"Expires": "0"},
        {"Expires": "Sun, 99 Foo 99999 99:99:99 GMT"},
        {"Date": "never", "Expires": "Sun, 01 Mar 2026 13:00:00 +9999"},
        {"Set_Cookie": "\udcff=\udcff; Path=;;; Domain=.."},
    ],
)
async def test_headers_may_say_anything(server: Server, fetch: Fetch, headers: dict[str, Any]) -> None:
    """What is kept of them can be sent back, stored and logged."""
    server.say("/a", body=b"news", **headers)
    found = await document(fetch, server.url("/a"))
    assert found.body == b"news"
    repr(found).encode()
    assert isinstance(await fetch(Question(url=server.url("/a"), known=found.validators)), Fetched)


async def test_a_status_line_may_say_anything(server: Server, fetch: Fetch) -> None:
    server.pages["/a"] = b"HTTP/1.1 500 \xff\xfe\x1b[31m\r\nContent-Length: 0\r\n\r\n"
    answer = await failure(fetch, server.url("/a"))
    assert answer.reason == "http_error"
    assert answer.detail.isprintable()
