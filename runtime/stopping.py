"""Being asked to stop, while waiting for something."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Interrupted(Exception):  # noqa: N818 -- a wish of the operator, not an error
    """We were asked to stop before it was done."""


async def interruptible(work: Coroutine[Any, Any, T], stop: asyncio.Event, *, grace: float = 0.0) -> T:
    """What ``work`` returns or raises; it is cancelled ``grace`` seconds after ``stop`` was set.

    Raises:
        Interrupted: it was cancelled.
    """
    task = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({task}, timeout=grace)
        if task.done():
            return task.result()
        raise Interrupted
    finally:
        stopping.cancel()
        task.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)


async def pause(seconds: float, stop: asyncio.Event) -> None:
    """Wait.

    Raises:
        Interrupted: ``stop`` was set before the time was over.
    """
    await interruptible(asyncio.sleep(seconds), stop)
