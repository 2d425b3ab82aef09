"""The source process: the RSS source, which feeds are its own, and the runner that brings its articles to Kafka."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import msgspec

from connectors.sources.assignment import Assignment
from connectors.sources.feedwatch import FeedFiles, watch
from connectors.sources.others import other_sources
from connectors.sources.producer import AiokafkaProducer
from connectors.sources.publisher import Publisher
from connectors.sources.rss.making import Endpoint, rss_source
from connectors.sources.rss.source import RssSource
from connectors.sources.runner import Runner
from connectors.sources.share import Share
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from runtime.pool import share_fairly
from tocsin.config.model import Config
from tocsin.feeds.feed import Feed
from tocsin.metrics import DEAD_LETTERS, LATENCY

log = get(__name__)

Part = Coroutine[Any, Any, None]

# How long what was read may still be sent once we are asked to stop.
_GRACE: Final = 5.0


class Setup(msgspec.Struct, frozen=True):
    """What a source process is told to do: its settings, and the ``feeds`` of all source processes.

    ``files`` are looked at for changes of the list; ``instance`` names the process in Kafka's group, where it must
    keep its name over restarts; ``allow`` are single addresses (IP, port) open besides ``rss.allow``.
    """

    config: Config
    feeds: Sequence[Feed]
    files: FeedFiles | None = None
    instance: str | None = None
    allow: Collection[Endpoint] = ()


async def run_source(
    setup: Setup,
    connection: Connection,
    instruments: Instruments,
    conditions: Conditions,
    stop: asyncio.Event,
) -> None:
    """Poll the process's share of the feeds and publish their articles until ``stop`` is set.

    Kafka being away ends nothing: ``conditions`` says so until it is back.

    Raises:
        OSError: a secret or certificate file for Kafka can't be read, or a port to listen on is taken.
    """
    publisher = Publisher(
        lambda idempotent: AiokafkaProducer(connection, idempotent=idempotent), connection, conditions
    )
    _show_from_zero(instruments)
    share_fairly()
    try:
        async with (
            rss_source(setup.config, instruments, setup.allow) as source,
            other_sources(setup.config, instruments) as others,
        ):
            source.apply(setup.feeds)
            share = Share(connection, source, publisher.publish, instruments, conditions)
            assignment = Assignment(connection, share, conditions, instance=setup.instance)
            await source.connect()
            runners = [Runner(each, publisher.publish, instruments) for each in (source, *others)]
            async with _beside(_watching(setup, source, instruments, conditions)):
                await _until_stopped(_parts(assignment.run(stop), runners), stop, source.close)
    finally:
        await publisher.close()


def _parts(sharing: Part, runners: Sequence[Runner]) -> list[Part]:
    """``sharing`` and, until it has ended, ``runners``: it gives feeds up once Kafka has what there is of them."""
    given_up = asyncio.Event()

    async def shared() -> None:
        try:
            await sharing
        finally:
            given_up.set()

    return [shared(), *(runner.run(given_up) for runner in runners)]


async def _until_stopped(
    parts: Sequence[Part], stop: asyncio.Event, close: Callable[[], Awaitable[None]]
) -> None:
    """Run ``parts`` until ``stop`` is set, or one of them ends before: then raise what it raised."""
    running = [asyncio.create_task(part) for part in parts]
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({*running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            _, late = await asyncio.wait(running, timeout=_GRACE)
            if late:
                log.warning(
                    "stopping with articles that Kafka has not acknowledged; those still shown come again"
                )
        for part in running:
            if part.done():
                part.result()
    finally:
        await close()  # whoever waits to give feeds up need not wait for Kafka any more
        for task in (*running, stopping):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None] | None) -> AsyncIterator[None]:
    """Do ``work`` while inside."""
    task = asyncio.create_task(work) if work is not None else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def _watching(
    setup: Setup, source: RssSource, instruments: Instruments, conditions: Conditions
) -> Coroutine[Any, Any, None] | None:
    every = setup.config.rss.reload_every
    if setup.files is None or not every:
        return None
    return watch(setup.files, source.apply, every, instruments, conditions, in_use=setup.feeds)


def _show_from_zero(instruments: Instruments) -> None:
    instruments.prime(DEAD_LETTERS, stage="source")
    instruments.prime(LATENCY, step="fetched", since="published")
    instruments.prime(LATENCY, step="published")
