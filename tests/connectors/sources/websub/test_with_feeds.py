"""A feed that names a hub, the hub, and the source of feeds together: what is pushed goes the way of what is polled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html import escape

import pytest

from connectors.sources.rss.making import rss_source
from connectors.sources.rss.source import RssSource
from runtime.metrics import Instruments
from runtime.probe import free_port
from tests.conformance.sources import PATIENCE, reading, until_offered
from tests.connectors.sources.rss.world import World, feed_world, item, rss
from tests.connectors.sources.websub.hub import Hub
from tests.waiting import until
from tocsin.config.model import Config, Rss, WebSub
from tocsin.feeds.feed import Feed

SLOW = timedelta(hours=1)


def document(hub: Hub, topic: str, *items: str) -> str:
    links = "".join(
        f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{rel}" href="{escape(url)}"/>'
        for rel, url in (("hub", hub.url), ("self", topic))
    )
    return rss(*items).replace("<channel>", f"<channel>{links}")


@asynccontextmanager
async def polled(feed: Feed, callback: bool = True) -> AsyncIterator[RssSource]:
    port = free_port()
    websub = WebSub(callback=f"http://127.0.0.1:{port}/", port=port) if callback else WebSub()
    config = Config(rss=Rss(allow=("127.0.0.0/8",), min_interval=timedelta(seconds=1)), websub=websub)
    async with rss_source(config, Instruments("test"), ()) as source:
        source.apply([feed])
        source.take(0, 1, {})
        await source.connect()
        yield source


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with feed_world() as world:
        yield world


@pytest.fixture
async def hub(world: World) -> AsyncIterator[Hub]:
    """On the feeds' own host and port: on loopback no other would be asked."""
    async with Hub().served(world.answer) as hub:
        world.base = hub.url.rstrip("/")
        yield hub


async def test_what_a_hub_pushes_comes_at_once_and_once(world: World, hub: Hub) -> None:
    topic = world.url("/feed.xml?full=1")
    page = world.page("/feed.xml", document(hub, topic, item("1", "A ceasefire holds.")))
    async with polled(Feed(id="desk", url=world.url("/feed.xml"), interval=SLOW)) as source:
        await until_offered(source, "A ceasefire holds.")
        await until(lambda: len(hub.confirmed) > 0)
        assert hub.asked[0]["hub.topic"] == topic
        news = document(hub, topic, item("2", "It breaks."), item("1", "A ceasefire holds."))
        assert await hub.push(news.encode()) == 202
        taken = await reading(source)
        assert [(offer.article.body, offer.reason) for offer in taken.offers] == [("It breaks.", "new")]
        assert [offer.article.feed for offer in taken.offers] == ["desk"]
        taken.acknowledged()
        assert len(page.asked) == 1  # nobody polled


async def test_a_push_of_the_news_alone_is_no_gap(world: World, hub: Hub) -> None:
    topic = world.url("/feed.xml")
    world.page("/feed.xml", document(hub, topic, item("1", "One."), item("2", "Two.")))
    async with polled(Feed(id="desk", url=topic, interval=SLOW)) as source:
        await until_offered(source, "Two.")
        await until(lambda: len(hub.confirmed) > 0)
        assert await hub.push(document(hub, topic, item("3", "Three.")).encode()) == 202
        taken = await reading(source)
        taken.acknowledged()
        assert [offer.article.body for offer in taken.offers] == ["Three."]
        assert taken.state is not None
        assert (taken.state.gaps, taken.state.troubles) == (0, ())


async def test_a_push_that_only_the_whole_feed_explains_has_it_polled(world: World, hub: Hub) -> None:
    def post(number: int) -> str:
        return item("live", f"Post {number}.").replace("</item>", f"<guid>post-{number}</guid></item>")

    topic = world.url("/feed.xml")
    page = world.page("/feed.xml", document(hub, topic, post(1)))
    async with polled(Feed(id="desk", url=topic, interval=SLOW)) as source:
        await until_offered(source, "Post 1.")
        await until(lambda: len(hub.confirmed) > 0)
        page.body = document(hub, topic, post(2), post(1)).encode()
        assert await hub.push(document(hub, topic, post(2)).encode()) == 202
        while not (taken := await reading(source)).offers:
            taken.acknowledged()
        assert [(offer.article.body, offer.reason) for offer in taken.offers] == [("Post 2.", "new")]
        assert len(page.asked) == 2


async def test_pushes_in_quick_succession_all_arrive(world: World, hub: Hub) -> None:
    topic = world.url("/feed.xml")
    world.page("/feed.xml", document(hub, topic, item("0", "0")))
    async with polled(Feed(id="desk", url=topic, interval=SLOW)) as source:
        await until_offered(source, "0")
        await until(lambda: len(hub.confirmed) > 0)
        news = [document(hub, topic, item(str(number), str(number))).encode() for number in range(1, 61)]
        for burst in range(0, 60, 3):
            assert set(await asyncio.gather(*map(hub.push, news[burst : burst + 3]))) == {202}
        bodies: set[str] = set()
        while len(bodies) < 60:
            taken = await reading(source)
            bodies |= {offer.article.body for offer in taken.offers}
            taken.acknowledged()


async def test_no_hub_is_asked_without_a_callback_or_where_the_feed_says_no(world: World, hub: Hub) -> None:
    topic = world.url("/feed.xml")
    world.page("/feed.xml", document(hub, topic, item("1", "One.")))
    for feed, callback in (
        (Feed(id="a", url=topic, interval=SLOW), False),
        (Feed(id="b", url=topic, interval=SLOW, websub=False), True),
    ):
        async with polled(feed, callback) as source:
            await until_offered(source, "One.")
            await asyncio.sleep(0)
    assert hub.asked == []


async def test_the_hub_a_feed_names_in_its_http_header_is_asked_too(world: World, hub: Hub) -> None:
    page = world.page("/feed.xml", rss(item("1", "One.")))
    topic = world.url("/canonical.xml")
    page.headers["Link"] = f'<{hub.url}>; rel="hub", <{topic}>; rel="self"'
    async with polled(Feed(id="desk", url=world.url("/feed.xml"), interval=SLOW)) as source:
        await until_offered(source, "One.")
        async with asyncio.timeout(PATIENCE):
            await until(lambda: len(hub.confirmed) > 0)
    assert hub.asked[0]["hub.topic"] == topic
