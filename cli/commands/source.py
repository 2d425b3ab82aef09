"""`tocsin source`"""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from cli import options
from cli.exits import Failure
from cli.part import serve
from cli.process import Process
from runtime.health import Conditions
from runtime.metrics import Instruments
from tocsin.config.model import Config
from tocsin.feeds.feed import Feed

if TYPE_CHECKING:
    from cli.feedfiles import FeedFiles

EPILOG = """\b
Examples:
  tocsin source --bootstrap-servers kafka:9092
  tocsin source --config /etc/tocsin/tocsin.yaml --metrics-port 9466 --log-format json"""


@click.command(epilog=EPILOG, short_help="Poll the feeds and bring their articles to Kafka.")
@options.config
@options.bootstrap_servers
@options.process
@options.instance
@click.option("--sample-edition", hidden=True, help="Tells the sample news of one run from another's.")
def source(
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    process: Process,
    instance: str | None,
    sample_edition: str | None,
) -> None:
    """Poll the feeds and bring their articles to Kafka.

    Several source processes share the feeds among them. Changes of `feeds.yaml` and of its OPML files take effect
    within seconds; a list at fault changes nothing until it is mended, and is told in the log, in the metrics and
    on /healthz.

    Serves /metrics and /healthz, logs to standard error, stops on SIGTERM or Ctrl-C.
    """
    from cli.feedfiles import FeedFiles
    from cli.kafka import connection
    from cli.settings import accepted, load_config
    from connectors.sources.process import Setup, run_source

    config = accepted(load_config(config_path, os.environ))
    files = FeedFiles(config)
    feeds = accepted(files.read())
    kafka = connection(config, bootstrap)

    async def body(instruments: Instruments, conditions: Conditions, stop: asyncio.Event) -> None:
        async with _samples_beside(config, files, sample_edition) as (extra, allow):
            both = (*feeds, *extra)
            setup = Setup(config, both, files, instance, allow)
            try:
                await run_source(setup, kafka, instruments, conditions, stop)
            except OSError as fault:
                if fault.errno != errno.EADDRINUSE:
                    raise
                raise Failure(f"{fault.strerror}: give ingest.port or websub.port another number") from fault

    serve("source", config, process, body)


@asynccontextmanager
async def _samples_beside(
    config: Config, files: "FeedFiles", edition: str | None
) -> AsyncIterator[tuple[Sequence[Feed], Collection[tuple[str, int]]]]:
    """The sample feeds, served while inside, and where; none where they are not wanted."""
    if not config.samples:
        yield (), ()
        return
    from connectors.sources.samples.server import sample_feeds
    from connectors.sources.samples.server import serve as serve_samples

    server, address = await serve_samples(edition=edition)
    try:
        parts = urlsplit(address)
        files.extra = sample_feeds(address)
        yield files.extra, ((parts.hostname or "", parts.port or 80),)
    finally:
        await server.cleanup()
