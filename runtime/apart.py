"""Work that may never end, apart from everything else."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def apart(work: Callable[[], Result], name: str) -> Future[Result]:
    """Start ``work`` in a thread of that name, which ends with the process whatever it is doing.

    ``asyncio.to_thread`` would hold up the end of the process until ``work`` is done, and has few threads to lose.
    """
    found: Future[Result] = Future()
    # So that nobody who stops waiting can cancel it: its result is always taken.
    found.set_running_or_notify_cancel()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as fault:  # noqa: BLE001  it is raised where the result is asked for
            found.set_exception(fault)

    Thread(target=run, name=name, daemon=True).start()
    return found


async def done_apart(work: Callable[[], Result], name: str) -> Result:
    """What ``work`` returns or raises, done in a thread as by ``apart``."""
    return await asyncio.wrap_future(apart(work, name))


async def result_within(found: Future[Result], seconds: float) -> Result:
    """The result of ``found``, or what it raised. Raises ``TimeoutError`` where there is neither in time."""
    # Not wait_for, which until Python 3.12 forgets a cancellation that comes together with the result.
    async with asyncio.timeout(seconds):
        return await asyncio.wrap_future(found)
