"""A thousand feeds, two source processes, one of them killed: each feed is polled by exactly one, always in time."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from runtime import topics
from runtime.kafka import Connection
from tests.e2e.desk import Command, Desk
from tests.streams.harness import read
from tocsin.config.model import Kafka
from tocsin.contract.events import Article
from tocsin.contract.topics import ARTICLES

pytestmark = [pytest.mark.e2e, pytest.mark.kafka, pytest.mark.timeout(300)]

FEEDS = 1000
ENTRIES = 3
INTERVAL = 24.0
SPREAD = 1.05  # half a tenth either way, so that feeds do not stay in step
SESSION = 3.0
# What is overdue where it is taken over is asked a hundred a second.
TURN = FEEDS / 100
# Kafka tells the other process at its next heartbeat; that gives its own feeds up, joins again and reads the states.
REBALANCE = 5.0
MOST_BETWEEN = INTERVAL * SPREAD + SESSION + REBALANCE + TURN
"""The longest time between two polls of a feed with a process killed in between: docs/decisions/0008."""
PATIENCE = 60.0


class Outlets:
    """A thousand feeds on loopback. ``asked`` is who (by its user agent) asked for which feed, and when."""

    def __init__(self) -> None:
        self.feeds = FEEDS
        self.asked: list[tuple[float, str, str]] = []
        self.address = ""

    async def answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.asked.append((time.monotonic(), request.headers["User-Agent"], name))
        items = "".join(
            f"<item><title>{name} report {n}</title><link>https://{name}.example/{n}</link></item>"
            for n in range(ENTRIES)
        )
        body = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    def since(self, begin: float, *agents: str) -> dict[str, set[str]]:
        """Who, of ``agents`` where any are named, has asked for each feed since ``begin``."""
        who: dict[str, set[str]] = {}
        for at, agent, name in self.asked:
            if at >= begin and (not agents or agent in agents):
                who.setdefault(name, set()).add(agent)
        return who

    def between(self, moment: float, agent: str) -> dict[str, float]:
        """For each feed the time between its last poll before ``moment`` and the first of ``agent`` after it."""
        last: dict[str, float] = {}
        found: dict[str, float] = {}
        for at, who, name in self.asked:
            if at < moment:
                last[name] = at
            elif who == agent and name not in found:
                found[name] = at - last[name]
        return found

    async def all_asked(self, begin: float, *agents: str, share: float = 1) -> None:
        """Wait until each feed (or that share of them) was asked for after ``begin``, by one of ``agents`` if any."""
        async with asyncio.timeout(PATIENCE):
            while len(self.since(begin, *agents)) < self.feeds * share:  # noqa: ASYNC110 -- other processes ask
                await asyncio.sleep(0.05)


@pytest.fixture
async def outlets() -> AsyncIterator[Outlets]:
    outlets = Outlets()
    app = web.Application()
    app.router.add_get("/{name}.xml", outlets.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    outlets.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield outlets
    await runner.cleanup()


def opened(
    folder: Path, name: str, outlets: Outlets, kafka: dict[str, Any], interval: float = INTERVAL
) -> Desk:
    folder = folder / name
    folder.mkdir()
    rss = {
        "interval": f"{interval:g}s",
        "min_interval": "1s",
        "user_agent": name,
        "allow": ["127.0.0.0/8"],
        "host_concurrency": 50,
        "host_delay": 0,
    }
    desk = Desk(folder, kafka=kafka, rss=rss)
    desk.feeds({f"feed-{n}": f"{outlets.address}/feed-{n}.xml" for n in range(outlets.feeds)})
    return desk


async def started(desk: Desk) -> Command:
    source = desk.start("source", "--metrics-port", "0")
    await source.ready()
    return source


def tell(what: str, seconds: Sequence[float]) -> None:
    """For `pytest -s`, and beside a failure."""
    in_order = sorted(seconds)
    print(
        f"{what}: {len(in_order)}, half within {in_order[len(in_order) // 2]:.1f} s, all {in_order[-1]:.1f} s"
    )


async def test_each_feed_is_polled_by_one_process_and_by_the_other_when_that_one_dies(
    apache_kafka: str, prefix: str, outlets: Outlets, tmp_path: Path
) -> None:
    connection = Connection((apache_kafka,), Kafka(topic_prefix=prefix))
    await topics.apply(connection, embedded=False)
    kafka = {"bootstrap_servers": [apache_kafka], "topic_prefix": prefix, "session_timeout": f"{SESSION:g}s"}
    with opened(tmp_path, "one", outlets, kafka) as first, opened(tmp_path, "two", outlets, kafka) as second:
        one = await started(first)
        await outlets.all_asked(0)
        await started(second)

        begin = time.monotonic()
        await outlets.all_asked(begin)
        shared = outlets.since(begin)
        assert {len(who) for who in shared.values()} == {1}
        halves = Counter(min(who) for who in shared.values())
        assert min(halves["one"], halves["two"]) > FEEDS / 4

        # In the midst of its work: some feeds were asked a moment ago, others are due that moment.
        await outlets.all_asked(time.monotonic(), share=0.5)
        one.kill9()
        killed = time.monotonic()
        await outlets.all_asked(killed, "two")
        took = time.monotonic() - killed
        late = killed + 3  # what the dead one had asked was still to be answered
        assert not [name for at, who, name in outlets.asked if at > late and who == "one"]
        between = outlets.between(killed, "two")
        assert len(between) == FEEDS
        tell("feeds of the killed process", [between[name] for name, who in shared.items() if who == {"one"}])
        tell("feeds of the other", [between[name] for name, who in shared.items() if who == {"two"}])
        print(f"since the kill: {took:.1f} s")
        assert max(between.values()) < MOST_BETWEEN
        assert took < INTERVAL * SPREAD + 1

        times = Counter(name for at, who, name in outlets.asked if at >= killed and who == "two")
        assert max(times.values()) <= 2

    articles = await read(connection, ARTICLES, Article)
    sent = Counter(article.id for article in articles)
    assert len(sent) == FEEDS * ENTRIES


async def test_a_process_that_is_stopped_leaves_its_feeds_to_the_other_at_once(
    apache_kafka: str, prefix: str, outlets: Outlets, tmp_path: Path
) -> None:
    connection = Connection((apache_kafka,), Kafka(topic_prefix=prefix))
    await topics.apply(connection, embedded=False)
    kafka = {"bootstrap_servers": [apache_kafka], "topic_prefix": prefix, "session_timeout": "60s"}
    outlets.feeds = 40
    with (
        opened(tmp_path, "one", outlets, kafka, interval=3) as first,
        opened(tmp_path, "two", outlets, kafka, interval=3) as second,
    ):
        one = await started(first)
        await started(second)
        begin = time.monotonic()
        await outlets.all_asked(begin)
        assert set().union(*outlets.since(begin).values()) == {"one", "two"}

        assert await asyncio.to_thread(one.stop) == 0
        stopped = time.monotonic()
        await outlets.all_asked(stopped, "two")
        assert time.monotonic() - stopped < 20
        assert not outlets.since(stopped + 1, "one")
