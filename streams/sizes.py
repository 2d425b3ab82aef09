"""How much a worker remembers, shown now and then: to count it costs a look at all of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from runtime.apart import done_apart
from runtime.logs import get
from streams.alert import Discipline
from streams.overrides import recovery_seconds
from streams.shared import Shared
from tocsin import metrics

EVERY_SECONDS: Final = 5.0
"""How often the core is asked, which knows its sizes."""
COUNT_EVERY: Final = 12
"""Every so many times the memories are counted too."""

log = get(__name__)


@asynccontextmanager
async def sized(shared: Shared, discipline: Discipline) -> AsyncIterator[None]:
    """While the body runs, sizes are shown."""
    task = asyncio.create_task(_show_for_ever(shared, discipline))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _show_for_ever(shared: Shared, discipline: Discipline) -> None:
    looks = 0
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        if not discipline.ledger.ready:
            continue
        try:
            await _show(shared, discipline)
            if looks % COUNT_EVERY == 0:
                await _count(shared)
            looks += 1
        except Exception:
            log.exception("what is remembered could not be counted; it is counted again")


async def _show(shared: Shared, discipline: Discipline) -> None:
    core = await discipline.ready_to_wake()
    if core is None:
        return
    sizes = core.sizes()
    shared.instruments.set(metrics.STORIES_OPEN, sizes.stories)
    shared.instruments.set(metrics.REPORTS_FILED, sizes.reports)
    took = recovery_seconds(shared.app)
    if took is not None:
        shared.instruments.set(metrics.MEMORY_RECOVERY, took)


async def _count(shared: Shared) -> None:
    for memory, size in shared.sizes.items():
        records, held = await done_apart(size, "sizes")
        shared.instruments.set(metrics.MEMORY_RECORDS, records, memory=memory)
        shared.instruments.set(metrics.MEMORY_BYTES, held, memory=memory)
