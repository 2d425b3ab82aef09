"""What an agent must not forget, not even half of it: everything one message changed, or nothing.

Several records change with one message, in several topics; a worker that dies between two of them would leave them at
odds for ever. So what a message changes is first written down as a whole, as the ``Mark`` of its partition, and then
record by record. Whoever takes the partition over does what the last mark says once more. The mark also tells where in
Kafka its message stood: what is older was done, and is not done again when Faust brings it again.

Method: a redo log of one entry, as databases keep to survive a crash.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final

import msgspec
from faust.types import TP

from runtime.logs import get
from streams.sender import TooLargeError
from streams.shared import Shared, Size
from streams.tables import Store, raw_table, store_of
from tocsin.contract.topics import Topic

_MARKS: Final = b"\0"
"""What the key of a mark begins with, which no key of ours does; then comes the number of its partition."""

log = get(__name__)


class TakenAwayError(Exception):
    """The message's partition is no longer ours: whoever has it now handles the message."""


class Written(msgspec.Struct, frozen=True, array_like=True):
    """One record that was to be written: what it is of, its key, its value (``None``: to be forgotten)."""

    kind: str
    key: str
    value: bytes | None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The offset of the last message of a topic that changed something, and the newest time of any such message."""

    offset: int
    time: float


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """What the last message that changed anything in a partition was to change, and which it was.

    ``topic`` is the one it came from, ``places`` where the last ones of all topics stood.
    """

    topic: str
    places: Mapping[str, Place]
    writes: tuple[Written, ...]


class Ledger:
    """Bytes by kind and key, each kind in a topic of its own, the marks with the last.

    Written while a message is handled; read whenever no rebalance is going on (`ready`).
    """

    def __init__(self, shared: Shared, topics: Mapping[str, Topic]) -> None:
        self._app, self._sender = shared.app, shared.sender
        self._topics, self._names = (
            topics,
            {kind: shared.connection.name(one) for kind, one in topics.items()},
        )
        self._tables = {
            kind: raw_table(shared.app, shared.connection, topic) for kind, topic in topics.items()
        }
        self._marks = list(topics)[-1]
        self._owed: dict[int, tuple[Written, ...]] = {}
        self._under_way: dict[int, list[asyncio.Task[None]]] = defaultdict(list)
        self._marked: dict[int, Mark] = {}
        self._stale = True
        self.turn = 0
        """Another number after every rebalance: what was read before may be another worker's now."""
        shared.in_hand.then(self.given_up)
        for kind in topics:
            shared.sizes[kind] = partial(self.size, kind)

    @property
    def ready(self) -> bool:
        """Whether everything of our partitions is here, and nothing else."""
        return bool(self._app.tables.actives_ready) and not self._app.rebalancing

    def get(self, kind: str, key: str) -> bytes | None:
        """The record, or ``None``."""
        return self._store(kind).read(key.encode())

    def items(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Every record of the kind, of all our partitions. A key that is no text was not written by us."""
        for key, value in self._store(kind).pairs():
            if not key.startswith(_MARKS):
                with suppress(UnicodeDecodeError):
                    yield key.decode(), value

    def size(self, kind: str) -> Size:
        """How many records there are of the kind, and the bytes of their keys and values."""
        lengths = [len(key) + len(value) for key, value in self._store(kind).pairs()]
        return len(lengths), sum(lengths)

    def recovered(self) -> bool:
        """Ask before anything is read: whether what was read before must be read again.

        After a rebalance it first sets right what the workers before us left half written.
        """
        if not self._stale:
            return False
        self._stale = False
        self._marked = {}
        for key, value in list(self._store(self._marks).pairs()):
            if key.startswith(_MARKS):
                self._set_right(key, value)
        return True

    def handled(self, message: Any) -> bool:
        """Whether ``message`` has changed what it was to change already, in this life or in one before.

        A topic that was made anew counts from 0 again: its messages are newer than the one with their offset was.
        """
        mark = self._marked.get(message.partition)
        place = mark.places.get(message.topic) if mark else None
        return place is not None and message.offset <= place.offset and message.timestamp <= place.time

    async def keep(self, message: Any, writes: Iterable[Written], turn: int) -> None:
        """Remember that ``message`` was handled and what it changed; returns once Kafka would not forget it.

        Raises:
            TakenAwayError: there was a rebalance since ``turn``; nothing is remembered.
        """
        partition, changed = message.partition, tuple(writes)
        await self._settle(partition)
        mark = self._mark(message, changed)
        if turn != self.turn:
            raise TakenAwayError
        try:
            await self._note(partition, self._written(partition, mark))
        except TooLargeError:  # then at least nothing is remembered as done that is not
            await asyncio.gather(*(self._note(partition, one) for one in changed))
            mark = msgspec.structs.replace(mark, writes=())
            await self._note(partition, self._written(partition, mark))
        self._marked[partition] = mark
        for one in mark.writes:
            self._set(partition, one)
        # The mark holds them: the next message need not wait until Kafka does.
        self._under_way[partition] = [asyncio.create_task(self._note(partition, one)) for one in mark.writes]

    async def given_up(self) -> None:
        """To be called when partitions are being given up, and nothing is in hand."""
        for partition in list(self._under_way):
            await self._settle(partition)
        self._owed.clear()
        self._stale = True
        self.turn += 1

    async def _settle(self, partition: int) -> None:
        """Until all that the last mark holds is in Kafka, no other may take its place."""
        owed = self._owed.pop(partition, ())
        await asyncio.gather(
            *self._under_way.pop(partition, ()), *(self._note(partition, one) for one in owed)
        )

    async def _note(self, partition: int, one: Written) -> None:
        topic, key = self._topics[one.kind], one.key.encode()
        offset = await self._sender.note(topic, partition, key, one.value)
        store = self._store(one.kind)
        store.write(partition, key, one.value)
        store.set_persisted_offset(TP(self._names[one.kind], partition), offset)

    def _mark(self, message: Any, writes: tuple[Written, ...]) -> Mark:
        before = self._marked.get(message.partition)
        places = dict(before.places) if before else {}
        newest = places[message.topic].time if message.topic in places else message.timestamp
        places[message.topic] = Place(message.offset, max(newest, message.timestamp))
        return Mark(message.topic, places, writes)

    def _written(self, partition: int, mark: Mark) -> Written:
        return Written(self._marks, f"{_MARKS.decode()}{partition}", msgspec.msgpack.encode(mark))

    def _store(self, kind: str) -> Store:
        return store_of(self._tables[kind])

    def _set(self, partition: int, one: Written) -> None:
        self._store(one.kind).write(partition, one.key.encode(), one.value)

    def _set_right(self, key: bytes, value: bytes) -> None:
        try:
            partition = int(key[len(_MARKS) :])
            mark = msgspec.msgpack.decode(value, type=Mark)
        except (ValueError, msgspec.DecodeError):
            log.exception("what was done last in a partition can't be read", key=key)
            return
        self._marked[partition] = mark
        self._owed[partition] = tuple(one for one in mark.writes if one.kind in self._tables)
        for one in self._owed[partition]:
            self._set(partition, one)
