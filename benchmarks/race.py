"""One contestant through all articles: how fast, and at what cost."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from aiokafka import AIOKafkaConsumer

from benchmarks.agreement import Names, faults, name_of
from benchmarks.brokers import Broker
from benchmarks.child import Child, started
from benchmarks.contestants import Contestant, Order
from benchmarks.core import Core, Record
from benchmarks.results import Counts, counts_in, first_to_last, sent_to
from runtime import topics
from runtime.brokers import admin_client
from runtime.kafka import Connection, client_settings
from tests.streams.harness import put_articles
from tocsin.contract import codec
from tocsin.contract.events import Article
from tocsin.contract.topics import ALERTS, MATCHES, UNIQUE

Tell = Callable[[float], None]
PATIENCE: Final = 120.0
_LOOK_SECONDS: Final = 0.05
_STILL_SECONDS: Final = 2.0


class Result(msgspec.Struct, frozen=True):
    """Articles per second; CPU seconds per 1,000 articles and resident bytes, ``None`` where not seen."""

    rate: float
    cpu: float | None = None
    rss: int | None = None


class _Sight(msgspec.Struct, frozen=True):
    counts: Counts
    cpu: float


def race_core(articles: Sequence[Article]) -> tuple[Result, Names]:
    """The core alone in a bare loop, and the articles and matches that everybody must send."""
    payloads = [codec.encode(article) for article in articles]
    core, records = Core(), list[Record]()
    wall, cpu = time.perf_counter(), time.process_time()
    for payload in payloads:
        records += core.line(payload)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    work = Names(name_of(one.topic, one.headers) for one in records if one.topic is not ALERTS)
    return Result(len(articles) / wall, cpu / len(articles) * 1000), work


def order_for(contestant: Contestant, broker: Broker) -> Order:
    """With topics of its own."""
    return Order(contestant, broker.address, f"bench{secrets.token_hex(4)}.")


async def race(
    order: Order, broker: Broker, articles: Sequence[Article], work: Names, folder: Path, tell: Tell
) -> Result:
    """All ``articles`` wait in Kafka; the contestant starts and works them off. ``tell`` hears the part done.

    Timed from the first record it sent to the last, so neither its start nor its joining counts.

    Raises:
        RuntimeError: it ended, took longer than two minutes, or sent other records than the core says.
    """
    kafka = order.connection()
    await topics.apply(kafka, embedded=broker.embedded)
    await put_articles(kafka, articles)
    async with AIOKafkaConsumer(**client_settings(kafka), auto_offset_reset="earliest") as observer:
        with started(order, folder) as child:
            sights = await _watch(observer, kafka, work, child, tell)
            rss = child.rss_bytes()
        seconds = await first_to_last(observer, kafka)
    await _drop_topics(kafka)
    cpu = _cpu_per_thousand(sights, sights[-1].counts[UNIQUE] / len(articles))
    return Result(len(articles) / seconds, cpu, rss)


async def _watch(
    observer: AIOKafkaConsumer, kafka: Connection, work: Names, child: Child, tell: Tell
) -> list[_Sight]:
    """What was seen each time that there was more, until no more comes and nothing is missing."""
    sights: list[_Sight] = []
    begun = still_since = time.monotonic()
    while (now := time.monotonic()) - begun < PATIENCE:
        child.require_alive()
        seen = _Sight(await counts_in(observer, kafka), child.cpu_seconds())
        done = seen.counts[UNIQUE] + seen.counts[MATCHES]
        if not sights or seen.counts != sights[-1].counts:
            sights.append(seen)
            still_since = now
            tell(min(done / work.total(), 1))
        elif done >= work.total() and now - still_since > _STILL_SECONDS:
            if await _agrees(observer, kafka, work):
                return sights
            still_since = now
        await asyncio.sleep(_LOOK_SECONDS)
    missing = faults(await sent_to(observer, kafka), work).missing
    raise RuntimeError(
        f"not done after {PATIENCE:g} s: {len(missing)} records are missing, such as {missing[:3]}"
    )


async def _agrees(observer: AIOKafkaConsumer, kafka: Connection, work: Names) -> bool:
    """Whether all is there; nothing ever comes of what should not be."""
    wrong = faults(await sent_to(observer, kafka), work)
    if wrong.surplus:
        raise RuntimeError(f"it sent {wrong.surplus[:3]}, of which the core says nothing, or not so often")
    return not wrong.missing


async def _drop_topics(kafka: Connection) -> None:
    async with admin_client(kafka, patience=10) as admin:
        await admin.delete_topics(list(kafka.names().values()))


def _cpu_per_thousand(sights: Sequence[_Sight], unique_share: float) -> float | None:
    """From the first sight of work to the last; too short a race shows too little."""
    working = [sight for sight in sights if sight.counts[UNIQUE]]
    articles = (working[-1].counts[UNIQUE] - working[0].counts[UNIQUE]) / unique_share
    return (working[-1].cpu - working[0].cpu) / articles * 1000 if articles >= 100 else None
