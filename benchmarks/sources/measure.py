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
from benchmarks.sources.figures import bound_of, lateness, quantile
from benchmarks.sources.outlets import POLLS_PER_NEWS, World
from benchmarks.sources.plain import Done
from benchmarks.sources.server import Stats
from benchmarks.sources.setting import Run, outlets, source, stats
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
    feeds: int
    interval: float
    warm: float
    seconds: float


class Found(msgspec.Struct, frozen=True):
    """What a phase found; times in seconds, ``cpu`` as CPU seconds per second."""

    phase: Phase
    answers: dict[str, int]
    polls_per_second: float
    cpu: float
    rss: int
    rss_idle: int
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


def world_of(phase: Phase, texts: tuple[str, ...]) -> World:
    """The outlets of a phase: a third of the lively polls find news."""
    return World(phase.feeds, phase.interval * POLLS_PER_NEWS, time.time(), texts)


def ours(phase: Phase, texts: tuple[str, ...], broker: Broker, folder: Path, tell: Tell) -> Found:
    """Run the phase.

    Raises:
        RuntimeError: the source ended.
    """
    world = world_of(phase, texts)
    folder.mkdir()
    with outlets(world, folder) as port:
        asyncio.run(stats(port))
        with source(world, port, phase.interval, broker, folder) as (run, page):
            return asyncio.run(_observed(phase, run, port, page, _prefix(port, phase), broker, tell))


def plain(phase: Phase, texts: tuple[str, ...], folder: Path, seconds: float) -> Done:
    """The plain loop over the same outlets, for so many seconds."""
    world = world_of(phase, texts)
    with outlets(world, folder) as port:
        asyncio.run(stats(port))
        words = [sys.executable, "-m", "benchmarks.sources.plain", msgspec.json.encode(world).decode()]
        said = subprocess.run([*words, str(port), str(seconds)], check=True, capture_output=True)
    return msgspec.json.decode(said.stdout, type=Done)


def _prefix(port: int, phase: Phase) -> str:
    return f"bench{port}x{int(phase.interval)}."


async def _observed(
    phase: Phase, run: Run, port: int, page: int, prefix: str, broker: Broker, tell: Tell
) -> Found:
    idle = run.rss_bytes()
    await _wait(run, phase.warm, lambda part: tell(part * phase.warm / (phase.warm + phase.seconds)))
    before, late, cpu, began = await stats(port), await lateness(page), run.cpu_seconds(), time.time()
    share = phase.warm / (phase.warm + phase.seconds)
    await _wait(run, phase.seconds, lambda part: tell(share + part * (1 - share)))
    after, later, spent, ended = await stats(port), await lateness(page), run.cpu_seconds(), time.time()
    waits, delays = await _arrivals(Connection((broker.address,), Kafka(topic_prefix=prefix)), began, ended)
    answers = _between(before, after)
    return Found(
        phase=phase,
        answers=answers,
        polls_per_second=sum(answers.values()) / (after.at - before.at),
        cpu=(spent - cpu) / (ended - began),
        rss=run.rss_bytes(),
        rss_idle=idle,
        late_p50=bound_of(late, later, 0.5),
        late_p99=bound_of(late, later, 0.99),
        most_at_once=after.most_at_once,
        articles=len(waits),
        fetched_p50=quantile(waits, 0.5),
        fetched_p99=quantile(waits, 0.99),
        appeared_p50=quantile(delays, 0.5),
        appeared_p99=quantile(delays, 0.99),
    )


async def _wait(run: Run, seconds: float, tell: Tell) -> None:
    began = time.monotonic()
    while (gone := time.monotonic() - began) < seconds:
        run.require_alive()
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
