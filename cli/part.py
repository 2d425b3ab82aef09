"""One part of Tocsin as a process: logs, metrics and health pages, signals; then the part itself."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from cli.exits import INTERNAL, WRONG, Failure
from cli.process import Process
from cli.signals import Wish
from runtime import logs
from runtime.health import Conditions, StatusPages
from runtime.metrics import Instruments
from tocsin.config.model import Config

Body = Callable[[Instruments, Conditions, asyncio.Event], Awaitable[None]]


def serve(part: str, config: Config, process: Process, body: Body) -> None:
    """Run ``body`` until it ends or a signal asks it to. What ends it otherwise is logged, and the process exits."""
    logs.set_up(part, level=config.log.level, form=process.log_format or config.log.format)
    port = config.metrics.port if process.metrics_port is None else process.metrics_port
    log = logs.get(__name__)
    try:
        asyncio.run(_serve(part, config.metrics.host, port, body))
    except Failure as fault:
        log.critical(fault.message)
        sys.exit(fault.exit_code)
    except Exception as fault:
        log.critical(f"ended by a fault of its own: {type(fault).__name__}: {fault}", exc_info=True)
        sys.exit(INTERNAL)


async def _serve(part: str, host: str, port: int, body: Body) -> None:
    instruments = Instruments(part)
    conditions = Conditions(instruments)
    pages = StatusPages(instruments, conditions, host=host, port=port)
    try:
        port = await pages.start()
    except OSError as fault:
        raise Failure(
            f"the {part} can't serve its metrics at {host}:{port}: {fault.strerror}; "
            "choose another port with --metrics-port or metrics.port",
            WRONG,
        ) from fault
    logs.get(__name__).info("serving metrics and health", host=host, port=port)
    try:
        await body(instruments, conditions, Wish().stop)
    finally:
        await pages.stop()
