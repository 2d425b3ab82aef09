"""One phase: the source polls every feed at an interval; what it does to itself, to the outlets and to Kafka."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.brokers import Broker
from benchmarks.sources.figures import bound_of, quantile, scrape
from benchmarks.sources.outlets import ENTRIES, World
from benchmarks.sources.plain import Done
from benchmarks.sources.server import Stats
from benchmarks.sources.setting import PREFIX, Run, outlets, source, stats
from runtime.kafka import Connection, client_settings
from tocsin.config.model import Kafka
from tocsin.contract import codec
from tocsin.contract.events import Article
from tocsin.contract.topics import ARTICLES

Tell = Callable[[float], None]
_LOOK_SECONDS: Final = 1.0


class Phase(msgspec.Struct, frozen=True):
    """What is asked: every feed every ``interval`` seconds, looked at for ``seconds`` after ``warm`` seconds."""

    name: str
    interval: float
    warm: float
    seconds: float


class Measured(msgspec.Struct, frozen=True):
    """What a phase found; times in seconds, ``cpu`` as CPU seconds per second, ``rss`` the most bytes seen,
    ``documents`` those that were parsed.

    ``filled`` is how long it took from the start until all that the outlets held was in Kafka.
    """

    phase: Phase
    feeds: int
    filled: float
    answers: dict[str, int]
    polls_per_second: float
    cpu: float
    rss: int
    documents: int
    late_p50: float
    late_p99: float
    most_at_once: int
    articles: int
    fetched_p50: float
    fetched_p99: float
    appeared_p50: float
    appeared_p99: float

    @property
    def polls_per_core(self) -> float:
        """Polls per CPU second."""
        return self.polls_per_second / self.cpu


class Place(msgspec.Struct, frozen=True):
    """Where a run happens."""

    broker: Broker
    port: int
    folder: Path

    @property
    def kafka(self) -> Connection:
        """Its topics."""
        return Connection((self.broker.address,), Kafka(topic_prefix=PREFIX))


def ours(phase: Phase, world: World, place: Place, tell: Tell) -> Measured:
    """Run the phase; the first one waits until all that the outlets held before is in Kafka.

    Raises:
        RuntimeError: the source ended.
    """
    with outlets(world, place.port, place.folder):
        asyncio.run(stats(place.port))
        with source(phase.interval, world.feeds, place.port, place.broker, place.folder) as (run, page):
            return asyncio.run(_observed(phase, world, run, page, place, tell))


def plain(world: World, place: Place, seconds: float) -> Done:
    """The plain loop over the same outlets, for so many seconds."""
    with outlets(world, place.port, place.folder):
        asyncio.run(stats(place.port))
        words = [sys.executable, "-m", "benchmarks.sources.plain", msgspec.json.encode(world).decode()]
        said = subprocess.run([*words, str(place.port), str(seconds)], check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(said.stdout, type=Done)


async def _observed(phase: Phase, world: World, run: Run, page: int, place: Place, tell: Tell) -> Measured:
    started = time.monotonic()
    await _filled(run, world, place.kafka, tell)
    filled = time.monotonic() - started
    await _wait(run, phase.warm, lambda _: None)
    before, said, cpu, began = await stats(place.port), await scrape(page), run.cpu_seconds(), time.time()
    await _wait(run, phase.seconds, lambda part: tell((1 + part) / 2))
    after, told, spent, ended = await stats(place.port), await scrape(page), run.cpu_seconds(), time.time()
    waits, delays = await _arrivals(place.kafka, began, ended)
    answers = _between(before, after)
    return Measured(
        phase=phase,
        feeds=world.feeds,
        filled=filled,
        answers=answers,
        polls_per_second=sum(answers.values()) / (after.at - before.at),
        cpu=(spent - cpu) / (ended - began),
        rss=run.most_bytes,
        documents=told.documents - said.documents,
        late_p50=bound_of(said.lateness, told.lateness, 0.5),
        late_p99=bound_of(said.lateness, told.lateness, 0.99),
        most_at_once=after.most_at_once,
        articles=len(waits),
        fetched_p50=quantile(waits, 0.5),
        fetched_p99=quantile(waits, 0.99),
        appeared_p50=quantile(delays, 0.5),
        appeared_p99=quantile(delays, 0.99),
    )


async def _filled(run: Run, world: World, kafka: Connection, tell: Tell) -> None:
    """Waits until every outlet has been read once."""
    places = [TopicPartition(kafka.name(ARTICLES), number) for number in range(kafka.partitions(ARTICLES))]
    async with AIOKafkaConsumer(**client_settings(kafka)) as consumer:
        while (came := sum((await consumer.end_offsets(places)).values())) < world.feeds * ENTRIES:
            run.look()
            tell(came / (world.feeds * ENTRIES) / 2)
            await asyncio.sleep(_LOOK_SECONDS)


async def _wait(run: Run, seconds: float, tell: Tell) -> None:
    began = time.monotonic()
    while (gone := time.monotonic() - began) < seconds:
        run.look()
        tell(gone / seconds)
        await asyncio.sleep(min(_LOOK_SECONDS, seconds - gone))


def _between(before: Stats, after: Stats) -> dict[str, int]:
    return {what: count - before.answers.get(what, 0) for what, count in after.answers.items()}


async def _arrivals(kafka: Connection, began: float, ended: float) -> tuple[list[float], list[float]]:
    """Seconds from fetching an article and from its appearing until Kafka had it, of those that came meanwhile."""
    waits: list[float] = []
    delays: list[float] = []
    places = [TopicPartition(kafka.name(ARTICLES), number) for number in range(kafka.partitions(ARTICLES))]
    async with AIOKafkaConsumer(**client_settings(kafka), auto_offset_reset="earliest") as consumer:
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        await consumer.seek_to_beginning(*places)
        while any([await consumer.position(place) < end for place, end in ends.items()]):
            batch = await consumer.getmany(timeout_ms=1000)
            for record in (record for records in batch.values() for record in records):
                article = codec.decode(record.value, Article)
                arrived = record.timestamp / 1000
                if (
                    not isinstance(article, Article)
                    or not began <= arrived < ended
                    or article.published is None
                ):
                    continue
                waits.append(arrived - article.fetched.timestamp())
                delays.append(arrived - article.published.timestamp())
    return waits, delays
