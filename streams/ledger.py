"""What an agent must not forget, not even half of it: all that one message changed and sent, or nothing.

Several records change with one message, in several topics, and events go out. A worker that dies between two of them
would leave the records at odds for ever, and decide otherwise the next time. So what a message changes and sends is
first written down as a whole, as the ``Mark`` of its partition, and then done. Whoever takes the partition over does
what the last mark says once more. The mark also tells where in Kafka its message stood: what is older was done, and is
not done again when Faust brings it again.

A worker that stood still for longer than its session was replaced and does not know it. So each owner of a partition
has a tenure and a mark of its own, of which only the last owner's counts; and before anything is written or sent, Kafka
must have heard of us a moment ago.

Method: a redo log of one entry, as databases keep to survive a crash.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, Final, cast

from faust.types import TP

from streams import marks
from streams.mark_keys import MarkKey, Tenure
from streams.marks import Found, Mark, Place, Written
from streams.overrides import SafeConsumer
from streams.records import Records
from streams.sender import Encoded
from streams.shared import Shared
from tocsin.contract.topics import Topic

_ROOM: Final = 4096
"""Bytes left free in the largest records of marks, for their keys and what Kafka puts around them."""

_LOOK_AGAIN: Final = 0.05
"""Seconds between two looks at whether Kafka has heard of us."""


class TakenAwayError(Exception):
    """The message's partition is no longer ours: whoever has it now handles the message."""


class Ledger(Records):
    """Records that change all at once, the marks among those of the last kind.

    Written while a message is handled; read whenever no rebalance is going on (`ready`).
    """

    def __init__(self, shared: Shared, topics: Mapping[str, Topic], out: Topic | None = None) -> None:
        """``out`` is where the events go that are sent with what is remembered."""
        super().__init__(shared, topics)
        self._out, self._marks = out, list(topics)[-1]
        self._marked: dict[int, Mark] = {}
        self._found: Mapping[int, Found] = {}
        self._keys: dict[int, str] = {}
        self._spare: dict[int, tuple[str, ...]] = {}
        self._generation = 0
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._begun: dict[int, list[asyncio.Task[None]]] = {}
        self._stale = True
        self.turn = 0
        """Another number after every rebalance: what was read before may be another worker's now."""
        shared.in_hand.then(self.given_up)

    def recovered(self) -> bool:
        """Ask before anything is read: whether what was read before must be read again.

        After a rebalance it first sets right, and lets go out, what the workers before us left half done.
        """
        if not self._stale:
            return False
        self._stale = False
        self._generation = self._app.consumer_generation_id
        self._found = marks.find(self._store(self._marks).marks())
        self._keys = {number: found.key for number, found in self._found.items() if found.mark}
        self._marked = {number: found.mark for number, found in self._found.items() if found.mark}
        self._spare = {number: found.spare for number, found in self._found.items()}
        for number, mark in self._marked.items():
            writes = tuple(one for one in mark.writes if one.kind in self._topics)
            self._do(number, writes, () if self._was_finished(number, mark) else mark.sends)
        return True

    def handled(self, message: Any) -> bool:
        """Whether ``message`` has changed what it was to change already, in this life or in one before.

        A topic that was made anew counts from 0 again: its messages are newer than the one with their offset was.
        """
        mark = self._marked.get(message.partition)
        place = mark.places.get(message.topic) if mark else None
        return place is not None and message.offset <= place.offset and message.timestamp <= place.time

    async def keep(
        self, message: Any, writes: Iterable[Written], turn: int, sends: Sequence[Encoded] = ()
    ) -> None:
        """Remember that ``message`` was handled, what it changed and what it sends.

        Returns once Kafka would not forget it; it is being sent then (`sent`).

        Raises:
            TakenAwayError: there was a rebalance since ``turn``, or there will be one that we missed. Nothing was sent.
            TooLargeError: one of ``writes`` is larger than its topic takes. Nothing is remembered, nothing was sent.
        """
        number, changed = message.partition, tuple(writes)
        for one in changed:
            self._check(one)
        mark = self._mark(message, changed, tuple(sends))
        most = self._topics[self._marks].max_bytes - _ROOM
        written = marks.records(self._marks, MarkKey(number, self._tenure(number)), mark, most)
        await self._settle(number)
        for one in written:
            await self.ours(turn)
            await self._note(number, one)
        await self.ours(turn)
        self._marked[number] = Mark(mark.topic, mark.places)
        self._replace(number, [one.key for one in written])
        self._do(number, changed, mark.sends)

    async def ours(self, turn: int) -> None:
        """Returns once it is sure that the partitions are ours as they were in ``turn``: at once, but for a worker that
        stood still, or whose Kafka did.

        Raises:
            TakenAwayError: they are not.
        """
        consumer = cast(SafeConsumer, self._app.consumer)
        while turn == self.turn and not consumer.surely_ours():
            if self._app.rebalancing:
                raise TakenAwayError
            await asyncio.sleep(_LOOK_AGAIN)
        if turn != self.turn:
            raise TakenAwayError

    async def sent(self, number: int) -> None:
        """Returns once all is sent that was to be sent with what is remembered of the partition."""
        if number in self._sending:
            await _done([self._sending[number]])

    def given_up(self) -> Awaitable[None]:
        """To be called when partitions are being given up; what it returns waits until all that was begun is done."""
        self.turn += 1
        self._stale = True
        return self._settle_all()

    async def _settle_all(self) -> None:
        for number in {*self._begun, *self._spare}:
            await self._settle(number)

    async def _settle(self, number: int) -> None:
        """Until all that the last mark holds is in Kafka, no other may take its place."""
        await _done(self._begun.get(number, []))
        spare = self._spare.pop(number, ())
        await asyncio.gather(*(self._note(number, Written(self._marks, key, None)) for key in spare))

    def _do(self, number: int, writes: Iterable[Written], sends: tuple[Encoded, ...]) -> None:
        """The mark holds it: the next message need not wait until Kafka has it too."""
        begun = [task for task in self._begun.get(number, ()) if not task.done()]
        self._sending.pop(number, None)
        if sends and self._out is not None:
            self._sending[number] = asyncio.create_task(self._sender.bring(self._out, sends))
            begun.append(self._sending[number])
        for one in writes:
            self._set(number, one)
            begun.append(asyncio.create_task(self._note(number, one)))
        self._begun[number] = begun

    def _mark(self, message: Any, writes: tuple[Written, ...], sends: tuple[Encoded, ...]) -> Mark:
        before = self._marked.get(message.partition)
        places = dict(before.places) if before else {}
        newest = places[message.topic].time if message.topic in places else message.timestamp
        places[message.topic] = Place(message.offset, max(newest, message.timestamp))
        return Mark(message.topic, places, writes, sends)

    def _was_finished(self, number: int, mark: Mark) -> bool:
        """Whether all was sent: only then is a message finished. One that is not may have sent all, some or nothing."""
        if not mark.sends:
            return True
        consumer = cast(SafeConsumer, self._app.consumer)
        return consumer.was_finished(TP(mark.topic, number), mark.places[mark.topic].offset)

    def _tenure(self, number: int) -> Tenure:
        """Ours in the partition."""
        found = self._found.get(number)
        return (found.tenure if found else Tenure()).next(self._generation)

    def _replace(self, number: int, keys: list[str]) -> None:
        """The mark with these keys, the last of which is its own, stands for the one there was."""
        before, self._keys[number] = self._keys.get(number), keys[-1]
        self._spare[number] = tuple(key for key in (before, *keys[:-1]) if key and key != keys[-1])


async def _done(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Waits for all of them, and lets them go on where whoever waits gives up. Raises what one of them raised."""
    if tasks:
        await asyncio.wait(tasks)
        await asyncio.gather(*tasks)
