"""The list of feeds is changed, broken, mended and put into OPML while a source runs; then `feeds health` is asked."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from connectors.sources.feedwatch import FAULTY
from runtime import topics
from runtime.kafka import Connection
from tests.e2e.desk import Command, Desk
from tests.e2e.world import FeedWorld, Item
from tests.streams.harness import read, until
from tocsin.config.model import Kafka
from tocsin.contract.events import Article
from tocsin.contract.topics import ARTICLES
from tocsin.metrics import FEED_LIST_FAULTS, FEED_LIST_RELOADS

pytestmark = [pytest.mark.e2e, pytest.mark.kafka, pytest.mark.timeout(180)]

NAMES = ("wire", "post", "mail")


@pytest.fixture
async def world() -> AsyncIterator[FeedWorld]:
    world = FeedWorld()
    for name in NAMES:
        world.show(name, [Item(f"https://{name}.example/1", f"{name} reports", "Nothing else.")])
    async with world.served():
        yield world


@pytest.fixture
async def connection(apache_kafka: str, prefix: str) -> Connection:
    connection = Connection((apache_kafka,), Kafka(topic_prefix=prefix))
    await topics.apply(connection, embedded=False)
    return connection


@pytest.fixture
def desk(connection: Connection, tmp_path: Path) -> Iterator[Desk]:
    kafka = {
        "bootstrap_servers": list(connection.bootstrap),
        "topic_prefix": connection.settings.topic_prefix,
    }
    rss = {
        "interval": "200ms",
        "min_interval": "100ms",
        "host_delay": 0,
        "allow": ["127.0.0.1"],
        "reload_every": "100ms",
    }
    with Desk(tmp_path, kafka=kafka, rss=rss) as desk:
        yield desk


async def asked_again(world: FeedWorld, *names: str) -> None:
    """Wait until each feed was asked for, from now on."""
    begin = len(world.fetches)

    async def asked() -> bool:
        return set(names) <= set(world.fetches[begin:])

    await until(asked, what=f"polls of {names}")


async def holds(source: Command, faults: int) -> None:
    async def met() -> bool:
        return await source.counted(FEED_LIST_FAULTS) == faults and (
            FAULTY in (await source.wrong() or {})
        ) == bool(faults)

    await until(met, what=f"{faults} faults")


async def left_alone(world: FeedWorld, name: str, other: str) -> None:
    """Wait until ``other`` was asked for three times while ``name`` was not."""
    begin = len(world.fetches)

    async def met() -> bool:
        since = Counter(world.fetches[begin:])
        if since[name]:
            raise AssertionError(f"{name} is still polled")
        return since[other] >= 3

    await until(met)


async def test_a_source_takes_what_its_files_say(
    world: FeedWorld, desk: Desk, connection: Connection
) -> None:
    desk.feeds({"wire": world.url("wire")})
    source = desk.start("source", "--metrics-port", "0")
    await source.ready()
    await asked_again(world, "wire")

    added = await asyncio.to_thread(desk.call, "feeds", "add", world.url("post"), "--id", "post")
    assert added.returncode == 0, added.stderr
    await asked_again(world, "wire", "post")

    good = (desk.folder / "feeds.yaml").read_text()
    (desk.folder / "feeds.yaml").write_text(good.replace("id: wire", "id: Wire"))
    await holds(source, 1)
    await asked_again(world, "wire", "post")  # the last good list stays

    outline = f'<outline xmlUrl="{world.url("mail")}" tocsin:id="mail"/>'
    (desk.folder / "more.opml").write_text(
        f'<opml version="2.0" xmlns:tocsin="urn:tocsin:feeds"><body>{outline}</body></opml>'
    )
    (desk.folder / "feeds.yaml").write_text(f"{good}opml: [more.opml]\n")
    await holds(source, 0)
    await asked_again(world, *NAMES)

    (desk.folder / "more.opml").write_text("<opml/>")
    await source.says("feeds changed", "removed=1")
    await asked_again(world, "wire")
    await left_alone(world, "mail", "wire")
    assert await source.counted(FEED_LIST_RELOADS, outcome="good") == 3

    async def all_known() -> bool:
        health = {
            one["feed"]: one
            for one in json.loads((await asyncio.to_thread(desk.call, "feeds", "health", "--json")).stdout)
        }
        return {name: (one["health"], one["entries"]) for name, one in health.items()} == {
            "wire": ("well", 1),
            "post": ("well", 1),
            "mail": ("unlisted", 1),
        }

    await until(all_known, what="the health of all three")
    sent = Counter(article.feed for article in await read(connection, ARTICLES, Article))
    assert sent == dict.fromkeys(NAMES, 1)
