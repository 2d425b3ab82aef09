"""One contestant through all articles: how fast, and at what cost."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.brokers import Broker
from benchmarks.child import Child, started
from benchmarks.contestants import Contestant, Order
from benchmarks.core import Core
from runtime import topics
from runtime.brokers import admin_client
from runtime.kafka import Connection, client_settings
from tests.streams.harness import put_articles
from tocsin.contract import codec
from tocsin.contract.events import Article
from tocsin.contract.topics import ALERTS, MATCHES, UNIQUE

Tell = Callable[[float], None]
Counts = Mapping[str, int]
PATIENCE: Final = 120.0
_LOOK_SECONDS: Final = 0.05
_RESULTS: Final = (UNIQUE, MATCHES, ALERTS)


class Result(msgspec.Struct, frozen=True):
    """Articles per second; CPU seconds per 1,000 articles and resident bytes, ``None`` where not seen."""

    rate: float
    cpu: float | None = None
    rss: int | None = None


class _Sight(msgspec.Struct, frozen=True):
    done: int
    cpu: float


def race_core(articles: Sequence[Article]) -> tuple[Result, Counts]:
    """The core alone in a bare loop, and how many records each topic must get."""
    payloads = [codec.encode(article) for article in articles]
    core, counts = Core(), dict.fromkeys((topic.name for topic in _RESULTS), 0)
    wall, cpu = time.perf_counter(), time.process_time()
    for payload in payloads:
        for record in core.line(payload):
            counts[record.topic.name] += 1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Result(len(articles) / wall, cpu / len(articles) * 1000), counts


def order_for(contestant: Contestant, broker: Broker) -> Order:
    """With topics of its own."""
    return Order(contestant, broker.address, f"bench{secrets.token_hex(4)}.")


async def race(
    order: Order, broker: Broker, articles: Sequence[Article], expected: Counts, folder: Path, tell: Tell
) -> Result:
    """All ``articles`` wait in Kafka; the contestant starts and works them off. ``tell`` hears the part done.

    Timed from the first record it sent to the last, so neither its start nor its joining counts.

    Raises:
        RuntimeError: it ended, took longer than two minutes, or sent other records than the core says.
    """
    kafka = order.connection()
    await topics.apply(kafka, embedded=broker.embedded)
    await put_articles(kafka, articles)
    async with AIOKafkaConsumer(**client_settings(kafka)) as observer:
        with started(order, folder) as child:
            sights = await _watch(observer, kafka, expected, child, tell)
            rss = child.rss_bytes()
        seconds = await _first_to_last(observer, kafka)
    await _drop_topics(kafka)
    cpu = _cpu_per_thousand(sights, expected[UNIQUE.name] / len(articles))
    return Result(len(articles) / seconds, cpu, rss)


async def _watch(
    observer: AIOKafkaConsumer, kafka: Connection, expected: Counts, child: Child, tell: Tell
) -> list[_Sight]:
    sights: list[_Sight] = []
    deadline = time.monotonic() + PATIENCE
    while True:
        counts = await _counts(observer, kafka)
        sights.append(_Sight(counts[UNIQUE.name], child.cpu_seconds()))
        tell(counts[UNIQUE.name] / expected[UNIQUE.name])
        if all(counts[name] >= expected[name] for name in expected):
            break
        child.require_alive()
        if time.monotonic() > deadline:
            raise RuntimeError(f"not done after {PATIENCE:g} s: {counts} of {expected}")
        await asyncio.sleep(_LOOK_SECONDS)
    if counts != expected:
        raise RuntimeError(f"it sent {counts}, the core says {expected}")
    return sights


async def _counts(observer: AIOKafkaConsumer, kafka: Connection) -> Counts:
    ends = await observer.end_offsets(_places(kafka))
    names = {kafka.name(topic): topic.name for topic in _RESULTS}
    counts = dict.fromkeys(names.values(), 0)
    for place, end in ends.items():
        counts[names[place.topic]] += end
    return counts


async def _first_to_last(observer: AIOKafkaConsumer, kafka: Connection) -> float:
    """Seconds between the first and the last record of the results, by the time their producer gave them."""
    observer.assign(_places(kafka))
    ends = await observer.end_offsets(_places(kafka))
    times = [
        await _time_of(observer, place, offset)
        for place, end in ends.items()
        if end
        for offset in (0, end - 1)
    ]
    return (max(times) - min(times)) / 1000


async def _time_of(observer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> int:
    observer.seek(place, offset)
    record = await observer.getone(place)
    return int(record.timestamp)


def _places(kafka: Connection) -> list[TopicPartition]:
    return [
        TopicPartition(kafka.name(topic), number)
        for topic in _RESULTS
        for number in range(kafka.partitions(topic))
    ]


async def _drop_topics(kafka: Connection) -> None:
    async with admin_client(kafka, patience=10) as admin:
        await admin.delete_topics(list(kafka.names().values()))


def _cpu_per_thousand(sights: Sequence[_Sight], unique_share: float) -> float | None:
    """From the first sight of work to the last; too short a race shows too little."""
    working = [sight for sight in sights if sight.done]
    articles = (working[-1].done - working[0].done) / unique_share
    return (working[-1].cpu - working[0].cpu) / articles * 1000 if articles >= 100 else None
