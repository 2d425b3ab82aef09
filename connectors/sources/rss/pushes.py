"""Documents that hubs push, taken one at a time for each feed, and never beside a poll of it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from connectors.sources.rss.outbox import Outbox
from connectors.sources.rss.roll import Roll
from connectors.sources.rss.slot import Slot
from connectors.sources.web.exchange import Fetched
from runtime.logs import get
from tocsin.feeds.outcome import PushOutcome

log = get(__name__)

Take = Callable[[Slot, Fetched], Coroutine[Any, Any, bool]]
"""Learns what a pushed document says; returns whether it could be read."""


class Pushes:
    """``poll_soon`` is told of a feed whose document was not taken: its news are still there to be fetched.

    Nothing is taken unless ``is_open``.
    """

    def __init__(
        self,
        roll: Roll,
        outbox: Outbox,
        take: Take,
        poll_soon: Callable[[Slot], None],
        is_open: Callable[[], bool],
    ) -> None:
        self._roll = roll
        self._outbox = outbox
        self._take = take
        self._poll_soon = poll_soon
        self._is_open = is_open

    async def push(self, feed_id: str, document: Fetched) -> PushOutcome:
        """Take ``document`` once there is room for it: ``taken``, ``unreadable``, or ``unknown`` (not our feed)."""
        outcome: PushOutcome = "unreadable"  # where it is given up on the way
        try:
            outcome = await self._push(feed_id, document)
        finally:
            slot = self._roll.slot(feed_id)
            if outcome == "unreadable" and slot is not None:
                self._poll_soon(slot)
        return outcome

    async def _push(self, feed_id: str, document: Fetched) -> PushOutcome:
        await self._outbox.until_room()
        slot = self._roll.slot(feed_id)
        while slot is not None and slot.task is not None:
            await asyncio.wait({slot.task})
            slot = self._roll.slot(feed_id)
        if slot is None or not self._is_open():
            return "unknown"
        slot.task = taking = asyncio.create_task(self._take(slot, document))
        try:
            await asyncio.wait({taking})
        finally:
            taking.cancel()
            slot.task = None
        if self._is_taken(slot, taking):
            return "taken"
        return "unknown" if self._roll.slot(feed_id) is None else "unreadable"

    def _is_taken(self, slot: Slot, taking: "asyncio.Task[bool]") -> bool:
        if taking.cancelled():
            return False
        fault = taking.exception()
        if fault is not None:
            log.error("taking what a hub pushed raised", feed=slot.feed.id, exc_info=fault)
        return fault is None and taking.result()
