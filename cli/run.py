"""`tocsin run`: broker, topics and every part, from start to stop."""

import asyncio
import contextlib
import errno
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cli import screen
from cli.broker import BrokerKeeper
from cli.datalock import DataLock
from cli.embedded import EmbeddedBroker, EmbeddedBrokerError
from cli.exits import WRONG, Failure
from cli.kafka import note_file, write_note
from cli.parts import Parts
from cli.ports import Ports
from cli.probing import page
from cli.signals import Wish
from cli.supervisor import Supervisor
from cli.topics import apply_when_reachable
from runtime.health import Conditions, StatusPages
from runtime.kafka import Connection
from runtime.metrics import Instruments
from tocsin.config.model import Config


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What `tocsin run` shall do. ``bootstrap`` is empty where the embedded broker is meant."""

    config: Config
    config_path: Path | None
    bootstrap: tuple[str, ...]
    polled: str

    @property
    def data(self) -> Path:
        return Path(self.config.data_dir)

    @property
    def logs(self) -> Path:
        return self.data / "log"


def run(plan: Plan) -> None:
    """Start everything, and return when it was asked to stop and has stopped.

    Raises:
        Failure: another `tocsin run` has the data folder, the broker can't start, or a part keeps dying.
    """
    with _alone(plan.data):
        # Started before there is an event loop: Ctrl-C ends the wait for it at once.
        broker = None if plan.bootstrap else _broker(plan)
        try:
            bootstrap = plan.bootstrap if broker is None else (_start(broker),)
            asyncio.run(_until_stopped(plan, Connection(bootstrap, plan.config.kafka), broker))
        finally:
            note_file(plan.config).unlink(missing_ok=True)
            if broker is not None:
                broker.stop()
    screen.say("everything has stopped")


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    lock = DataLock(data / "run.lock")
    try:
        holder = lock.acquire(patience=5)
    except OSError as fault:
        raise Failure(f"the data folder {data} can't be used: {fault.strerror}", WRONG) from fault
    if holder is not None:
        raise Failure(
            f"{data} is in use by another `tocsin run` (process {holder}): stop that one, "
            "or give this one another data_dir",
            WRONG,
        )
    try:
        yield
    finally:
        lock.release()


def _broker(plan: Plan) -> EmbeddedBroker:
    return EmbeddedBroker(plan.data / "broker", plan.config.kafka.embedded_port, plan.logs / "broker.log")


def _start(broker: EmbeddedBroker) -> str:
    try:
        bootstrap = broker.start()
    except EmbeddedBrokerError as fault:
        raise Failure(str(fault), WRONG) from fault
    screen.say(f"broker ready on {bootstrap} (embedded: for laptops, never for production)")
    return bootstrap


async def _until_stopped(plan: Plan, connection: Connection, broker: EmbeddedBroker | None) -> None:
    wish = Wish()
    work = asyncio.create_task(_work(plan, connection, broker, wish))
    asked = asyncio.create_task(wish.stop.wait())
    await asyncio.wait({work, asked}, return_when=asyncio.FIRST_COMPLETED)
    if asked.done() and not work.done():
        screen.say("stopping: source, worker, sinks, broker (Ctrl-C again hurries)")
        work.cancel()
    asked.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


async def _work(plan: Plan, connection: Connection, broker: EmbeddedBroker | None, wish: Wish) -> None:
    instruments = Instruments("run")
    async with AsyncExitStack() as stack:
        watched: list[asyncio.Task[None]] = []
        supervisor = Supervisor(plan.config.metrics.host, plan.logs, instruments, wish.hurry)
        if broker is not None:
            write_note(plan.config, connection)

            async def catch_up() -> None:
                await apply_when_reachable(connection, embedded=True)
                supervisor.resume()

            # The broker may have lost what it had acknowledged. A part that outlived it would go on from there: the
            # source would note for published what is gone. All of them start again from what the broker still has.
            keeper = BrokerKeeper(broker, instruments, supervisor.pause, catch_up)
            stack.push_async_callback(keeper.stop)
            watched.append(asyncio.create_task(keeper.run()))
            stack.callback(watched[0].cancel)
        await apply_when_reachable(connection, embedded=broker is not None)
        stack.push_async_callback(supervisor.stop)
        await _start_parts(plan, connection, supervisor, instruments, stack)
        watched.append(asyncio.create_task(supervisor.watch()))
        done, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


async def _start_parts(
    plan: Plan,
    connection: Connection,
    supervisor: Supervisor,
    instruments: Instruments,
    stack: AsyncExitStack,
) -> None:
    host = plan.config.metrics.host
    ports = Ports(host, plan.config.metrics.port)
    parts = Parts(plan.config, plan.config_path, connection.bootstrap, ports)
    worker, sinks = parts.worker(), parts.sinks()
    source = parts.source(edition=datetime.now(UTC).strftime("%Y%m%d%H%M%S"))
    pages, last = await own_pages(instruments, host, ports)
    stack.push_async_callback(pages.stop)
    supervisor.start(sinks)
    supervisor.start([worker])
    await supervisor.ready()
    screen.say(
        f"metrics: {page(host, worker.port, '/metrics')} of the worker; the other parts up to port {last}"
    )
    screen.say(f"logs: {plan.logs}")
    screen.say(f"polling {plan.polled}; alerts follow. Ctrl-C stops everything")
    supervisor.start([source])
    await supervisor.ready()


async def own_pages(instruments: Instruments, host: str, ports: Ports) -> tuple[StatusPages, int]:
    """The pages of `tocsin run` itself, and their port: the next one, should another take it from under us."""
    while True:
        pages = StatusPages(instruments, Conditions(instruments), host=host, port=ports.take())
        try:
            return pages, await pages.start()
        except OSError as fault:
            await pages.stop()
            if fault.errno != errno.EADDRINUSE:
                raise
