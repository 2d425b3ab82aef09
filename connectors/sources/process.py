"""The source process: the RSS source, and the runner that brings its articles to Kafka."""

import asyncio
from collections.abc import Sequence
from typing import Final

from connectors.sources.producer import AiokafkaProducer
from connectors.sources.publisher import Publisher
from connectors.sources.rss.source import RssSource
from connectors.sources.runner import Runner
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.model import Config
from tocsin.feeds.feed import Feed
from tocsin.metrics import ARTICLES_FETCHED, ARTICLES_PUBLISHED, DEAD_LETTERS, FETCHES, LATENCY

log = get(__name__)

# How long a reading in hand may still be sent once we are asked to stop.
_GRACE: Final = 5.0


async def run_source(
    config: Config,
    feeds: Sequence[Feed],
    connection: Connection,
    instruments: Instruments,
    conditions: Conditions,
    stop: asyncio.Event,
) -> None:
    """Poll ``feeds`` and publish their articles until ``stop`` is set.

    Kafka being away ends nothing: ``conditions`` says so until it is back.

    Raises:
        OSError: a secret or certificate file for Kafka can't be read.
    """
    source = RssSource(feeds, config.rss, instruments)
    publisher = Publisher(
        lambda idempotent: AiokafkaProducer(connection, idempotent=idempotent), connection, conditions
    )
    _show_from_zero(instruments, feeds)
    running = asyncio.create_task(Runner(source, publisher.publish, instruments).run(stop))
    try:
        await source.connect()
        await _until_stopped(running, stop)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await source.close()
        await publisher.close()


async def _until_stopped(running: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
    await asyncio.wait({running}, timeout=_GRACE)
    if running.done():
        running.result()
    else:
        log.warning("stopping with a reading that Kafka has not acknowledged; it will be offered again")


def _show_from_zero(instruments: Instruments, feeds: Sequence[Feed]) -> None:
    for feed in feeds:
        for metric in (ARTICLES_FETCHED, ARTICLES_PUBLISHED):
            instruments.prime(metric, feed=feed.id)
        for outcome in ("changed", "unchanged"):  # the failures would be a dozen series a feed
            instruments.prime(FETCHES, feed=feed.id, outcome=outcome)
    instruments.prime(DEAD_LETTERS, stage="source")
    instruments.prime(LATENCY, step="fetched", since="published")
    instruments.prime(LATENCY, step="published")
