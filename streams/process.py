"""A worker from start to stop: the three agents on one Faust application, under the watchdog."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Final

import faust
import msgspec

from runtime.health import STARTING, Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from streams import alert, dedup, match
from streams.alert import Discipline
from streams.app import build_app
from streams.match import InUse
from streams.shared import Shared, shared
from streams.sizes import sized
from streams.wakes import waking
from streams.watchdog import Watchdog, end_after
from tocsin.config.model import Config
from tocsin.contract.topics import (
    ACTIONS,
    ALERTS,
    ARTICLES,
    DEADLETTERS,
    DESKS,
    FILED,
    FIRED,
    MATCHES,
    SEEN,
    STORIES,
    UNIQUE,
    WAKES,
)
from tocsin.routing.rules import Rules

USED: Final = (
    ARTICLES, UNIQUE, MATCHES, ACTIONS, WAKES, ALERTS, DEADLETTERS, SEEN, FIRED, FILED, STORIES, DESKS,
)  # fmt: skip
"""The topics a worker reads or writes; it starts when they are there."""

log = get(__name__)


class WorkerCrashedError(RuntimeError):
    """Faust gave up; whoever started the worker starts it anew."""


class Worker(msgspec.Struct, frozen=True):
    """The application with its three agents, and what else works beside them."""

    app: faust.App
    shared: Shared
    discipline: Discipline


def assemble(
    config: Config,
    matcher: InUse,
    rules: Rules,
    connection: Connection,
    instruments: Instruments,
    *,
    instance: str | None,
) -> Worker:
    """A worker, not started."""
    on_disk = Path(config.data_dir) / "worker" / (instance or "0")
    app = build_app(
        connection, instance=instance, folder=on_disk if config.worker.store == "rocksdb" else None
    )
    common = shared(app, connection, instruments)
    dedup.register(common, config.dedup.window)
    match.register(common, matcher, config.dedup.window)
    discipline = alert.register(common, rules)
    app.finalize()
    return Worker(app, common, discipline)


async def run_worker(worker: Worker, config: Config, conditions: Conditions, stop: asyncio.Event) -> None:
    """Run ``worker`` until ``stop`` is set.

    Raises:
        WorkerCrashedError: Faust gave up (a broker that refuses us, for example).
    """
    conditions.set(STARTING, "joining the consumer group")
    app = worker.app
    watchdog = Watchdog(app, config.worker, conditions, portions=lambda: worker.discipline.portions)
    watchdog.start(asyncio.get_running_loop())
    try:
        async with waking(worker.shared, worker.discipline), sized(worker.shared, worker.discipline):
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
