"""The watchlists of a worker: read when it starts, and anew whenever their folder has changed.

Reading and compiling happen in a thread; the new matcher takes the old one's place between two articles. Whatever
goes wrong, the worker goes on with what it has.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, Self

import msgspec

from runtime.apart import done_apart
from runtime.logs import get
from runtime.metrics import Instruments
from streams.match import InUse
from streams.measures import show_watchlists
from tocsin.matching.matcher import Matcher
from tocsin.metrics import WATCHLIST_RELOADS, WATCHLISTS_MAKING
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.roster import Roster
from tocsin.watchlist.settling import SETTLED, Folder, Look, Settled, first, following

AGAIN_SECONDS: Final = 60.0
"""After a fault of our own the same is tried again, but not at every look: it may have cost a while."""
_NAME: Final = "watchlists"

log = get(__name__)


class Steps(msgspec.Struct, frozen=True):
    """From the folder to a matcher; each is called in a thread, never two at once, while the matcher in use works."""

    look: Callable[[], Look]
    renew: Callable[[Roster, Settled], Roster]
    make: Callable[[Sequence[LoadedWatchlist]], Matcher]


class Watchlists:
    """What is in use, and what it was made from."""

    def __init__(
        self, steps: Steps, instruments: Instruments, folder: Folder, roster: Roster, matcher: Matcher
    ) -> None:
        self._steps, self._instruments = steps, instruments
        self._folder, self._taken, self._roster = folder, folder.settled, roster
        self.in_use = InUse(matcher, roster.versions)

    @classmethod
    async def read(cls, steps: Steps, instruments: Instruments) -> Self:
        """What the folder holds now. Raises what the steps raise."""
        began = time.perf_counter()
        folder = first(await done_apart(steps.look, _NAME), time.monotonic())
        roster = await done_apart(partial(steps.renew, Roster(), folder.settled), _NAME)
        matcher = await done_apart(partial(steps.make, roster.watchlists), _NAME)
        show_watchlists(instruments, Roster(), roster)
        instruments.set(WATCHLISTS_MAKING, time.perf_counter() - began)
        return cls(steps, instruments, folder, roster, matcher)

    @asynccontextmanager
    async def reloaded(self, every: float) -> AsyncIterator[None]:
        """While the body runs, the folder is looked at ``every`` so many seconds; never where that is 0."""
        self._instruments.prime(WATCHLIST_RELOADS)
        watching = asyncio.create_task(self._watch(every)) if every else None
        try:
            yield
        finally:
            if watching is not None:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)

    async def _watch(self, every: float) -> None:
        pause = every
        while True:
            await asyncio.sleep(pause)
            try:
                await self._look_again()
            except Exception:
                log.exception("the watchlists could not be read anew; those in use stay")
                self._instruments.count(WATCHLIST_RELOADS, outcome="failed")
                pause = max(every, AGAIN_SECONDS)
            else:
                pause = every if self._folder.still else min(every, SETTLED)

    async def _look_again(self) -> None:
        at = time.monotonic()
        self._folder = following(self._folder, await done_apart(self._steps.look, _NAME), at)
        if self._folder.settled != self._taken:
            await self._take(self._folder.settled)
            self._instruments.count(WATCHLIST_RELOADS, outcome=self._roster.outcome)

    async def _take(self, settled: Settled) -> None:
        began = time.perf_counter()
        roster = await done_apart(partial(self._steps.renew, self._roster, settled), _NAME)
        if roster.versions != self._roster.versions:
            made = await done_apart(partial(self._steps.make, roster.watchlists), _NAME)
            self.in_use.use(made, roster.versions)
            self._instruments.set(WATCHLISTS_MAKING, time.perf_counter() - began)
        show_watchlists(self._instruments, self._roster, roster)
        self._roster, self._taken = roster, settled
