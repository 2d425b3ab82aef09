"""What was held back is due: the worker that has the watchlist's partition wakes it, by a message to itself.

Nothing is kept of timers: when a watchlist is due follows from what is remembered of it, so a timer survives whatever
its memory survives. A wake carries no more than the time, and one too many does nothing.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from math import inf
from typing import Final

import msgspec

from runtime.logs import get
from streams.alert import Discipline
from streams.shared import Shared
from tocsin import metrics
from tocsin.contract.events import Wake
from tocsin.contract.topics import WAKES

LOOK_SECONDS: Final = 1.0
AGAIN_SECONDS: Final = 10.0
"""A wake that nothing came of is sent again after so long: it may wait behind many messages, or be lost. One that did
a portion of what is due and left some is followed by the next at once."""

log = get(__name__)


class Due(msgspec.Struct):
    """When a watchlist is due: by the clock, and by the steady clock as the two stood when this was first seen."""

    at: datetime
    steady: float
    woken: float = -inf


class Waking:
    """Which watchlists are due, and which of them were woken. A clock that is set back delays nothing."""

    def __init__(self) -> None:
        self._known: dict[str, Due] = {}

    def to_wake(self, due: Mapping[str, datetime], now: datetime, steady: float) -> dict[str, datetime]:
        """The watchlists to wake and the time to give them: once for each time they are due, and again where it stays.

        ``due`` are all that wait for anything, ``steady`` are seconds on a clock that nobody sets.
        """
        self._known = {name: self._due(name, at, now, steady) for name, at in due.items()}
        found = {}
        for name, one in self._known.items():
            come = one.at <= now or one.steady <= steady
            if come and steady - one.woken >= AGAIN_SECONDS:
                one.woken = steady
                found[name] = max(now, one.at)
        return found

    def again(self, name: str) -> None:
        """Its wake was handled, and left something due."""
        if name in self._known:
            self._known[name].woken = -inf

    def _due(self, name: str, at: datetime, now: datetime, steady: float) -> Due:
        known = self._known.get(name)
        return known if known and known.at == at else Due(at, steady + (at - now).total_seconds())


@asynccontextmanager
async def waking(shared: Shared, discipline: Discipline) -> AsyncIterator[None]:
    """While the body runs, whatever is due is woken; a second late at the most, where nothing else waits."""
    task = asyncio.create_task(_wake_for_ever(shared, discipline))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _wake_for_ever(shared: Shared, discipline: Discipline) -> None:
    woken = Waking()
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await discipline.fell_behind.wait()
        try:
            await _look(shared, discipline, woken)
        except Exception:
            log.exception("what is due could not be looked at; it is looked at again")


async def _look(shared: Shared, discipline: Discipline, woken: Waking) -> None:
    discipline.fell_behind.clear()
    core = await discipline.ready_to_wake()
    if core is None:
        return
    while discipline.behind:
        woken.again(discipline.behind.pop())
    now = datetime.now(UTC)
    for name, at in woken.to_wake(core.due(), now, time.monotonic()).items():
        wake = Wake(watchlist=name, at=at)
        event_id = f"{name}.{at.isoformat()}"
        await shared.sender.send(WAKES, name, wake, event_id=event_id, time=now)
        shared.instruments.count(metrics.WAKES)
