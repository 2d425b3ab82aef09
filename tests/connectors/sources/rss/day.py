"""A desk that lives through a day on a virtual clock: its source, its runner, and a Kafka that keeps what it gets."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from prometheus_client.parser import text_string_to_metric_families

from connectors.sources.records import Record
from connectors.sources.rss.poll import Means
from connectors.sources.rss.read import read
from connectors.sources.rss.source import RssSource
from connectors.sources.runner import Runner
from runtime.metrics import Instruments
from runtime.pool import Pool
from tests.connectors.sources.rss.outlets import DAWN, Outlet, Web
from tocsin.alerting.feeds import feed_alert
from tocsin.config.model import Rss
from tocsin.contract.events import Article, FeedAlert
from tocsin.feeds.feed import Feed
from tocsin.polling.state import FeedState, decode

Result = TypeVar("Result")


class PowerCut(Exception):  # noqa: N818
    """The process is gone, in the middle of what it did."""


class Topics:
    """What Kafka keeps. ``cut_at`` names a topic: whoever next sends to it has a power cut before it arrives."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.alerts: list[FeedAlert] = []
        self.states: dict[str, bytes] = {}
        self.cut_at = ""

    async def publish(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """As the publisher does; takes a moment."""
        for record in records:
            await asyncio.sleep(0.001)
            if record.topic.name == self.cut_at:
                self.cut_at = ""
                raise PowerCut
            self._keep(record)
        return ()

    def known(self) -> dict[str, FeedState]:
        """The latest states, as a source finds them."""
        found = [decode(value) for value in self.states.values()]
        return {state.feed: state for state in found if isinstance(state, FeedState)}

    def _keep(self, record: Record) -> None:
        match record.event:
            case Article() as article:
                self.articles.append(article)
            case FeedAlert() as alert:
                self.alerts.append(alert)
            case _:
                assert record.value is not None
                self.states[record.key.decode()] = record.value


class _AtOnce(Pool):
    """Reads on the spot: a thread would need real time."""

    async def run(self, name: str, work: Callable[[], Result], seconds: float) -> Result:
        return work()


class Desk:
    """A source on a web of outlets, in virtual time. ``offered`` are the hubs it was told of."""

    def __init__(
        self, outlets: Sequence[Outlet], settings: Rss, instruments: Instruments | None = None
    ) -> None:
        self.web = Web(outlets, self.hour)
        self.instruments = instruments or Instruments("test")
        self.offered: list[tuple[str, str, str]] = []
        self._settings = settings
        self.source = self.new_source()

    def now(self) -> datetime:
        return DAWN + timedelta(seconds=asyncio.get_running_loop().time())

    def hour(self) -> float:
        return asyncio.get_running_loop().time() / 3600

    def new_source(self) -> RssSource:
        """One that knows nothing and holds nothing."""
        means = Means(self.web.fetch, read, _AtOnce("read"))
        return RssSource(
            self._settings,
            self.instruments,
            {"feed": means, "sitemap": means},
            offered=lambda feed, hub, topic: self.offered.append((feed.id, hub, topic)),
            ring=lambda change, feed: feed_alert(change, feed, ("screen",)),
            now=self.now,
        )

    def source_state(self, feed: str) -> FeedState:
        """What the source knows of a feed."""
        (state,) = [state for state in self.source.known() if state.feed == feed]
        return state


class Sight(msgspec.Struct, frozen=True):
    """What can be seen of a day at one moment: the list, Kafka's states, and the metrics of feeds' troubles."""

    at: datetime
    feeds: Sequence[Feed]
    states: Mapping[str, FeedState]
    troubles: Collection[tuple[str, str]]
    standings: Mapping[str, int]


class Day(Desk):
    """A desk through the hours: ``live`` lets them pass; after a power cut it starts again from what Kafka keeps.

    ``sights`` is what ``look`` saw.
    """

    def __init__(self, outlets: Sequence[Outlet], settings: Rss) -> None:
        super().__init__(outlets, settings)
        self.topics = Topics()
        self.all_feeds = [Feed(id=outlet.name, url=outlet.url) for outlet in outlets]
        self.feeds = self.all_feeds
        self.starts = 0
        self.sights: list[Sight] = []

    async def live(self, hours: float, at: Sequence[tuple[float, Callable[["Day"], None]]] = ()) -> None:
        """Let ``hours`` pass; ``at`` some of them something happens."""
        loop = asyncio.get_running_loop()
        for hour, happens in at:
            loop.call_at(hour * 3600, happens, self)
        while self.hour() < hours:
            await self._process(hours)

    def cut(self, topic: str) -> Callable[["Day"], None]:
        """A power cut as something is next sent to ``topic``."""

        def begin(day: Day) -> None:
            day.topics.cut_at = topic

        return begin

    def apply(self, feeds: Sequence[Feed]) -> None:
        """The operator changes the list."""
        self.feeds = list(feeds)
        self.source.apply(self.feeds)

    def look(self) -> None:
        """Note what can be seen now."""
        scraped = text_string_to_metric_families(self.instruments.exposition().decode())
        samples = [sample for metric in scraped for sample in metric.samples]
        troubles = [
            (sample.labels["feed"], sample.labels["trouble"])
            for sample in samples
            if sample.name == "tocsin_feed_troubles" and sample.value
        ]
        standings = {
            sample.labels["state"]: int(sample.value) for sample in samples if sample.name == "tocsin_feeds"
        }
        self.sights.append(Sight(self.now(), self.feeds, self.topics.known(), troubles, standings))

    async def _process(self, until: float) -> None:
        self.starts += 1
        self.source = source = self.new_source()
        source.apply(self.feeds)
        source.take(0, 1, self.topics.known())
        await source.connect()
        runner = Runner(source, self.topics.publish, self.instruments, now=self.now)
        try:
            async with asyncio.timeout(until * 3600 - asyncio.get_running_loop().time()):
                await runner.run(asyncio.Event())
        except (PowerCut, TimeoutError):
            pass
        finally:
            await source.close()
