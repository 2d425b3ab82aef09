"""One feed of this process, and the partition it came with."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tocsin.feeds.feed import Feed
from tocsin.polling.asking import address
from tocsin.polling.hosts import host_of
from tocsin.polling.state import FeedState


class Holding:
    """A partition of the feeds, from taking it up to giving it up.

    ``known`` are states of feeds that are not polled: not listed, or not listed any more.
    """

    def __init__(self, known: Mapping[str, FeedState]) -> None:
        self.known = dict(known)
        self._given_up = False
        self._unsent = 0
        self._sent = asyncio.Event()
        self._sent.set()

    def held(self) -> bool:
        """Whether it is still ours."""
        return not self._given_up

    def give_up(self) -> None:
        """It is ours no longer."""
        self._given_up = True

    def send(self) -> None:
        """One more reading of its is on its way."""
        self._unsent += 1
        self._sent.clear()

    def sent(self) -> None:
        """One reading fewer is on its way: it is acknowledged."""
        self._unsent -= 1
        if not self._unsent:
            self._sent.set()

    async def until_sent(self) -> None:
        """Wait until none of its readings is on its way."""
        await self._sent.wait()


class Slot:
    """A feed in the schedule. ``task`` is its poll while that is under way; ``turn`` changes with every new plan.

    ``due`` is in the loop's time; ``slow``: its last poll took long; ``saved`` is when its state last went to Kafka.
    """

    __slots__ = ("due", "feed", "holding", "saved", "slow", "state", "task", "turn")

    def __init__(self, feed: Feed, state: FeedState, holding: Holding) -> None:
        self.feed = feed
        self.state = state
        self.holding = holding
        self.due = 0.0
        self.turn = 0
        self.slow = False
        self.task: asyncio.Task[Any] | None = None
        self.saved: datetime | None = None

    @property
    def host(self) -> str:
        """The host to ask next."""
        return host_of(address(self.state, self.feed))
