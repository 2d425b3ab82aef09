"""`tocsin topics`"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
import msgspec

from cli import options
from cli.exits import WRONG
from runtime.topics import TopicReport

EPILOG = """\b
Examples:
  tocsin topics check --bootstrap-servers kafka:9092
  tocsin topics apply
  tocsin topics check --json | jq '.[] | select(.state != "ok")'"""


@click.group(epilog=EPILOG, short_help="Create, mend and compare the Kafka topics.")
def topics() -> None:
    """Create, mend and compare the Kafka topics that Tocsin needs."""


@topics.command(epilog=EPILOG)
@options.config
@options.bootstrap_servers
@options.as_json
def apply(config_path: Path | None, bootstrap: tuple[str, ...], as_json: bool) -> None:
    """Create what is missing and mend what is safe to mend; never delete a topic or a record.

    Exit code 1 where something still differs: that needs your decision.
    """
    from runtime import topics as kafka_topics

    _report(kafka_topics.apply, config_path, bootstrap, as_json)


@topics.command(epilog=EPILOG)
@options.config
@options.bootstrap_servers
@options.as_json
def check(config_path: Path | None, bootstrap: tuple[str, ...], as_json: bool) -> None:
    """Compare the topics with what Tocsin needs, and change nothing. Exit code 1 where something differs."""
    from runtime import topics as kafka_topics

    _report(kafka_topics.check, config_path, bootstrap, as_json)


def _report(
    ask: Callable[..., Awaitable[list[TopicReport]]],
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    as_json: bool,
) -> None:
    from cli.kafka import connection, reaching, wants_embedded
    from cli.settings import accepted, load_config

    config = accepted(load_config(config_path, os.environ))
    kafka = connection(config, bootstrap)

    async def reports() -> list[TopicReport]:
        async with reaching(kafka):
            return await ask(kafka, embedded=wants_embedded(config, bootstrap))

    found = asyncio.run(reports())
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        for report in found:
            click.echo(str(report))
    if any(report.state in ("differs", "missing") for report in found):
        click.get_current_context().exit(WRONG)
