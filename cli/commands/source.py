"""`tocsin source`"""

import asyncio
import os
from pathlib import Path

import click

from cli import options
from cli.part import serve
from cli.process import Process
from runtime.health import Conditions
from runtime.metrics import Instruments

EPILOG = """\b
Examples:
  tocsin source --bootstrap-servers kafka:9092
  tocsin source --config /etc/tocsin/tocsin.yaml --metrics-port 9466 --log-format json"""


@click.command(epilog=EPILOG, short_help="Poll the feeds and bring their articles to Kafka.")
@options.config
@options.bootstrap_servers
@options.process
@click.option("--sample-edition", hidden=True, help="Tells the sample news of one run from another's.")
def source(
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    process: Process,
    sample_edition: str | None,
) -> None:
    """Poll the feeds and bring their articles to Kafka.

    Serves /metrics and /healthz, logs to standard error, stops on SIGTERM or Ctrl-C.
    """
    from cli.kafka import connection
    from cli.settings import accepted, load_config, load_feeds
    from connectors.sources.process import run_source
    from tocsin.feeds.settling import settled

    config = accepted(load_config(config_path, os.environ))
    feeds = settled(accepted(load_feeds(config)), config.rss)
    kafka = connection(config, bootstrap)

    async def body(instruments: Instruments, conditions: Conditions, stop: asyncio.Event) -> None:
        if not config.samples:
            return await run_source(config, feeds, kafka, instruments, conditions, stop)
        from connectors.sources.samples.server import sample_feeds
        from connectors.sources.samples.server import serve as serve_samples

        server, address = await serve_samples(edition=sample_edition)
        both = (*feeds, *sample_feeds(address))
        try:
            return await run_source(config, both, kafka, instruments, conditions, stop)
        finally:
            await server.cleanup()

    serve("source", config, process, body)
