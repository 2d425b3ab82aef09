"""One look at a feed, and the feeds of a web site."""

import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.clues import named_in
from connectors.sources.discovery import Discovered, discover
from connectors.sources.probe import Finding, probe
from connectors.sources.web.exchange import Answer, Failed, Fetched, Question
from connectors.sources.web.fetch import fetcher
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOST = 10_000_000
MISSING = Failed(reason="not_found", detail="HTTP 404", status=404)


def rss(name: str, *items: str, head: str = "") -> str:
    return f'<rss version="2.0"><channel><title>{name}</title>{head}{"".join(items)}</channel></rss>'


def item(
    number: int, date: str = "Sun, 22 Nov 2026 10:00:00 GMT", title: str = "Truce holds in the city"
) -> str:
    return (
        f"<item><title>{title}</title><link>https://x.example/{number}</link><pubDate>{date}</pubDate></item>"
    )


FEED = rss("Wire", item(1), item(2, "Sun, 22 Nov 2026 11:00:00 GMT"))
ARABIC = '<?xml version="1.0" encoding="windows-1256"?>' + rss(
    "وكالة", item(1, title="وقف إطلاق النار في إدلب")
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><link rel="hub" href="https://hub.example/?k=1"/>'
    "<entry><title>Only one</title><id>urn:1</id><updated>2026-11-22T09:00:00Z</updated></entry></feed>"
)
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "Json", "items": [{"id": "1", "content_text": "a"}]}'
PAGE = """<html><head><base href="/sub/">
<link rel="alternate" type="application/rss+xml" href="news.xml" title="News">
<link rel='ALTERNATE nofollow' type='application/atom+xml; charset=utf-8' href='/atom'>
<link rel="alternate" hreflang="fa" href="/fa/"><link rel="alternate" type="application/rss+xml" href="http://[half">
</head><body><a href="/list/rss?lang=ar">Arabic</a> <a href="/brass.html">no</a>
<a href="https://elsewhere.example/feed">theirs</a></body></html>"""


class Site:
    """A web site of fixed pages; ``asked`` holds the paths."""

    def __init__(self, pages: Mapping[str, str | bytes]) -> None:
        self.pages, self.base = pages, ""
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        body = self.pages.get(request.path_qs)
        if body is None:
            return web.Response(status=404)
        raw = body if isinstance(body, bytes) else body.encode()
        return web.Response(body=raw, content_type="text/html" if raw.startswith(b"<html") else "text/xml")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site({})
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


async def found(site: Site, path: str, *, allow: tuple[str, ...] = ("127.0.0.0/8",), **said: str) -> Finding:
    async with fetcher(Rss(allow=allow)) as fetch:
        return await probe(Feed(id="x", url=site.base + path, **said), fetch, MOST, NOW)  # type: ignore[arg-type]


async def discovered(site: Site, path: str = "/") -> Discovered:
    async with fetcher(Rss(allow=("127.0.0.0/8",))) as fetch:
        return await discover(Feed(id="x", url=site.base + path), fetch, MOST, NOW)


async def test_a_feed_is_described(site: Site) -> None:
    site.pages = {"/a": ATOM, "/w": ARABIC.encode("windows-1256"), "/r": FEED}
    arabic = await found(site, "/w")
    assert (arabic.good, arabic.format, arabic.title) == (True, "RSS 2.0", "وكالة")
    assert (arabic.language, arabic.encoding, arabic.entries) == ("ar", "windows-1256", 1)
    atom = await found(site, "/a")
    assert (atom.format, atom.hub, atom.warnings) == ("Atom", "https://hub.example/?k=1", ())
    plain = await found(site, "/r")
    assert (plain.newest, plain.entries) == (NOW - timedelta(hours=1), 2)
    assert plain.bytes == len(FEED)


@pytest.mark.parametrize(
    ("path", "outcome"),
    [("/page", "html"), ("/nothing", "not_found"), ("/empty", "empty"), ("/text", "not_a_feed")],
)
async def test_what_is_no_feed_is_told_why(site: Site, path: str, outcome: str) -> None:
    site.pages = {"/page": PAGE, "/empty": "", "/text": "hello"}
    finding = await found(site, path)
    assert (finding.good, finding.outcome) == (False, outcome)
    assert finding.detail


async def test_addresses_inside_are_not_asked_unless_they_are_allowed(site: Site) -> None:
    finding = await found(site, "/", allow=())
    assert finding.outcome == "forbidden"
    assert site.asked == []


@pytest.mark.parametrize(
    ("body", "warning"),
    [
        (rss("Old", item(1, "Sun, 01 Mar 2026 10:00:00 GMT")), "nothing new for 266 days"),
        (rss("Empty"), "it holds no entries now"),
        (rss("Dates", item(1, "soon"), item(2)), "1 of 2 entries have no date that can be read"),
        (
            rss("Future", item(1, "Sun, 22 Nov 2027 10:00:00 GMT")),
            "1 of 1 entries have a date that is still to come",
        ),
        (
            rss("Nameless", "<item><description>a</description></item>"),
            "1 of 1 entries have neither link nor id",
        ),
        (
            rss("Other", item(1), head="<language>fr</language>"),
            "its language looks like fr, the list says ar",
        ),
    ],
)
async def test_what_is_odd_about_a_feed_is_told(site: Site, body: str, warning: str) -> None:
    site.pages = {"/": body}
    finding = await found(site, "/", language="ar")
    assert finding.good
    assert warning in finding.warnings


async def test_an_address_that_is_a_feed_is_the_answer(site: Site) -> None:
    site.pages = {"/r": FEED, "/feed": FEED}
    outcome = await discovered(site, "/r")
    assert [(one.finding.url, one.way) for one in outcome.feeds] == [(f"{site.base}/r", "the address itself")]
    assert site.asked == ["/r"]


async def test_a_page_tells_its_feeds_and_the_usual_places_are_tried(site: Site) -> None:
    site.pages = {
        "/": PAGE,
        "/sub/news.xml": FEED,
        "/atom": ATOM,
        "/list/rss?lang=ar": ARABIC.encode("windows-1256"),
        "/feed.json": JSON,
        "/feed": FEED,  # the same as what is named
        "/rss": rss("Twice", item(7)),
        "/rss.xml": rss("Twice", item(7)),
    }
    outcome = await discovered(site)
    ways = {one.finding.url.removeprefix(site.base): one.way for one in outcome.feeds}
    json = {"/feed.json": "usual place"} if "/feed.json" in ways else {}
    assert ways == {
        "/sub/news.xml": "named",
        "/atom": "named",
        "/list/rss?lang=ar": "linked",
        "/rss": "usual place",
        **json,
    }
    assert all("elsewhere" not in path and "brass" not in path for path in site.asked)
    assert outcome.asked == len(site.asked) == len(set(site.asked))


async def test_a_page_leads_to_no_other_host_within(site: Site) -> None:
    async def inside(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    start = site.base.replace("127.0.0.1", "site.example")
    site.pages = {"/": f'<html><link rel="alternate" type="application/rss+xml" href="{site.base}/inner">'}
    async with fetcher(Rss(allow=("127.0.0.0/8",)), lookup=inside) as fetch:
        outcome = await discover(Feed(id="x", url=f"{start}/"), fetch, MOST, NOW)
    assert (outcome.feeds, outcome.start.outcome) == ((), "html")
    assert "/feed" in site.asked
    assert "/inner" not in site.asked


async def test_a_site_without_feeds_says_what_was_there(site: Site) -> None:
    site.pages = {"/blog/": "<html><p>Nothing</p></html>"}
    outcome = await discovered(site, "/blog/")
    assert (outcome.feeds, outcome.start.outcome) == ((), "html")
    assert {"/blog/feed", "/feed", "/blog/?feed=rss2"} <= set(site.asked)
    missing = await discovered(site, "/gone")
    assert missing.start.outcome == "not_found"
    assert missing.asked > 10


async def test_a_server_that_is_not_there_is_asked_once(site: Site) -> None:
    site.base = "http://127.0.0.1:1"
    outcome = await discovered(site)
    assert (outcome.asked, outcome.start.outcome) == (1, "unreachable")


@pytest.mark.parametrize(
    "page",
    [
        b"<![foo bar[ x]]>",
        b"<!DOCTYPE a [<!x y>]>",
        b"",
        b"\0",
        b"<" * 2_000_000,
        b"<a " * 700_000,
        b"<a href='x" * 200_000,
        b"<div>" * 400_000,
    ],
    ids=range(8),
)
async def test_no_page_holds_up_the_search(page: bytes) -> None:
    async def fetch(question: Question) -> Answer:
        return Fetched(body=page, url=question.url) if question.url.endswith("/page") else MISSING

    begin = time.process_time()
    outcome = await discover(Feed(id="x", url="https://x.example/page"), fetch, MOST, NOW)
    assert time.process_time() - begin < 5
    assert outcome.feeds == ()


@given(st.text())
def test_any_text_is_a_page(text: str) -> None:
    for url in named_in(Fetched(body=text.encode("utf-8", "replace"), url="https://x.example/")):
        assert url.startswith(("http://", "https://"))


async def test_links_that_say_that_they_are_feeds_are_asked_and_named_ones_that_are_none_are_told(
    site: Site,
) -> None:
    site.pages = {
        "/": """<html><head><link rel="alternate" type="application/rss+xml" href="/dead.xml"></head><body>
<a href="/ru.xml"><b>RSS</b></a> <a href="/tr.json"> JSON
feed </a> <a href="/typed" type="application/atom+xml">subscribe</a> <a href="/brss">barssen</a>
<a href="/long">What the minister said of the feed that farmers have been waiting for</a>
<a href="https://elsewhere.example/x">RSS</a></body></html>""",
        "/ru.xml": FEED,
        "/tr.json": JSON,
        "/typed": ATOM,
    }
    outcome = await discovered(site)
    ways = {one.finding.url.removeprefix(site.base): one.way for one in outcome.feeds}
    assert ways == {"/ru.xml": "linked", "/tr.json": "linked", "/typed": "linked"}
    assert {"/brss", "/long"}.isdisjoint(site.asked)
    (dead,) = outcome.missing
    assert (dead.url, dead.outcome) == (f"{site.base}/dead.xml", "not_found")
