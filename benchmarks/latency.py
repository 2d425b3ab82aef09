"""How long from an article put into `articles` to its alert readable in `alerts`, at a gentle rate."""

import asyncio
import statistics
import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.articles import fresh
from benchmarks.brokers import Broker
from benchmarks.child import started
from benchmarks.contestants import Order
from benchmarks.race import PATIENCE, Tell
from runtime import topics
from runtime.kafka import Connection, client_settings, producer_settings
from runtime.lexicon import open_lexicon
from tests.core import matches_of, told
from tests.shipped import shipped
from tocsin.contract import codec
from tocsin.contract.events import Alert, Article
from tocsin.contract.topics import ALERTS, ARTICLES
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.routing.rules import Rules

RATE: Final = 20
_WARM_UP: Final = 20


class Latency(msgspec.Struct, frozen=True):
    """Milliseconds, over ``alerts`` alerts."""

    p50: float
    p95: float
    alerts: int


async def latency(order: Order, broker: Broker, seconds: float, folder: Path, tell: Tell) -> Latency:
    """Each article fires a watchlist; waited for are those that open a story, as the pure core says.

    Raises:
        TimeoutError: an alert did not come within two minutes.
        RuntimeError: the worker ended.
    """
    kafka = order.connection()
    await topics.apply(kafka, embedded=broker.embedded)
    articles = fresh(_WARM_UP + round(seconds * RATE), datetime.now(UTC), matching=1, seed=2)
    ringing = _ringing(articles)
    with started(order, folder) as child:
        async with (
            Watch(kafka) as watch,
            AIOKafkaProducer(**client_settings(kafka), **producer_settings()) as producer,
        ):
            run = Run(kafka, producer, watch, ringing)
            await run.put(articles[:_WARM_UP], tell)
            child.require_alive()
            watch.took.clear()
            await run.put(articles[_WARM_UP:], tell)
        return _summary([took * 1000 for took in watch.took])


class Watch:
    """Reads alerts as they come; ``took`` has the seconds of each since its article was put."""

    def __init__(self, kafka: Connection) -> None:
        self._consumer = AIOKafkaConsumer(**client_settings(kafka), auto_offset_reset="earliest")
        self._places = [
            TopicPartition(kafka.name(ALERTS), number) for number in range(kafka.partitions(ALERTS))
        ]
        self._put: dict[str, float] = {}
        self._silent: set[str] = set()
        self.all_heard = asyncio.Event()
        self.took: list[float] = []

    async def __aenter__(self) -> "Watch":
        await self._consumer.start()
        self._consumer.assign(self._places)
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self._consumer.stop()

    def expect(self, article: Article) -> None:
        """``article`` is put now."""
        self._put[article.id] = time.perf_counter()
        self._silent.add(article.id)
        self.all_heard.clear()

    async def _read(self) -> None:
        async for record in self._consumer:
            alert = codec.decode(record.value, Alert)
            assert isinstance(alert, Alert), alert
            if alert.report.article in self._put and alert.kind == "initial":
                self.took.append(time.perf_counter() - self._put[alert.report.article])
                self._silent.discard(alert.report.article)
            if not self._silent:
                self.all_heard.set()


class Run:
    """Puts articles at the gentle rate, and waits until each of ``ringing`` (their ids) has its alert."""

    def __init__(
        self, kafka: Connection, producer: AIOKafkaProducer, watch: Watch, ringing: Collection[str]
    ) -> None:
        self._topic, self._producer = kafka.name(ARTICLES), producer
        self._watch, self._ringing = watch, ringing

    async def put(self, articles: Sequence[Article], tell: Tell) -> None:
        began = time.perf_counter()
        for number, article in enumerate(articles):
            await asyncio.sleep(began + number / RATE - time.perf_counter())
            if article.id in self._ringing:
                self._watch.expect(article)
            await self._producer.send(self._topic, codec.encode(article), key=article.id.encode())
            tell(number / len(articles))
        await asyncio.wait_for(self._watch.all_heard.wait(), PATIENCE)


def _ringing(articles: Sequence[Article]) -> Collection[str]:
    """Those that open a story whether read forwards or backwards: partitions may let neighbours change places."""
    matcher = WatchlistMatcher(shipped(), open_lexicon())
    return _opening(matcher, articles) & _opening(matcher, articles[::-1])


def _opening(matcher: WatchlistMatcher, articles: Sequence[Article]) -> set[str]:
    sent = told(Rules.plain(), matches_of(articles, matcher, lambda article: article.fetched))
    return {alert.report.article for alert in sent if isinstance(alert, Alert) and alert.kind == "initial"}


def _summary(took: Sequence[float]) -> Latency:
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return Latency(cuts[49], cuts[94], len(took))
