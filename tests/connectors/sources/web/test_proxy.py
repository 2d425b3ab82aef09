"""Through a proxy: it is connected to by the same rules, and what it is asked for is judged by its name."""

import asyncio

import pytest

from connectors.sources.web.exchange import Fetch, Question
from connectors.sources.web.fetch import fetcher
from tests.connectors.sources.web.asking import document, failure
from tests.connectors.sources.web.server import Asked, Server, answer
from tests.tocsin.safety.forms import FORBIDDEN
from tocsin.config.model import Rss
from tocsin.feeds.feed import Access


def through(server: Server, token: str = "") -> Access:
    return Access(proxy=f"http://proxy-user:proxy-secret@127.0.0.1:{server.port}", token=token)


async def test_a_feed_is_fetched_through_it(server: Server, fetch: Fetch) -> None:
    server.say("http://news.example/a", body=b"news", Content_Type="text/xml")
    found = await document(
        fetch, Question(url="http://news.example/a", access=through(server, token="secret"))
    )
    assert (found.body, found.url) == (b"news", "http://news.example/a")
    sent = server.asked[0].headers
    assert sent["proxy-authorization"].startswith("Basic ")
    assert sent["authorization"] == "Bearer secret"
    assert sent["host"] == "news.example"


async def test_redirects_go_through_it_too(server: Server, fetch: Fetch) -> None:
    server.say("http://news.example/a", 301, Location="http://other.example/b")
    server.say("http://other.example/b", body=b"news")
    question = Question(url="http://news.example/a", access=through(server, token="secret"))
    assert (await document(fetch, question)).moved == "http://other.example/b"
    assert ["authorization" in asked.headers for asked in server.asked] == [True, False]


@pytest.mark.parametrize(
    "host",
    [f"[{address}]" if ":" in address else address for address, _ in FORBIDDEN if "%" not in address]
    + ["localhost", "printer", "metadata.google.internal", "2130706433", "0x7f.1", "１２７.0.0.1"],
)
async def test_it_is_not_asked_for_what_we_must_not_reach(server: Server, host: str) -> None:
    server.say("http://news.example/a", 302, Location=f"http://{host}/")
    async with fetcher(Rss(), allow=[("127.0.0.1", server.port)]) as fetch:
        for url in (f"http://{host}/", "http://news.example/a"):
            answer = await failure(fetch, Question(url=url, access=through(server)))
            assert answer.reason == "forbidden"
    assert server.targets() == ["http://news.example/a"]


async def test_nor_for_ports_that_are_not_open(server: Server, fetch: Fetch) -> None:
    question = Question(url="http://news.example:22/", access=through(server))
    assert "rss.ports" in (await failure(fetch, question)).detail
    assert server.asked == []


async def test_a_proxy_in_a_private_network_must_be_opened_like_anything_there(server: Server) -> None:
    async with fetcher(Rss()) as fetch:
        answer = await failure(fetch, Question(url="http://news.example/a", access=through(server)))
    assert answer.reason == "forbidden"
    assert "loopback" in answer.detail
    assert server.connections == 0


@pytest.mark.parametrize(
    ("status", "reason"), [(407, "denied"), (403, "denied"), (502, "http_error"), (503, "busy")]
)
async def test_a_tunnel_it_refuses(server: Server, fetch: Fetch, status: int, reason: str) -> None:
    server.say("news.example:443", status)
    said = await failure(
        fetch, Question(url="https://news.example/a", access=through(server, token="secret"))
    )
    assert (said.reason, said.detail, said.status) == (reason, f"the proxy answers {status}", status)
    assert "authorization" not in server.asked[0].headers


async def test_a_tunnel_that_leads_nowhere(server: Server, fetch: Fetch) -> None:
    async def connect(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Established\r\n\r\n" + answer(body=b"not TLS"))
        await writer.drain()
        writer.close()

    server.pages["news.example:443"] = connect
    said = await failure(fetch, Question(url="https://news.example/a", access=through(server)))
    assert said.reason == "unreachable"
    assert "secret" not in said.detail


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "http://[::1", "nonsense", "http://"])
async def test_what_is_no_proxy_is_a_failure(fetch: Fetch, proxy: str) -> None:
    said = await failure(fetch, Question(url="http://news.example/a", access=Access(proxy=proxy)))
    assert said.reason in ("forbidden", "bad_content", "unreachable")
