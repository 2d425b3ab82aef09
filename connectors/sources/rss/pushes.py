"""Documents that hubs push, taken one at a time for each feed, and never beside a poll of it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from connectors.sources.rss.outbox import Outbox
from connectors.sources.rss.roll import Roll
from connectors.sources.rss.slot import Slot
from connectors.sources.web.exchange import Fetched
from runtime.logs import get

log = get(__name__)

Take = Callable[[Slot, Fetched], Coroutine[Any, Any, None]]
"""Learns what a pushed document says."""


class Pushes:
    """``poll_soon`` is told of a feed whose document we stumbled over: it is still there to be fetched.

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

    async def push(self, feed_id: str, document: Fetched) -> bool:
        """Take ``document`` once there is room for it; ``False``: not our feed."""
        await self._outbox.until_room()
        slot = self._roll.slot(feed_id)
        while slot is not None and slot.task is not None:
            await asyncio.wait({slot.task})
            slot = self._roll.slot(feed_id)
        if slot is None or not self._is_open():
            return False
        slot.task = taking = asyncio.create_task(self._take(slot, document))
        try:
            await asyncio.wait({taking})
        finally:
            taking.cancel()
            slot.task = None
        return self._is_taken(slot, taking)

    def _is_taken(self, slot: Slot, taking: "asyncio.Task[None]") -> bool:
        if taking.cancelled():
            return False
        fault = taking.exception()
        if fault is not None:
            log.error("taking what a hub pushed raised", feed=slot.feed.id, exc_info=fault)
            self._poll_soon(slot)
        return True
