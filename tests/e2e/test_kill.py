"""Power cuts: 1,000 articles, 200 repeats and 50 revisions, and every part killed with ``kill -9`` on the way.

What is delivered must equal what the pure core says when it is called once. Where a part dies is chosen
by what it has done, not by time.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiokafka.admin import AIOKafkaAdminClient

from runtime import topics
from runtime.kafka import Connection, client_settings
from tests.e2e.account import account
from tests.e2e.desk import Desk
from tests.e2e.world import UNDATED, FeedWorld, Item, expected_alerts
from tests.happenings import happening
from tests.streams.harness import all_committed, read, stand, until
from tocsin.config.model import EMBEDDED
from tocsin.contract.events import Article
from tocsin.contract.topics import ALERTS, ARTICLES, UNIQUE
from tocsin.feeds.feed import Feed
from tocsin.metrics import DELIVERIES

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

FEEDS = [f"outlet-{n}" for n in range(10)]
PER_FEED = 100
HITS = (
    "Shelling was reported near Idlib",
    "Обстрел в Идлибе",
    "قصف على ريف إدلب",
    "آتش‌بس در منطقه",
    "Ateşkes görüşmeleri sürüyor",
    "Le cessez-le-feu tient",
)


def item(feed: int, number: int) -> Item:
    hit = HITS[number % len(HITS)] if number % 4 == 0 else "Markets closed higher"
    event = happening(feed * PER_FEED + number)
    return Item(
        link=f"https://outlet-{feed}.example/news/{number}",
        title=event.title,
        body=f"{hit}. {event.body}",
    )


def first_edition(feed: int) -> list[Item]:
    """A hundred items of its own, and twenty that the outlet before it carries too."""
    own = [item(feed, number) for number in range(PER_FEED)]
    return own + [item((feed - 1) % len(FEEDS), number) for number in range(20)]


def second_edition(feed: int) -> list[Item]:
    """Five items revised: one of them names Idlib only now."""
    items = first_edition(feed)
    for number in (1, 4, 5, 8, 9):
        old = items[number]
        more = " Residents of Idlib were told." if number == 1 else " Officials confirmed it."
        items[number] = Item(old.link, old.title, old.body + more)
    return items


@pytest.fixture
async def world() -> AsyncIterator[FeedWorld]:
    """Ten outlets with their first editions."""
    outlets = FeedWorld()
    for number, name in enumerate(FEEDS):
        outlets.show(name, first_edition(number))
    async with outlets.served():
        yield outlets


def feeds_of(world: FeedWorld) -> list[Feed]:
    return [Feed(id=name, url=world.url(name)) for name in FEEDS]


def revise(world: FeedWorld) -> None:
    for number, name in enumerate(FEEDS):
        world.show(name, second_edition(number))


def wanted(world: FeedWorld) -> dict[str, Article]:
    """What must be delivered, from both editions, by the id of its alert."""
    feeds = feeds_of(world)
    documents = [(feed, world.documents[feed.id]) for feed in feeds]
    revise(world)
    later = [(feed, world.documents[feed.id]) for feed in feeds]
    for feed, document in documents:
        world.documents[feed.id] = document
    return expected_alerts([*documents, *later])


def has(alerts: int, ids: Sequence[str]) -> bool:
    """Whether so many have rung."""
    return len(ids) >= alerts


Open = Callable[..., Desk]


@pytest.fixture
def opened(tmp_path: Path, world: FeedWorld) -> Iterator[Open]:
    """Opens a test's desk, which polls the world's feeds; takes what `kafka` in tocsin.yaml says."""
    with ExitStack() as stack:

        def open_desk(**kafka: Any) -> Desk:
            settings = {"session_timeout": "6s", **kafka}
            desk = stack.enter_context(
                Desk(tmp_path, kafka=settings, rss={"interval": "1s"}, stories={"archive": UNDATED})
            )
            desk.feeds({name: world.url(name) for name in FEEDS})
            return desk

        yield open_desk


def rung(desk: Desk) -> list[str]:
    """What has rung, in order; what was told of it later comes under the same ids."""
    alerts = desk.alerts()
    assert len({alert.event_id for alert in alerts}) == len(alerts)
    return [alert.id for alert in alerts if alert.kind == "initial"]


async def rings(
    desk: Desk, must: Mapping[str, Article], true: Callable[[list[str]], bool], what: str
) -> None:
    """Wait until it is true of the alerts delivered, all of which are ``must``."""

    async def look() -> bool:
        return true(rung(desk))

    try:
        await until(look, seconds=180, what=what)
    except AssertionError as fault:
        raise AssertionError(f"{fault}\n{await account(desk, must)}") from None


async def committed_by_sink(kafka: Connection) -> int:
    """How many records the sink's group has committed, over all partitions."""
    admin = AIOKafkaAdminClient(**client_settings(kafka))
    await admin.start()
    try:
        found = await admin.list_consumer_group_offsets(f"{kafka.settings.topic_prefix}sink-log")
    finally:
        await admin.close()
    return sum(one.offset for one in found.values())


async def test_kill_9_of_source_worker_and_sink_loses_nothing_and_says_nothing_twice(
    connection: Connection, world: FeedWorld, opened: Open, request: pytest.FixtureRequest
) -> None:
    await topics.apply(connection, embedded="embedded" in request.node.callspec.id)
    desk = opened(bootstrap_servers=list(connection.bootstrap), topic_prefix=connection.settings.topic_prefix)
    must = wanted(world)

    source = desk.start("source", "--instance", "0")

    async def some_feeds_fetched() -> bool:
        return len(world.fetches) >= 4 and bool(await read(connection, ARTICLES, Article))

    await until(some_feeds_fetched, what="four feeds fetched")
    source.kill9()
    at_kill = {article.id for article in await read(connection, ARTICLES, Article)}
    assert len(at_kill) < len(FEEDS) * PER_FEED, "the source was done already: nothing was tested"
    source = desk.start("source", "--instance", "0")

    worker = desk.start("worker", "--instance", "0")
    sink = desk.start("sink", "log")

    async def a_third_judged() -> bool:
        return len(await read(connection, UNIQUE, Article)) >= 300

    await until(a_third_judged, what="300 articles judged")
    worker.kill9()
    judged = await read(connection, UNIQUE, Article)
    assert len(judged) < len(FEEDS) * PER_FEED, "the worker was done already: nothing was tested"
    worker = desk.start("worker", "--instance", "0")

    for alerts in range(60, len(must), 20):
        await rings(desk, must, partial(has, alerts), f"{alerts} alerts")
        sink.kill9()
        committed, written = await committed_by_sink(connection), len(desk.told())
        assert len(rung(desk)) < len(must), "the sink was never killed where something could come again"
        sink = desk.start("sink", "log")
        if committed < written:
            break  # else everything written was committed by then, and nothing can come again
    assert committed < written

    async def first_edition_is_in_kafka() -> bool:
        return (
            len({article.id for article in await read(connection, ARTICLES, Article)})
            == len(FEEDS) * PER_FEED
        )

    await until(first_edition_is_in_kafka, what="the whole first edition in Kafka")
    revise(world)

    async def nothing_is_left_to_do() -> bool:
        return set(rung(desk)) == must.keys() and await all_committed(connection)

    await until(nothing_is_left_to_do, seconds=180, what=f"{len(must)} alerts, all committed")
    lines = rung(desk)
    assert len(lines) == len(set(lines)) == len(must)
    records = len(await stand(connection, ALERTS))
    assert records >= len(must)

    async def repeats_are_counted() -> bool:
        repeats = await sink.counted(DELIVERIES, outcome="repeat")
        return repeats == records - committed - (len(desk.told()) - written) > 0

    await until(repeats_are_counted, what="every record that came again, counted as a repeat")
    assert [part.stop() for part in (source, sink, worker)] == [0, 0, 0]


@pytest.mark.embedded
async def test_stopping_the_whole_tree_and_starting_it_again_loses_nothing(
    world: FeedWorld, opened: Open, prefix: str
) -> None:
    desk = opened(bootstrap_servers=[EMBEDDED], topic_prefix=prefix)
    must = wanted(world)
    first = desk.start("run")
    await rings(desk, must, lambda ids: len(ids) >= 60, "60 alerts")
    assert await asyncio.to_thread(first.stop) == 0
    assert not set(rung(desk)) >= must.keys(), "everything was done before the stop: nothing was tested"
    desk.start("run")
    await rings(
        desk,
        must,
        lambda ids: len(world.fetched) == len(FEEDS) and len(set(ids)) >= len(must) - len(FEEDS),
        "the first edition's alerts",
    )
    revise(world)
    await rings(desk, must, lambda ids: set(ids) == must.keys(), f"{len(must)} alerts")
    lines = rung(desk)
    assert len(lines) == len(set(lines))


@pytest.mark.embedded
async def test_kill_9_of_the_embedded_broker_costs_nothing_that_is_still_in_the_feeds(
    world: FeedWorld, opened: Open, prefix: str
) -> None:
    """It loses what it had acknowledged a moment ago. No part outlives it, to go on from what is lost; what the feeds
    hold is offered again.
    """
    desk = opened(bootstrap_servers=[EMBEDDED], topic_prefix=prefix)
    must = wanted(world)
    run = desk.start("run")
    await rings(desk, must, lambda ids: len(ids) >= 60, "60 alerts")
    children = psutil.Process(run.process.pid).children(recursive=True)
    (broker,) = [one for one in children if "noida" in one.name()]
    broker.kill()
    await run.says("every part starts anew")
    assert not [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    revise(world)
    await rings(desk, must, lambda ids: set(ids) >= must.keys(), f"{len(must)} alerts")
    lines = rung(desk)
    assert len(lines) == len(set(lines)) == len(must)
    assert await asyncio.to_thread(run.stop) == 0
