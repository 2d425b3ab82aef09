"""`tocsin run`"""

import os
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, Failure

EPILOG = """\b
Examples:
  tocsin run                                    the embedded broker, ./tocsin.yaml
  tocsin run --config /etc/tocsin/tocsin.yaml
  tocsin run --bootstrap-servers kafka:9092     your own Kafka
  tocsin run > alerts.txt                       alerts into a file, progress on the terminal

\b
A part that dies is started again; one that dies 5 times in a minute stops everything (exit code 4).
The first Ctrl-C (or SIGTERM) stops source, worker, sinks and broker in this order; the second hurries."""


@click.command(epilog=EPILOG, short_help="Start everything: broker, topics, worker, sinks, source.")
@options.config
@options.bootstrap_servers
@click.option("--no-embedded", is_flag=True, help="Never start the embedded broker.")
def run(config_path: Path | None, bootstrap: tuple[str, ...], no_embedded: bool) -> None:
    """Start every part on this machine and keep it running until Ctrl-C.

    Where kafka.bootstrap_servers says `embedded` (the default), a small Kafka-compatible broker is started
    too: for laptops, never for production. There, start each part by itself (`tocsin worker`, `tocsin sink`,
    `tocsin source`) under systemd, Compose or Kubernetes.
    """
    from cli.feedfiles import load_settled
    from cli.kafka import wants_embedded
    from cli.run import Plan
    from cli.run import run as run_all
    from cli.settings import accepted, load_config

    config = accepted(load_config(config_path, os.environ))
    feeds = accepted(load_settled(config))
    if no_embedded and wants_embedded(config, bootstrap):
        raise Failure(
            "--no-embedded, but no other Kafka is named: add --bootstrap-servers HOST:PORT, "
            "or set kafka.bootstrap_servers",
            USAGE,
        )
    servers = () if wants_embedded(config, bootstrap) else bootstrap or config.kafka.bootstrap_servers
    polled = _polled(len(feeds), samples=config.samples)
    run_all(Plan(config=config, config_path=config_path, bootstrap=servers, polled=polled))


def _polled(feeds: int, *, samples: bool) -> str:
    from cli.settings import count
    from connectors.sources.samples.documents import SAMPLES

    named = [count(feeds, "feed")] if feeds or not samples else []
    return " and ".join(named + [count(len(SAMPLES), "sample feed")] * samples)
