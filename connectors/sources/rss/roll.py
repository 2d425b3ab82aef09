"""Which feeds there are, and which of them are this process's."""

from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from connectors.sources.rss.slot import Holding, Slot
from tocsin.feeds.feed import Feed
from tocsin.feeds.partition import partition_of
from tocsin.polling.asking import new_state, settled
from tocsin.polling.state import FeedState


class Roll:
    """Feeds, the partitions held, and a slot for each feed of those.

    ``plan`` is called with every slot that is to be polled anew, ``end`` with one that no longer is: what is then its
    state is kept aside.
    """

    def __init__(self, plan: Callable[[Slot], None], end: Callable[[Slot], None]) -> None:
        self._plan, self._end = plan, end
        self._feeds: dict[str, Feed] = {}
        self._holdings: dict[int, Holding] = {}
        self._slots: dict[str, Slot] = {}
        self._partitions = 0
        self._partition: dict[str, int] = {}

    def listed(self) -> Collection[str]:
        """The ids of all feeds."""
        return self._feeds.keys()

    def slots(self) -> Collection[Slot]:
        """Those of the feeds that are ours."""
        return self._slots.values()

    def slot(self, feed: str) -> Slot | None:
        """That of one feed, if it is ours."""
        return self._slots.get(feed)

    def apply(self, feeds: Sequence[Feed]) -> None:
        """From now on these are all feeds; what is known of others is kept aside."""
        before, self._feeds = self._feeds, {feed.id: feed for feed in feeds}
        for name in before.keys() - self._feeds.keys():
            self._partition.pop(name, None)
            if (slot := self._slots.pop(name, None)) is not None:
                self._end(slot)
                slot.holding.known[name] = slot.state
        for feed in self._feeds.values():
            if (slot := self._slots.get(feed.id)) is not None:
                self._change(slot, feed)
            elif (holding := self._holdings.get(self._partition_of(feed))) is not None:
                self._hold(feed, holding)

    def take(self, partition: int, partitions: int, states: Mapping[str, FeedState]) -> Holding:
        """From now on ``partition``, one of ``partitions``, is ours. Returns what it is.

        Raises:
            ValueError: it is ours already, or others are ours that are shares of another whole.
        """
        if partition in self._holdings:
            raise ValueError(f"partition {partition} is held already")
        if partitions != self._partitions:
            self._share_out(partitions)
        holding = self._holdings[partition] = Holding(states)
        for feed in self._feeds.values():
            if self._partition_of(feed) == partition:
                self._hold(feed, holding)
        return holding

    def drop(self, partition: int) -> tuple[Holding, list[Slot]] | None:
        """It is ours no longer; returns what it was, ``None`` where it was not ours."""
        holding = self._holdings.pop(partition, None)
        if holding is None:
            return None
        holding.give_up()
        slots = [slot for slot in self._slots.values() if slot.holding is holding]
        for slot in slots:
            del self._slots[slot.feed.id]
        return holding, slots

    def _share_out(self, partitions: int) -> None:
        if self._holdings:
            raise ValueError(f"feeds are held that are shared out over {self._partitions} partitions")
        self._partitions = partitions
        self._partition.clear()

    def _partition_of(self, feed: Feed) -> int:
        """Kept for each feed: ten thousand of them are gone through for every partition taken."""
        if not self._partitions:
            return -1
        known = self._partition.get(feed.id)
        if known is None:
            known = self._partition[feed.id] = partition_of(feed.id, self._partitions)
        return known

    def _hold(self, feed: Feed, holding: Holding) -> None:
        known = holding.known.pop(feed.id, None)
        state = new_state(feed) if known is None else _unsubscribed(settled(known, feed))
        slot = self._slots[feed.id] = Slot(feed, state, holding)
        self._plan(slot)

    def _change(self, slot: Slot, feed: Feed) -> None:
        before, slot.feed = slot.feed, feed
        if before == feed:
            return
        # Whoever changes what stands of a feed that fails wants to see whether it is mended.
        if slot.state.failures or not _asked_alike(before, feed):
            slot.state = msgspec.structs.replace(settled(slot.state, feed), due=None)
            self._plan(slot)


def _unsubscribed(state: FeedState) -> FeedState:
    """The secret that a hub signs with has ended with the process that asked it: what it pushed since, nobody took."""
    if state.hub is None:
        return state
    due = None if state.due_reason == "pushed" else state.due
    return msgspec.structs.replace(state, hub=msgspec.structs.replace(state.hub, expires=None), due=due)


def _asked_alike(one: Feed, other: Feed) -> bool:
    """Whether nothing has changed but what an article says of its feed."""
    said = {"title": "", "group": "", "language": "", "country": "", "kind": None, "trust": None, "tags": ()}
    return msgspec.structs.replace(one, **said) == msgspec.structs.replace(other, **said)
