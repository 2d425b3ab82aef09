"""The routes of a worker: read anew whenever their file has changed, and put in use between two events.

Whatever goes wrong, the worker goes on with what it has.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from runtime.apart import done_apart
from runtime.logs import get
from streams.process import Worker
from tocsin.config.issues import Issue
from tocsin.metrics import ROUTE_FAULTS, ROUTE_RELOADS
from tocsin.routing.rules import Rules

Found = Rules | list[Issue]
"""The rules that the file holds, or every fault in it."""
AGAIN_SECONDS: Final = 60.0
"""After a fault of our own the same is tried again, but not at every look."""

log = get(__name__)


class Routes:
    """What was found last; taken when it is found a second time, for a file may be read half saved."""

    def __init__(self, worker: Worker) -> None:
        self._core, self._instruments = worker.discipline.core, worker.shared.instruments
        self._last: Found = self._core.rules
        self._taken: Found = self._core.rules

    def use(self, found: Found) -> None:
        """Put ``found`` in use, if it is sound, new and no longer changing."""
        settled, self._last = found == self._last, found
        if not settled or found == self._taken:
            return
        self._taken = found
        if isinstance(found, Rules):
            self._core.rules = found
            log.info("routes in use", mended=True)
        else:
            for fault in found:
                log.error("the routes are at fault and not in use; those before stay", fault=str(fault))
        self._instruments.set(ROUTE_FAULTS, 0 if isinstance(found, Rules) else len(found))
        self._instruments.count(ROUTE_RELOADS, outcome="good" if isinstance(found, Rules) else "faulty")


@asynccontextmanager
async def routes_reloaded(worker: Worker, look: Callable[[], Found], every: float) -> AsyncIterator[None]:
    """While the body runs, ``look`` reads the routes ``every`` so many seconds; never where that is 0."""
    instruments = worker.shared.instruments
    instruments.prime(ROUTE_RELOADS)
    instruments.set(ROUTE_FAULTS, 0)
    watching = asyncio.create_task(_watch(worker, look, every)) if every else None
    try:
        yield
    finally:
        if watching is not None:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


async def _watch(worker: Worker, look: Callable[[], Found], every: float) -> None:
    routes, pause = Routes(worker), every
    while True:
        await asyncio.sleep(pause)
        try:
            routes.use(await done_apart(look, "routes"))
        except Exception:
            log.exception("the routes could not be read anew; those in use stay")
            worker.shared.instruments.count(ROUTE_RELOADS, outcome="failed")
            pause = max(every, AGAIN_SECONDS)
        else:
            pause = every
