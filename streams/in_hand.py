"""A partition is given up between two messages: whoever gets it finds everything that was done with it.

Faust leaves a partition while a message of it is still being handled; what that message then remembers is written
after the next owner has read what there is to remember.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import faust

from runtime.logs import get

log = get(__name__)


class InHand:
    """A context for handling one message, for all agents of a worker; a rebalance waits while any is in one."""

    def __init__(self, app: faust.App, patience: float) -> None:
        """A message that takes longer than ``patience`` seconds is no longer waited for."""
        self._app, self._patience = app, patience
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()
        self._afterwards: list[Callable[[], Awaitable[None]]] = []
        app.on_partitions_revoked.connect(self._wait)

    def then(self, settle: Callable[[], Awaitable[None]]) -> None:
        """Have ``settle`` called whenever the partitions are about to be given up and nothing is in hand any more, or
        was waited for too long. What it returns is waited for, but not for ever."""
        self._afterwards.append(settle)

    def __enter__(self) -> None:
        self._count += 1
        self._none.clear()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._none.set()

    async def _wait(self, *_: Any, **__: Any) -> None:
        try:
            async with asyncio.timeout(self._patience):
                await self._none.wait()
        except TimeoutError:
            log.warning("partitions are given up while messages of them are still being handled")
        settled = [settle() for settle in self._afterwards]
        try:
            async with asyncio.timeout(self._patience):
                await asyncio.gather(*settled)
                await self._app.producer.flush()
        except TimeoutError:
            log.warning("partitions are given up while something of them is still being written")
