"""A worker from start to stop: the three agents on one Faust application, under the watchdog."""

import asyncio
from collections.abc import Coroutine
from typing import Final

import faust

from runtime.health import STARTING, Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from streams import alert, dedup, match
from streams.app import build_app
from streams.match import InUse
from streams.sender import Sender
from streams.watchdog import Watchdog, end_after
from tocsin.config.model import Config
from tocsin.contract.topics import ALERTED, ALERTS, ARTICLES, DEADLETTERS, MATCHES, SEEN, UNIQUE

USED: Final = (ARTICLES, UNIQUE, MATCHES, ALERTS, DEADLETTERS, SEEN, ALERTED)
"""The topics a worker reads or writes; it starts when they are there."""

log = get(__name__)


class WorkerCrashedError(RuntimeError):
    """Faust gave up; whoever started the worker starts it anew."""


def assemble(
    config: Config,
    matcher: InUse,
    connection: Connection,
    instruments: Instruments,
    *,
    instance: str | None,
) -> faust.App:
    """The application with its three agents, not started."""
    app = build_app(connection, instance=instance)
    sender = Sender(app, connection, instruments)
    receivers = tuple(receiver.name for receiver in config.receivers)
    dedup.register(app, connection, sender, instruments, config.dedup.window)
    match.register(app, connection, sender, instruments, matcher)
    alert.register(app, connection, sender, instruments, receivers)
    app.finalize()
    return app


async def run_worker(app: faust.App, config: Config, conditions: Conditions, stop: asyncio.Event) -> None:
    """Run ``app`` until ``stop`` is set.

    Raises:
        WorkerCrashedError: Faust gave up (a broker that refuses us, for example).
    """
    conditions.set(STARTING, "joining the consumer group")
    watchdog = Watchdog(app, config.worker, conditions)
    watchdog.start(asyncio.get_running_loop())
    try:
        await _until(stop, _serve(app, conditions))
    finally:
        watchdog.stop()
        deadline = end_after(config.worker.shutdown_timeout.total_seconds())
        await app.stop()
        deadline.cancel()
    if app.crash_reason is not None:
        raise WorkerCrashedError(repr(app.crash_reason)) from app.crash_reason


async def _serve(app: faust.App, conditions: Conditions) -> None:
    await app.start()
    conditions.clear(STARTING)
    await app.wait_until_stopped()


async def _until(stop: asyncio.Event, work: Coroutine[object, object, None]) -> None:
    """Waits for ``work``, or for ``stop``, which may come while the application is still starting."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
    working.cancel()
