"""The RSS source: the feeds of the partitions it holds, each polled when it is due."""

import asyncio
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.sources.base import Reading
from connectors.sources.gauges import FeedGauges
from connectors.sources.rss.learning import Learner, Offered, Ring, to_nobody
from connectors.sources.rss.outbox import Outbox
from connectors.sources.rss.place import Place
from connectors.sources.rss.poll import Means, Poller
from connectors.sources.rss.pushes import Pushes
from connectors.sources.rss.roll import Roll
from connectors.sources.rss.scheduler import Scheduler
from connectors.sources.rss.slot import Holding, Slot
from connectors.sources.turns import Turns
from connectors.sources.web.exchange import Fetched
from runtime.metrics import Instruments
from tocsin.config.feeds import Format
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.feeds.outcome import PushOutcome
from tocsin.metrics import DOCUMENTS
from tocsin.polling.hosts import Manners
from tocsin.polling.observation import Said
from tocsin.polling.schedule import first_poll, next_poll
from tocsin.polling.state import FeedState, Hub


class RssSource:
    """Polls feeds; ``connectors.sources.base.Source`` tells the three verbs.

    ``apply`` says which feeds there are, ``take`` and ``drop`` which partitions of them are this process's: none is
    polled before one is taken. What a poll found is known from then on, and with Kafka once the reading that
    carries the feed's state is acknowledged. ``turns`` are those at the feeds' hosts; without ``ring`` there are no
    alerts of feeds' troubles; ``now`` tells the time in UTC.
    """

    def __init__(
        self,
        settings: Rss,
        instruments: Instruments,
        means: Mapping[Format, Means],
        *,
        turns: Turns | None = None,
        offered: Offered = to_nobody,
        ring: Ring | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._instruments = instruments
        self._now = now
        self._turns = turns or Turns(Manners(settings.host_concurrency, settings.host_delay), now)
        self._poller = Poller(means, settings, instruments, now)
        self._gauges = FeedGauges(instruments)
        self._outbox = Outbox(self._look)
        instruments.prime(DOCUMENTS)
        self._learner = Learner(self._outbox, self._gauges, instruments, settings.renew, offered, ring)
        self._roll = Roll(self._plan_first, self._end)
        self._pushes = Pushes(
            self._roll, self._outbox, self._take_pushed, self._poll_soon, lambda: self._scheduler is not None
        )
        self._scheduler: Scheduler | None = None
        self._closed = asyncio.Event()

    async def connect(self) -> None:
        """Begin to poll what is held."""
        self._closed.clear()
        self._scheduler = Scheduler(
            self._poll, self._turns, self._settings.concurrency, self._outbox.room, self._instruments
        )
        for slot in self._roll.slots():
            self._plan_first(slot)

    async def read(self) -> Reading:
        """The next poll that brought something to send, or to remember. May be cancelled: nothing is lost by that."""
        return await self._outbox.take()

    async def close(self) -> None:
        """Stop polling. Closing twice is closing once."""
        self._closed.set()
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            scheduler.close()
            self._turns.close()
            await _ended([scheduler.remove(slot) for slot in self._roll.slots()])

    def listed(self) -> Collection[str]:
        """The ids of all feeds there are, whoever polls them."""
        return self._roll.listed()

    def known(self) -> Collection[FeedState]:
        """What is known now of the feeds that are ours."""
        return [slot.state for slot in self._roll.slots()]

    def apply(self, feeds: Sequence[Feed]) -> None:
        """From now on these are all feeds there are; what is known of others is kept aside, should they come back."""
        before = frozenset(self._roll.listed())
        self._roll.apply(feeds)
        for name in before.difference(self._roll.listed()):
            self._gauges.forget(name)

    def take(self, partition: int, partitions: int, states: Mapping[str, FeedState]) -> None:
        """From now on the feeds of ``partition``, one of ``partitions``, are ours; ``states`` is what is known of them.

        Raises:
            ValueError: it is ours already, or others are ours that are shares of another whole.
        """
        holding = self._roll.take(partition, partitions, states)
        for name, state in holding.known.items():
            feed = Feed(id=name, url=state.url)
            holding.known[name] = self._learner.unlist(feed, state, holding, self._now())

    async def drop(self, partition: int) -> None:
        """The feeds of ``partition`` are no longer ours: returns once Kafka has every article we had of them.

        May be cancelled: they are not polled any more all the same, and their articles still go.
        """
        dropped = self._roll.drop(partition)
        if dropped is None:
            return
        holding, slots = dropped
        for slot in slots:
            self._gauges.drop(slot.feed.id)
        if self._scheduler is not None:
            await _ended([self._scheduler.remove(slot) for slot in slots])
        await self._until_over(holding)

    async def push(self, feed_id: str, document: Fetched) -> PushOutcome:
        """Take what a hub pushed, as if it had been fetched, once there is room for it; ``unknown``: not our feed."""
        return await self._pushes.push(feed_id, document)

    def subscribed(self, feed_id: str, hub: Hub | None) -> None:
        """The hub pushes the feed until ``hub.expires``; ``None``: no longer, it is polled again."""
        slot = self._roll.slot(feed_id)
        if slot is None:
            return
        slot.state = state = msgspec.structs.replace(slot.state, hub=_known(slot.state.hub, hub))
        if hub is None and not state.failures:
            renew = self._settings.renew
            due, reason = next_poll(state, slot.feed, Said(), self._now(), _chance(), renew)
            if state.due is None or due < state.due:
                self._plan(slot, msgspec.structs.replace(state, due=due, due_reason=reason))

    async def _until_over(self, holding: Holding) -> None:
        """Wait until nothing of ``holding`` is on its way, or nothing will be acknowledged any more."""
        waits = [asyncio.create_task(holding.until_sent()), asyncio.create_task(self._closed.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _plan_first(self, slot: Slot) -> None:
        """A feed became ours, or is asked otherwise than before."""
        feeds = len(self._roll.listed())
        if self._scheduler is not None:
            self._scheduler.remove(slot)
        due, reason = first_poll(slot.state, slot.feed, feeds, self._now(), _chance())
        self._plan(slot, msgspec.structs.replace(slot.state, due=due, due_reason=reason))

    def _plan(self, slot: Slot, state: FeedState) -> None:
        slot.state = state
        self._gauges.show(state)
        if self._scheduler is not None:
            self._scheduler.put(slot, self._seconds_until(state))

    def _poll_soon(self, slot: Slot) -> None:
        """As soon as that is polite: a hub that pushes without end makes us poll no server without end."""
        state, now = slot.state, self._now()
        soon = now if state.polled is None else max(now, state.polled + self._settings.min_interval)
        if not state.failures and (state.due is None or soon < state.due):
            self._plan(slot, msgspec.structs.replace(state, due=soon))

    def _seconds_until(self, state: FeedState) -> float:
        return (state.due - self._now()).total_seconds() if state.due is not None else 0.0

    def _end(self, slot: Slot) -> None:
        if self._scheduler is not None:
            self._scheduler.remove(slot)
        slot.state = self._learner.unlist(slot.feed, slot.state, slot.holding, self._now())

    def _look(self) -> None:
        if self._scheduler is not None:
            self._scheduler.look()

    async def _poll(self, slot: Slot, place: Place) -> float:
        brought = await self._poller.poll(slot.feed, slot.state, place)
        self._learner.learn(slot, brought, self._now())
        return self._seconds_until(slot.state)

    async def _take_pushed(self, slot: Slot, document: Fetched) -> bool:
        brought = await self._poller.take(slot.feed, slot.state, document)
        if brought is not None:
            self._learner.learn(slot, brought, self._now())
            if brought.doubtful:
                self._poll_soon(slot)
        return brought is not None


async def _ended(tasks: Iterable["asyncio.Task[Any] | None"]) -> None:
    if under_way := [task for task in tasks if task is not None]:
        await asyncio.wait(under_way)


def _known(before: Hub | None, hub: Hub | None) -> Hub | None:
    """``hub``, with what its pushes brought before."""
    if before is None or hub is None or (before.url, before.topic) != (hub.url, hub.topic):
        return hub
    return msgspec.structs.replace(hub, pushed=before.pushed)


def _chance() -> float:
    return random.random()  # noqa: S311  spreads polls, keeps no secret
