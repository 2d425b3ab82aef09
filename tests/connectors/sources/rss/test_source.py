"""Many feeds at once: the good ones go on, whatever the bad ones do, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread, current_thread, main_thread
from typing import Any, NamedTuple, get_args

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from connectors.sources.rss.document import Read
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.read import read
from connectors.sources.rss.source import RssSource
from runtime.metrics import Instruments
from tests.connectors.sources.rss.opening import source_on, utc_now
from tests.connectors.sources.rss.world import Page, World, item, rss
from tocsin.config.model import Rss
from tocsin.contract.events import Article, DeadLetter
from tocsin.feeds.feed import Feed
from tocsin.feeds.outcome import Reader as DocumentReader
from tocsin.polling.decide import Decision, Offer, decide
from tocsin.polling.state import FeedState

PATIENCE = 20.0
OFTEN = timedelta(milliseconds=20)
SETTINGS = Rss(interval=OFTEN, host_delay=timedelta(), host_concurrency=8)
RUSSIAN = "Стороны договорились о перемирии в Идлибе"
ARABIC = "اتفق الطرفان على وقف إطلاق النار في إدلب"


class Reader:
    """A source, and everything read from it and acknowledged so far."""

    def __init__(self, source: RssSource, instruments: Instruments) -> None:
        self.source = source
        self.instruments = instruments
        self.offers: list[Offer] = []
        self.dead: list[DeadLetter] = []
        self.states: dict[str, FeedState] = {}

    async def until(self, condition: Callable[[], bool]) -> None:
        """Read and acknowledge until ``condition`` holds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                try:
                    async with asyncio.timeout(0.02):
                        reading = await self.source.read()
                except TimeoutError:
                    continue
                self.offers += reading.offers
                self.dead += reading.dead
                if reading.state is not None:
                    self.states[reading.feed] = reading.state
                reading.acknowledged()

    def bodies(self, feed: str) -> list[str]:
        return [offer.article.body for offer in self.offers if offer.article.feed == feed]

    def counted(self, feed: str, outcome: str) -> float:
        labels = {"feed": feed, "outcome": outcome}
        return self.instruments.registry.get_sample_value("tocsin_fetches_total", labels) or 0


@asynccontextmanager
async def reading(
    feeds: Sequence[Feed],
    settings: Rss = SETTINGS,
    now: Callable[[], datetime] = utc_now,
    reader: Read = read,
    known: Mapping[str, FeedState] | None = None,
) -> AsyncIterator[Reader]:
    instruments = Instruments("test")
    async with source_on(feeds, settings, instruments, now=now, reader=reader, known=known or {}) as source:
        await source.connect()
        yield Reader(source, instruments)


def feed(world: World, name: str, timeout: float = 0.5) -> Feed:
    return Feed(id=name, url=world.url(f"/{name}"), interval=OFTEN, timeout=timedelta(seconds=timeout))


def truncated(page: Page) -> None:
    page.body = rss(item("one", "Whole news"), item("two", "Cut news")).encode()[:-60]


def broken_off(page: Page) -> None:
    truncated(page)
    page.breaks_off = True


def cyrillic(page: Page) -> None:
    page.body = rss(item("one", RUSSIAN)).encode("windows-1251")


def arabic(page: Page) -> None:
    page.body = rss(item("one", ARABIC)).encode("windows-1256")


def html(page: Page) -> None:
    page.body = b"<!doctype html><html><title>Sign in</title></html>"
    page.headers["Content-Type"] = "text/html"


def empty(page: Page) -> None:
    page.body = b""


def hanging(page: Page) -> None:
    page.hangs = True


def huge(page: Page) -> None:
    page.body = rss(item("one", "x" * 50 * 1024 * 1024)).encode()


def gone(page: Page) -> None:
    page.status = 404


@pytest.mark.parametrize(
    ("damage", "outcome", "read"),
    [
        (empty, "empty", []),
        (html, "html", []),
        (hanging, "timeout", []),
        (huge, "too_large", []),
        (gone, "not_found", []),
        (truncated, "truncated", ["Whole news"]),
        (broken_off, "truncated", ["Whole news"]),
        (cyrillic, "wrong_encoding", [RUSSIAN]),
        (arabic, "wrong_encoding", [ARABIC]),
    ],
)
async def test_a_bad_feed_is_named_and_counted_and_the_others_go_on(
    world: World, damage: Callable[[Page], None], outcome: str, read: list[str]
) -> None:
    bad, good = world.page("/bad"), world.page("/good", rss(item("one", "Good news")))
    damage(bad)
    patience = 5 if damage is huge else 0.3
    with capture_logs() as logs:
        async with reading([feed(world, "bad", patience), feed(world, "good", patience)]) as reader:
            await reader.until(lambda: bool(reader.counted("bad", outcome) and reader.bodies("good")))
            good.body = rss(item("one", "Good news"), item("two", "More news")).encode()
            await reader.until(lambda: "More news" in reader.bodies("good"))
            await reader.until(lambda: len(reader.bodies("bad")) >= len(read))
    assert [body for body in reader.bodies("bad") if body != "Cut news"] == read
    line = next(line for line in logs if line["log_level"] == "warning")
    assert line["feed"] == "bad"
    assert line["url"] == world.url("/bad")
    assert outcome in line["reason"]
    assert line["detail"]


async def test_a_feed_that_recovers_is_read_again(world: World) -> None:
    page = world.page("/desk", rss(item("one", "News")))
    page.status = 503
    async with reading([feed(world, "desk")]) as reader:
        await reader.until(lambda: reader.counted("desk", "busy") >= 3)
        page.status = 200
        await reader.until(lambda: reader.bodies("desk") == ["News"])


async def test_a_truncated_document_is_asked_for_again_under_the_same_version(world: World) -> None:
    page = world.page("/desk", rss(item("one", "First"), item("two", "Second")))
    page.breaks_off = True
    whole, page.body = page.body, page.body[:-70]
    page.tag = '"constant"'
    async with reading([feed(world, "desk")]) as reader:
        await reader.until(lambda: reader.counted("desk", "truncated") >= 2)
        page.body, page.breaks_off = whole, False
        await reader.until(lambda: "Second" in reader.bodies("desk"))


async def test_polling_goes_on_while_kafka_takes_nothing_and_every_article_is_offered_once(
    world: World,
) -> None:
    page = world.page("/desk", rss(item("one", "News")))
    async with reading([feed(world, "desk")]) as reader:
        async with asyncio.timeout(PATIENCE):
            readings = [await reader.source.read()]
            page.body = rss(item("two", "More news")).encode()
            while not any("More news" in offer.article.body for each in readings for offer in each.offers):
                readings.append(await reader.source.read())
        asked = len(page.asked)
        await reader.until(lambda: len(page.asked) >= asked + 3)
    offered = [offer.article.body for each in [*readings] for offer in each.offers] + reader.bodies("desk")
    assert offered == ["News", "More news"]


async def test_a_process_that_was_killed_before_its_state_was_kept_offers_the_same_again(
    world: World,
) -> None:
    world.page("/desk", rss(item("one", "News")))
    ids = []
    for _ in range(2):
        async with reading([feed(world, "desk")]) as reader:
            await reader.until(lambda: bool(reader.offers))
            ids.append([offer.article.id for offer in reader.offers])
    assert ids[0] == ids[1]


async def test_one_that_knows_the_state_kept_offers_nothing_again_and_asks_for_what_is_newer(
    world: World,
) -> None:
    page = world.page("/desk", rss(item("one", "News")))
    kept: FeedState | None = None
    async with reading([feed(world, "desk")]) as reader:
        await reader.until(lambda: bool(reader.offers))
        kept = reader.states["desk"]
    asked = len(page.asked)
    async with reading([feed(world, "desk")], known={"desk": kept}) as reader:
        await reader.until(lambda: len(page.asked) >= asked + 3)
    assert not reader.offers
    assert all(headers.get("If-None-Match") == page.etag for headers in page.asked[asked:])


async def test_a_document_known_to_the_byte_is_not_read_again_without_validators_either(world: World) -> None:
    world.page("/desk", rss(item("one", "News")), tagged=False)
    async with reading([feed(world, "desk")]) as reader:
        await reader.until(lambda: reader.counted("desk", "unchanged") >= 3)
    assert {offer.article.body for offer in reader.offers} == {"News"}


async def test_what_stays_in_its_feed_is_renewed_even_if_the_server_says_unchanged(world: World) -> None:
    world.page("/desk", rss(item("one", "News")))
    clock = [datetime(2026, 3, 1, tzinfo=UTC)]
    async with reading([feed(world, "desk")], now=lambda: clock[0]) as reader:
        await reader.until(lambda: reader.counted("desk", "unchanged") >= 1)
        clock[0] += SETTINGS.renew
        await reader.until(lambda: any(offer.reason == "renewal" for offer in reader.offers))
        again = reader.counted("desk", "unchanged") + 2
        await reader.until(lambda: reader.counted("desk", "unchanged") >= again)
    assert [offer.reason for offer in reader.offers].count("renewal") == 1


async def test_an_entry_that_says_nothing_is_a_dead_letter_once(world: World) -> None:
    blank = "<item><link>https://desk.example/blank</link></item>"
    page = world.page("/desk", rss(blank, item("one", "News")), tagged=False)
    async with reading([feed(world, "desk")]) as reader:
        await reader.until(lambda: bool(reader.dead))
        page.body = rss(blank, item("one", "News"), item("two", "More")).encode()
        await reader.until(lambda: "More" in reader.bodies("desk"))
    (letter,) = reader.dead
    assert (letter.stage, letter.reason, letter.origin.topic) == ("source", "unparseable", "feed:desk")
    assert "https://desk.example/blank" in letter.detail


@pytest.mark.parametrize("full_text", [False, True])
async def test_what_to_send_is_not_judged_on_the_event_loop(
    world: World, monkeypatch: pytest.MonkeyPatch, full_text: bool
) -> None:
    """Of a document of 20,000 entries it takes a tenth of a second."""
    threads: list[Thread] = []

    def noted(*args: Any, **more: Any) -> Decision:
        threads.append(current_thread())
        return decide(*args, **more)

    monkeypatch.setattr("connectors.sources.rss.document.decide", noted)
    world.page("/desk", rss(item("one", "News")))
    one = replace(feed(world, "desk"), full_text=full_text)
    async with source_on([one], SETTINGS, Instruments("test"), full_text=Pages()) as source:
        await source.connect()
        reader = Reader(source, Instruments("test"))
        await reader.until(lambda: bool(reader.offers))
    assert [offer.article.body for offer in reader.offers] == ["The page" if full_text else "News"]
    assert threads
    assert main_thread() not in threads


class Extended(NamedTuple):
    articles: Sequence[Article]
    again: frozenset[int] = frozenset()


class Pages:
    """All pages say the same."""

    async def extend(self, articles: Sequence[Article], feed: Feed) -> Extended:
        assert feed.full_text
        return Extended([replace(article, body="The page") for article in articles])


async def test_no_more_feeds_are_fetched_at_once_than_allowed(world: World) -> None:
    feeds = [feed(world, f"feed{number}") for number in range(6)]
    for each in feeds:
        world.page(f"/{each.id}", rss(item("one", each.id))).thinks = 0.05
    settings = SETTINGS.model_copy(update={"concurrency": 2})
    async with reading(feeds, settings) as reader:
        await reader.until(lambda: all(reader.bodies(each.id) for each in feeds))
    assert world.most_at_once == 2


async def test_a_fault_of_ours_stays_with_its_feed(world: World) -> None:
    world.page("/bad", rss(item("one", "Poison")))
    world.page("/good", rss(item("one", "Good news")))

    def reads(raw: bytes, charset: str, media_type: str, url: str) -> RawDocument:
        if b"Poison" in raw:
            raise ZeroDivisionError("a bug of ours")
        return read(raw, charset, media_type, url)

    async with reading([feed(world, "bad"), feed(world, "good")], reader=reads) as reader:
        await reader.until(lambda: reader.counted("bad", "failed") >= 2 and bool(reader.bodies("good")))


def malformed(page: Page) -> None:
    page.body = rss("<item><title>Fish & <chips</title></item>").encode()


def elsewhere(page: Page) -> None:
    page.status = 302
    page.headers["Location"] = "ftp://desk:secret@feeds.example/all.xml?key=secret"


def blank(page: Page) -> None:
    page.body = rss("<item><link>https://desk:secret@desk.example/one?key=secret</link></item>").encode()


@pytest.mark.parametrize("damage", [gone, malformed, elsewhere, truncated, blank])
async def test_no_log_shows_the_secrets_in_an_address(world: World, damage: Callable[[Page], None]) -> None:
    damage(world.page("/desk"))
    url = world.url("/desk?key=secret").replace("//", "//desk:secret@")
    with capture_logs() as logs:
        async with reading([Feed(id="desk", url=url, interval=OFTEN)]) as reader:
            await reader.until(lambda: bool(logs or reader.dead))
    told = f"{logs} {[letter.detail for letter in reader.dead]}"
    assert "secret" not in told
    assert "/desk" in told or "desk.example/one" in told


async def test_a_document_that_is_never_read_holds_up_its_feed_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.page("/bad", rss(item("one", "Poison")))
    world.page("/good", rss(item("one", "Good news")))
    never, begun = Event(), []

    def reads(raw: bytes, charset: str, media_type: str, url: str) -> RawDocument:
        if b"Poison" in raw and not never.is_set():
            begun.append(current_thread())
            never.wait(PATIENCE)
        return read(raw, charset, media_type, url)

    monkeypatch.setattr("connectors.sources.rss.poll._MOST_FOR_READING", 0.3)
    settings = SETTINGS.model_copy(update={"concurrency": 1})
    try:
        async with reading([feed(world, "bad"), feed(world, "good")], settings, reader=reads) as reader:
            await reader.until(lambda: reader.counted("bad", "timeout") >= 3 and bool(reader.bodies("good")))
            assert [thread.daemon for thread in begun] == [True]
            never.set()
            await reader.until(lambda: reader.bodies("bad") == ["Poison"])
    finally:
        never.set()


async def test_documents_are_counted_by_what_read_them_from_zero(world: World) -> None:
    plain, odd, json = world.page("/plain", rss(item("one", "News"))), world.page("/odd"), world.page("/json")
    assert plain
    truncated(odd)
    json.body = (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "a"}]}'
    )
    async with reading([feed(world, name) for name in ("plain", "odd", "json")]) as reader:

        def counted() -> dict[DocumentReader, float | None]:
            value = reader.instruments.registry.get_sample_value
            return {
                name: value("tocsin_documents_read_total", {"reader": name})
                for name in get_args(DocumentReader)
            }

        assert counted() == dict.fromkeys(get_args(DocumentReader), 0)
        read = {"fast", "feedparser", "jsonfeed"}
        await reader.until(lambda: {name for name, count in counted().items() if count} == read)
