"""`tocsin worker`"""

import asyncio
import os
from functools import partial
from pathlib import Path

import click

from cli import options
from cli.part import serve
from cli.process import Process
from runtime.health import STARTING, Conditions
from runtime.metrics import Instruments

EPILOG = """\b
Examples:
  tocsin worker --bootstrap-servers kafka:9092
  tocsin worker --metrics-port 9465 --instance worker-0     a StatefulSet's pod name, say

\b
It ends itself where staying would be worse, and loses nothing by that; start it again:
  74  Kafka did not take a record in time (kafka.send_timeout)
  71  its shutdown took too long (worker.shutdown_timeout)
  75  its watchdog found it alive in name only"""


@click.command(epilog=EPILOG, short_help="Deduplicate, match and alert: the Faust agents.")
@options.config
@options.bootstrap_servers
@options.process
@options.instance
def worker(
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    process: Process,
    instance: str | None,
) -> None:
    """Deduplicate, match and alert: the Faust agents. Start as many as the topics have partitions.

    Serves /metrics and /healthz, logs to standard error, stops on SIGTERM or Ctrl-C.
    """
    from cli.kafka import connection
    from cli.settings import accepted, load_config, load_rules
    from cli.waiting import kafka_there, kafka_watched
    from cli.watching import steps
    from streams.measures import measured
    from streams.process import USED, assemble, run_worker
    from streams.reload import Watchlists
    from streams.routes import routes_reloaded

    config = accepted(load_config(config_path, os.environ))
    rules = accepted(load_rules(config))
    kafka = connection(config, bootstrap)

    async def body(instruments: Instruments, conditions: Conditions, stop: asyncio.Event) -> None:
        conditions.set(STARTING, "waiting for Kafka")
        if not await kafka_there(kafka, USED, conditions, stop):
            return
        conditions.set(STARTING, "reading the watchlists")
        made_by = await asyncio.to_thread(steps, config)  # word forms may have to be made first
        watchlists = await Watchlists.read(made_by, instruments)
        made = assemble(config, watchlists.in_use, rules, kafka, instruments, instance=instance)
        every = config.worker.reload_every.total_seconds()
        routes = routes_reloaded(made, partial(load_rules, config), every)
        reloading = watchlists.reloaded(every)
        async with measured(kafka, instruments), kafka_watched(kafka, conditions), reloading, routes:
            await run_worker(made, config, conditions, stop)

    serve("worker", config, process, body)
