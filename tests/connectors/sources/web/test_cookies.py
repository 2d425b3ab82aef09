"""Cookies: off, or back to the host that set them."""

from collections.abc import Sequence

from connectors.sources.web.exchange import Fetch, Question
from connectors.sources.web.fetch import fetcher
from tests.connectors.sources.web.asking import document, failure
from tests.connectors.sources.web.conftest import LOOPBACK
from tests.connectors.sources.web.server import Server, serving
from tocsin.feeds.feed import Access

WITH = Access(cookies=True)


def cookies(server: Server) -> list[str]:
    return [asked.headers.get("cookie", "") for asked in server.asked]


async def test_they_are_off_by_default(server: Server, fetch: Fetch) -> None:
    server.say("/a", Set_Cookie="seen=1; Path=/")
    for _ in range(2):
        await document(fetch, server.url("/a"))
    assert cookies(server) == ["", ""]


async def test_a_feed_that_wants_them_gets_its_own_back(server: Server, fetch: Fetch) -> None:
    server.say("/a", Set_Cookie="seen=1; Path=/")
    for access in (WITH, WITH, Access(cookies=True, token="other"), Access()):
        await document(fetch, Question(url=server.url("/a"), access=access))
    assert cookies(server) == ["", "seen=1", "", ""]


async def test_a_page_that_wants_to_see_its_cookie_first(server: Server, fetch: Fetch) -> None:
    server.say("/a", 302, Location="/consent")
    server.say("/consent", 302, Location="/a", Set_Cookie="consent=yes; Path=/")
    answer = await failure(fetch, Question(url=server.url("/a"), access=WITH))
    assert answer.detail == "more than 5 redirects"
    assert cookies(server) == ["", "", "consent=yes", "consent=yes", "consent=yes", "consent=yes"]


async def test_no_other_host_gets_them(fetch: Fetch) -> None:
    async with serving("127.0.0.1", "127.0.0.2") as server:
        server.say("/a", 302, Location=server.url("/b", host="127.0.0.2"), Set_Cookie="seen=1; Path=/")
        server.say("/b", body=b"news")
        await document(fetch, Question(url=server.url("/a"), access=WITH))
        await document(fetch, Question(url=server.url("/b", host="localhost"), access=WITH))
        await document(fetch, Question(url=server.url("/b"), access=WITH))
        assert cookies(server) == ["", "", "", "seen=1"]


async def test_not_even_one_the_setting_host_would_share_them_with(server: Server) -> None:
    async def names(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    server.say("/a", Set_Cookie="seen=1; Domain=news.example; Path=/")
    async with fetcher(LOOPBACK, lookup=names) as fetch:
        for host in ("www.news.example", "news.example", "evil.news.example", "www.news.example"):
            await document(fetch, Question(url=server.url("/a", host=host), access=WITH))
    assert cookies(server) == ["", "", "", "seen=1"]


async def test_too_many_are_thrown_away(server: Server, fetch: Fetch) -> None:
    question = Question(url=server.url("/a"), access=WITH)
    for number in range(60):
        server.say("/a", Set_Cookie=f"c{number}=1; Path=/")
        await document(fetch, question)
    assert all(len(sent.split("; ")) <= 50 for sent in cookies(server))
