"""A durable memory: a Faust table of raw bytes, written to its changelog topic, bounded by a sweep.

Plain upserts of whole records: counters and Faust's windows go wrong when a message comes twice or a worker restarts.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Generic, TypeVar

import faust
import msgspec
from faust.types import TableT

from runtime.kafka import Connection
from tocsin.contract.topics import Topic

R = TypeVar("R", bound=msgspec.Struct)

SWEEP_SECONDS = 300.0
SWEPT_PER_MESSAGE = 50


class Memory(Generic[R]):
    """Records of type ``R`` by id. Read and written only while a message is handled: that fixes the partition.

    ``expired`` tells whether a record may be forgotten; ``home`` gives the key of the messages a record was
    remembered with: it is deleted while one of the same partition is handled.
    """

    def __init__(
        self,
        app: faust.App,
        connection: Connection,
        topic: Topic,
        kind: type[R],
        expired: Callable[[R, datetime], bool],
        home: Callable[[str, R], str],
    ) -> None:
        partitions = connection.partitions(topic)
        self._app, self._kind, self._expired, self._home = app, kind, expired, home
        self._changelog = connection.name(topic)
        changelog = app.topic(
            self._changelog,
            key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw",
            partitions=partitions, compacting=True, acks=False, internal=True, allow_empty=True, maxsize=131_072,
        )  # fmt: skip
        self._table: TableT[bytes, bytes] = app.Table(
            topic.name, partitions=partitions, key_type=bytes, value_type=bytes, changelog_topic=changelog
        )
        self._to_forget: dict[int, list[bytes]] = {}
        app.timer(interval=SWEEP_SECONDS)(self.sweep)

    def get(self, key: str) -> R | None:
        """What is remembered of ``key``. A record nobody can read counts as none: a repeat is better than a loss."""
        raw = self._table.get(key.encode())
        return None if raw is None else self._read(raw)

    def put(self, key: str, record: R) -> None:
        """Remember ``record``, and forget some of what the last sweep found too old."""
        self._table[key.encode()] = msgspec.json.encode(record)
        self._forget_some()

    async def sweep(self) -> None:
        """Find what is too old. It is deleted bit by bit with the messages of its own partition."""
        old: dict[int, list[bytes]] = {}
        for key, raw in list(self._table.items()):
            record = self._read(raw)
            if record is not None and self._expired(record, datetime.now(UTC)):
                old.setdefault(self._partition(key, record), []).append(key)
        self._to_forget = old

    def _read(self, raw: bytes) -> R | None:
        try:
            return msgspec.json.decode(raw, type=self._kind)
        except (msgspec.DecodeError, RecursionError):
            return None

    def _forget_some(self) -> None:
        event = faust.current_event()
        due = self._to_forget.get(event.message.partition, []) if event else []
        for key in due[:SWEPT_PER_MESSAGE]:
            record = self.get(key.decode())
            if record is not None and self._expired(
                record, datetime.now(UTC)
            ):  # not met again since the sweep
                self._table.pop(key, None)
        del due[:SWEPT_PER_MESSAGE]

    def _partition(self, key: bytes, record: R) -> int:
        return self._app.producer.key_partition(
            self._changelog, self._home(key.decode(), record).encode()
        ).partition
