"""How a source process ends: with what it had of its feeds in Kafka, as far as Kafka takes it in time."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from connectors.sources import process
from connectors.sources.records import Record
from connectors.sources.runner import Runner
from tests.connectors.sources.rss.day import Desk, Topics
from tests.connectors.sources.rss.outlets import Outlet
from tests.connectors.sources.rss.virtual import virtually
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed

NAMES = [f"feed{number}" for number in range(300)]


class Ending:
    """A source of many feeds, shared with nobody, beside a Kafka that takes ``seconds`` for whatever it is sent."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.topics = Topics()
        self.stop = asyncio.Event()
        outlets = [Outlet(name, f"https://{name}.example/feed.xml", [0.0]) for name in NAMES]
        self.desk = Desk(outlets, Rss())
        self.took = 0.0

    async def run(self) -> None:
        """Polls every feed once before anything is sent; then the process is stopped."""
        source = self.desk.source
        source.apply([Feed(id=name, url=f"https://{name}.example/feed.xml") for name in NAMES])
        source.take(0, 1, {})
        await source.connect()
        await asyncio.sleep(30)
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, self.stop.set)
        begun = loop.time()
        runner = Runner(source, self.publish, self.desk.instruments)
        await process._until_stopped(process._parts(self.sharing(), [runner]), self.stop, source.close)
        self.took = loop.time() - begun

    async def sharing(self) -> None:
        await self.stop.wait()
        await self.desk.source.drop(0)

    async def publish(self, records: Sequence[Record]) -> tuple[Record, ...]:
        if records:
            await asyncio.sleep(self.seconds)
        return await self.topics.publish(records)


@pytest.mark.parametrize("seconds", [0.001, 1.0])
def test_a_process_that_is_stopped_brings_what_it_has_and_ends(seconds: float) -> None:
    ending = Ending(seconds)
    with capture_logs() as logs:
        virtually(ending.run())
    assert {article.feed for article in ending.topics.articles} == set(NAMES)
    assert ending.took < process._GRACE
    assert not logs


def test_one_whose_kafka_takes_nothing_ends_all_the_same_and_says_so() -> None:
    ending = Ending(3600)
    with capture_logs() as logs:
        virtually(ending.run())
    assert process._GRACE <= ending.took < process._GRACE + 1
    assert any("Kafka has not acknowledged" in line["event"] for line in logs)


def test_what_ends_the_sharing_ends_the_process() -> None:
    async def work() -> None:
        async def broken() -> None:
            raise ZeroDivisionError("a bug of ours")

        ending = Ending(0)
        runner = Runner(ending.desk.source, ending.publish, ending.desk.instruments)
        parts = process._parts(broken(), [runner])
        with pytest.raises(ZeroDivisionError):
            await process._until_stopped(parts, ending.stop, ending.desk.source.close)

    virtually(work())
