"""Where Faust keeps what its tables hold, mended; each mending has a test that fails without it.

* What a worker wrote itself stays in Faust's memory store when the partition goes to another worker, and comes back to
  life when the partition does: a store forgets what it held of a partition that is taken away.
* A retained partition is read again from where it was recovered: the memory store knows how far it has come by itself.
* A RocksDB that lay unused for longer than Kafka keeps its tombstones holds what was deleted meanwhile: it is
  recovered from nothing.
"""

import shutil
import time
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, Protocol, cast

from faust.stores import memory, rocksdb
from faust.types import TP

from streams.mark_keys import SIGN, is_of_marks

# Kafka keeps a tombstone for 24 hours.
_MOST_UNUSED: Final = 12 * 3600.0


class Store(Protocol):
    """What we ask of a table's store beyond what Faust does."""

    def read(self, key: bytes) -> bytes | None:
        """The value, or ``None``. Reads the partition of the message in hand, where there is one."""
        ...

    def pairs(self) -> Iterator[tuple[bytes, bytes]]:
        """Every key and value of the partitions we have."""
        ...

    def marks(self) -> Iterator[tuple[bytes, bytes]]:
        """Those of them that are of marks, without a look at the others."""
        ...

    def write(self, partition: int, key: bytes, value: bytes | None) -> None:
        """Set ``key``, or forget it; whoever calls it has the same written to the changelog."""
        ...

    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        """Say that everything up to ``offset`` of the changelog is in the store."""
        ...


class MemoryStore(memory.Store[bytes, bytes]):
    """A dictionary that knows which partition each key is of, and how far of each changelog it holds."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._reached: dict[TP, int] = {}
        self._mine: set[TP] = set()
        self._marks: set[bytes] = set()

    def read(self, key: bytes) -> bytes | None:
        return cast("bytes | None", self.data.get(key))

    def pairs(self) -> Iterator[tuple[bytes, bytes]]:
        # A copy in one step: it is counted in a thread of its own.
        return iter(list(self.data.items()))

    def marks(self) -> Iterator[tuple[bytes, bytes]]:
        self._marks = {key for key in self._marks if key in self.data}
        return iter([(key, self.data[key]) for key in self._marks])

    def write(self, partition: int, key: bytes, value: bytes | None) -> None:
        if value is None:
            self.data.pop(key, None)
            self._key_partition.pop(key, None)
        else:
            self.data[key] = value
            self._key_partition[key] = partition
            self._look_at(key)

    def belongs(self, key: bytes, partition: int) -> None:
        """``key`` was just written by a message of ``partition``."""
        self._key_partition[key] = partition

    def belongs_nowhere(self, key: bytes) -> None:
        """``key`` was just deleted."""
        self._key_partition.pop(key, None)

    def persisted_offset(self, tp: TP) -> int | None:
        return self._reached.get(tp)

    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        if tp in self._mine:
            self._reached[tp] = max(offset, self._reached.get(tp, -1))

    def apply_changelog_batch(self, batch: Iterable[Any], to_key: Any, to_value: Any) -> None:
        events = list(batch)
        super().apply_changelog_batch(events, to_key, to_value)
        for event in events:
            self.set_persisted_offset(event.message.tp, event.message.offset)
            self._look_at(event.message.key)

    def _look_at(self, key: bytes) -> None:
        if is_of_marks(key):
            self._marks.add(key)

    async def on_rebalance(self, assigned: set[TP], revoked: set[TP], *_: Any, **__: Any) -> None:
        mine = self.table.changelog_topic.topics
        gone = {tp.partition for tp in revoked if tp.topic in mine}
        self._mine = {tp for tp in assigned if tp.topic in mine}
        self._reached = {tp: offset for tp, offset in self._reached.items() if tp in self._mine}
        if gone:
            for key in [key for key, partition in self._key_partition.items() if partition in gone]:
                self.write(-1, key, None)


class RocksStore(rocksdb.Store):
    """RocksDB, one database per partition."""

    def read(self, key: bytes) -> bytes | None:
        return self._get(key)

    def pairs(self) -> Iterator[tuple[bytes, bytes]]:
        return self._iteritems()

    def marks(self) -> Iterator[tuple[bytes, bytes]]:
        for database in self._dbs_for_actives():
            yield from takewhile(lambda pair: is_of_marks(pair[0]), database.items(from_key=SIGN))

    def write(self, partition: int, key: bytes, value: bytes | None) -> None:
        database = self._db_for_partition(partition)
        if value is None:
            database.delete(key)
            self._key_index.pop(key, None)
        else:
            database.put(key, value)
            self._key_index[key] = partition

    def revoke_partitions(self, table: Any, tps: set[TP]) -> None:
        # Faust leaves closing to the garbage collector, and the lock with it.
        for tp in tps:
            if tp.topic in table.changelog_topic.topics and tp.partition in self._dbs:
                self._dbs.pop(tp.partition).close()

    async def stop(self) -> None:
        for database in self._dbs.values():
            database.close()
        await super().stop()

    def _open_for_partition(self, partition: int) -> Any:
        path = self.partition_path(partition)
        if path.is_dir() and time.time() - _last_used(path) > _MOST_UNUSED:
            shutil.rmtree(path)
        return super()._open_for_partition(partition)


def _last_used(path: Path) -> float:
    return max((file.stat().st_mtime for file in path.iterdir()), default=0.0)
