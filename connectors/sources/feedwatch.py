"""The list of feeds, read anew whenever its files have changed.

Reading happens in a thread. A look may fall into the middle of a save: what was read counts once the files have
looked the same for ``SETTLED`` seconds. Whatever goes wrong, the source goes on with the feeds it has.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, Protocol

from runtime.apart import done_apart
from runtime.health import Conditions
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.issues import Issue
from tocsin.feeds.feed import Feed
from tocsin.metrics import FEED_LIST_FAULTS, FEED_LIST_RELOADS

SETTLED: Final = 1.0
AGAIN_SECONDS: Final = 60.0
"""After a fault of our own the same is tried again, but not at every look."""
FAULTY: Final = "feeds"
"""The condition of a source whose list is at fault: it polls the last good one."""
_TOLD: Final = 20
_NAME: Final = "feeds"

Take = Callable[[tuple[Feed, ...]], None]

log = get(__name__)


class FeedFiles(Protocol):
    """Both verbs are called in a thread, never two at once. ``last`` is the digest of what was last read."""

    last: bytes

    def look(self) -> bytes:
        """A digest of all that the files hold now."""

    def read(self) -> tuple[Feed, ...] | list[Issue]:
        """Every feed to poll, or every fault of the files."""


async def watch(
    files: FeedFiles,
    take: Take,
    every: timedelta,
    instruments: Instruments,
    conditions: Conditions,
    *,
    in_use: Sequence[Feed] = (),
) -> None:
    """Until cancelled: look ``every`` so often, and give ``take`` the whole list when it is another than ``in_use``.

    Where the files were read already (``files.last``), they are read again only when they change. A list at fault
    is told in the log, in ``FEED_LIST_FAULTS`` and as the condition ``FAULTY``. Never raises.
    """
    instruments.prime(FEED_LIST_RELOADS)
    instruments.set(FEED_LIST_FAULTS, 0)
    watching = _Watching(files, take, instruments, conditions, tuple(in_use))
    pause = every.total_seconds()
    while True:
        await asyncio.sleep(pause)
        try:
            still = await watching.look()
        except Exception:
            log.exception("the list of feeds could not be read anew; the one in use stays")
            instruments.count(FEED_LIST_RELOADS, outcome="failed")
            pause = max(every.total_seconds(), AGAIN_SECONDS)
        else:
            pause = every.total_seconds() if still else min(every.total_seconds(), SETTLED)


class _Watching:
    def __init__(
        self,
        files: FeedFiles,
        take: Take,
        instruments: Instruments,
        conditions: Conditions,
        in_use: tuple[Feed, ...],
    ) -> None:
        self._files, self._take = files, take
        self._instruments, self._conditions = instruments, conditions
        self._in_use = in_use
        self._seen = self._done = files.last

    async def look(self) -> bool:
        """One look. Returns whether all that was seen counts already."""
        seen, before = await done_apart(self._files.look, _NAME), self._seen
        self._seen = seen
        if seen == self._done:
            return True
        if seen != before:
            return False
        self._judge(await done_apart(self._files.read, _NAME))
        self._seen = self._done = self._files.last
        return True

    def _judge(self, found: tuple[Feed, ...] | list[Issue]) -> None:
        faults = found if isinstance(found, list) else []
        self._instruments.set(FEED_LIST_FAULTS, len(faults))
        self._instruments.count(FEED_LIST_RELOADS, outcome="faulty" if faults else "good")
        if isinstance(found, list):
            self._tell(found)
            return
        if FAULTY in self._conditions():
            log.info("the list of feeds is good again, and in use", mended=True)
        self._conditions.clear(FAULTY)
        if found != self._in_use:
            self._say_what_changed(found)
            self._take(found)
            self._in_use = found

    def _tell(self, faults: list[Issue]) -> None:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        self._conditions.set(FAULTY, f"the list in use is the last good one: {faults[0]}{more}")
        for fault in faults[:_TOLD]:
            log.error("the list of feeds is at fault; the one in use stays", fault=str(fault))

    def _say_what_changed(self, found: tuple[Feed, ...]) -> None:
        before, after = {feed.id: feed for feed in self._in_use}, {feed.id: feed for feed in found}
        changed = sum(before.get(name, feed) != feed for name, feed in after.items())
        added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
        log.info("feeds changed", added=added, removed=removed, changed=changed, now=len(after))
