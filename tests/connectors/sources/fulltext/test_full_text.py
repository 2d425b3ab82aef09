"""Full text from a server on loopback: addresses judged, hosts treated politely, robots.txt obeyed."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from connectors.sources.fulltext.extend import FullText
from connectors.sources.fulltext.make import full_text
from connectors.sources.turns import Turns
from connectors.sources.web.client import Lookup
from connectors.sources.web.fetch import fetcher
from runtime.metrics import Instruments
from tests.connectors.sources.fulltext.making import made
from tests.connectors.sources.fulltext.pages import STORIES, page
from tests.connectors.sources.web.server import Asked, Server, answer, serving
from tocsin.config.model import Rss
from tocsin.feeds.feed import Access, Feed
from tocsin.polling.hosts import Manners

SETTINGS = Rss(allow=("127.0.0.0/8",))
STORY = STORIES["ru"]
PAGE = page(STORY, language="ru").encode("windows-1251")
HTML = "text/html; charset=windows-1251"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        server.say("/1", body=PAGE, Content_Type=HTML)
        yield server


@asynccontextmanager
async def reading(
    settings: Rss = SETTINGS, delay: float = 0.01, lookup: Lookup | None = None
) -> AsyncIterator[FullText]:
    turns = Turns(Manners(concurrency=2, delay=timedelta(seconds=delay)), lambda: datetime.now(UTC))
    try:
        async with fetcher(settings, lookup=lookup) as fetch:
            yield full_text(turns.polite(fetch), settings.user_agent, Instruments("source"))
    finally:
        turns.close()


def feed(server: Server, token: str = "") -> Feed:
    return Feed(id="wire", url=server.url("/rss"), full_text=True, access=Access(token=token))


async def test_the_page_is_fetched_and_read_in_its_encoding(server: Server) -> None:
    async with reading() as text:
        found = await text.extend([made(STORY, url=server.url("/1"))], feed(server, token="secret"))
    (article,) = found.articles
    assert (article.body[: article.own], article.notes) == (STORY.text, ("full_text",))
    assert server.targets() == ["/robots.txt", "/1"]
    asked = server.asked[-1].headers
    assert asked["authorization"] == "Bearer secret"
    assert asked["user-agent"] == SETTINGS.user_agent
    assert "authorization" not in server.asked[0].headers


async def test_robots_txt_is_obeyed(server: Server) -> None:
    server.say("/robots.txt", body=b"User-agent: *\nDisallow: /1\n", Content_Type="text/plain")
    async with reading() as text:
        found = await text.extend([made(STORY, url=server.url("/1"))], feed(server))
    assert found.articles[0].notes == ("full_text_forbidden",)
    assert server.targets() == ["/robots.txt"]


async def test_a_public_feed_opens_no_private_page_although_private_feeds_are_allowed(server: Server) -> None:
    public = Feed(id="wire", url="https://wire.example/rss", full_text=True)
    async with reading() as text:
        found = await text.extend([made(STORY, url=server.url("/1"))], public)
    assert found.articles[0].notes == ("full_text_forbidden",)
    assert server.connections == 0


async def inside(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


async def test_a_page_of_a_feed_within_leads_to_no_other_host_there(server: Server) -> None:
    async with serving() as inner, reading(lookup=inside) as text:
        inner.say("/1", body=PAGE, Content_Type=HTML)
        server.say("/moved", 302, Location=inner.url("/1"))
        urls = [server.url("/moved"), inner.url("/1"), inner.url("/1", "localhost")]
        for own in (feed(server), Feed(id="wire", url=server.url("/rss", "desk.example"), full_text=True)):
            found = await text.extend([made(STORY, url=url) for url in urls], own)
            assert {article.notes for article in found.articles} == {("full_text_forbidden",)}
        assert inner.connections == 0


async def test_robots_txt_is_asked_for_the_page_a_redirect_leads_to(server: Server) -> None:
    server.say("/robots.txt", body=b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
    server.say("/open", 302, Location="/closed/1")
    server.say("/closed/1", body=PAGE, Content_Type=HTML)
    async with reading() as text:
        found = await text.extend([made(STORY, url=server.url("/open"))], feed(server))
    assert found.articles[0].notes == ("full_text_forbidden",)
    assert server.targets().count("/robots.txt") == 1


async def test_pages_elsewhere_and_their_robots_txt_come_through_the_operators_own_proxy(
    server: Server,
) -> None:
    page, rules = "http://paper.example/1", "http://paper.example/robots.txt"
    server.say(page, body=PAGE, Content_Type=HTML)
    access = Access(proxy=server.url(""), token="secret")
    proxied = Feed(id="wire", url="http://wire.example/rss", full_text=True, access=access)
    async with reading(lookup=nowhere) as text:
        found = await text.extend([made(STORY, url=page)], proxied)
        assert found.articles[0].notes == ("full_text",)
        assert server.targets() == [rules, page]
        assert not any("authorization" in asked.headers for asked in server.asked)
        server.say(rules, body=b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")
    async with reading(lookup=nowhere) as text:
        found = await text.extend([made(STORY, url=page)], proxied)
    assert found.articles[0].notes == ("full_text_forbidden",)
    assert server.targets() == [rules, page, rules]


async def nowhere(host: str, port: int) -> Sequence[str]:
    raise OSError(f"{host} was looked up: it is the proxy's to find")


async def test_what_robots_txt_says_by_one_way_holds_for_no_other(server: Server) -> None:
    """A page that only its own feed may reach is not closed to it because another feed was refused."""
    other = Feed(id="other", url="https://wire.example/rss", full_text=True)
    async with reading() as text:
        refused = await text.extend([made(STORY, url=server.url("/1"))], other)
        assert refused.articles[0].notes == ("full_text_forbidden",)
        found = await text.extend([made(STORY, url=server.url("/1"), body=STORY.text[:60])], feed(server))
    assert found.articles[0].notes != ("full_text_forbidden",)
    assert "/1" in server.targets()


async def test_a_server_that_never_answers_holds_an_article_up_for_no_longer_than_the_limit(
    server: Server,
) -> None:
    async def silence(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    server.pages["/slow"] = silence
    articles = [made(STORY, url=server.url(path)) for path in ("/slow", "/1")]
    async with reading() as text:
        text._limit = 0.5
        began = time.monotonic()
        found = await text.extend(articles, feed(server))
        assert time.monotonic() - began < 2
    assert [article.notes for article in found.articles] == [("full_text_failed",), ("full_text",)]
    assert found.again == {0}


async def test_a_host_is_asked_as_politely_as_it_was_told(server: Server) -> None:
    at_once = most = 0

    async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.02)
        at_once -= 1
        writer.write(answer(body=PAGE, Content_Type=HTML))
        await writer.drain()

    paths = [f"/{number}" for number in range(10)]
    server.pages |= dict.fromkeys(paths, slowly)
    async with reading() as text:
        found = await text.extend([made(STORY, url=server.url(path)) for path in paths], feed(server))
    assert {article.notes for article in found.articles} == {("full_text",)}
    assert most == 2
