"""`tocsin sink`"""

import asyncio
import os
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, Failure
from cli.part import serve
from cli.process import Process
from runtime.health import Conditions
from runtime.metrics import Instruments
from tocsin.config.model import Config, Receiver

EPILOG = """\b
Examples:
  tocsin sink screen
  tocsin sink desk --bootstrap-servers kafka:9092 --metrics-port 9467
  tocsin sink log --config /etc/tocsin/tocsin.yaml"""


@click.command(epilog=EPILOG, short_help="Deliver alerts to one receiver.")
@click.argument("name")
@options.config
@options.bootstrap_servers
@options.process
@options.instance
def sink(
    name: str,
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    process: Process,
    instance: str | None,
) -> None:
    """Deliver alerts to the receiver NAME, one of `receivers` in tocsin.yaml.

    Serves /metrics and /healthz, logs to standard error, stops on SIGTERM or Ctrl-C. What the receiver will not
    take, or does not within retry.give_up_after, goes to the dead letters. Several processes may serve one
    receiver, each with an --instance of its own.
    """
    from cli.kafka import connection
    from cli.settings import accepted, load_config
    from connectors.sinks.process import run_sink

    config = accepted(load_config(config_path, os.environ))
    receiver = _receiver(config, name)
    kafka = connection(config, bootstrap)

    async def body(instruments: Instruments, conditions: Conditions, stop: asyncio.Event) -> None:
        await run_sink(receiver, kafka, instruments, conditions, stop, instance=instance or "0")

    serve(f"sink-{name}", config, process, body)


def _receiver(config: Config, name: str) -> Receiver:
    for receiver in config.receivers:
        if receiver.name == name:
            return receiver
    known = ", ".join(receiver.name for receiver in config.receivers)
    raise Failure(f"there is no receiver {name!r}; tocsin.yaml has: {known}", USAGE)
