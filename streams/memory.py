"""A durable memory: a Faust table of raw bytes, written to its changelog topic, bounded by a sweep.

Plain upserts of whole records: counters and Faust's windows go wrong when a message comes twice or a worker restarts.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import faust
import msgspec

from runtime.kafka import Connection
from streams.shared import Size
from streams.sweep import Sweep
from streams.tables import raw_table, store_of
from tocsin.contract.topics import Topic

R = TypeVar("R", bound=msgspec.Struct)


class Memory(Generic[R]):
    """Records of type ``R`` by id, at home in the partition of their id. Used only while a message is handled.

    ``expired`` tells whether a record may be forgotten.
    """

    def __init__(
        self,
        app: faust.App,
        connection: Connection,
        topic: Topic,
        kind: type[R],
        expired: Callable[[R, datetime], bool],
    ) -> None:
        self._kind, self._expired = kind, expired
        self._table = raw_table(app, connection, topic)
        changelog = connection.name(topic)
        self._sweep = Sweep(
            app,
            lambda: store_of(self._table).pairs(),
            self._too_old,
            lambda key, _: app.producer.key_partition(changelog, key).partition,
        )

    def get(self, key: str) -> R | None:
        """What is remembered of ``key``. A record nobody can read counts as none: a repeat is better than a loss."""
        raw = self._table.get(key.encode())
        return None if raw is None else self._read(raw)

    def put(self, key: str, record: R, message: Any) -> None:
        """Remember ``record`` while ``message`` is handled, and forget some of what the last sweep found too old."""
        self._table[key.encode()] = msgspec.json.encode(record)
        for old in self._sweep.some(message, self._table.get):
            self._table.pop(old, None)

    def size(self) -> Size:
        """How many records there are, and the bytes of their keys and values."""
        lengths = [len(key) + len(value) for key, value in store_of(self._table).pairs()]
        return len(lengths), sum(lengths)

    def _read(self, raw: bytes) -> R | None:
        try:
            return msgspec.json.decode(raw, type=self._kind)
        except (msgspec.DecodeError, RecursionError):
            return None

    def _too_old(self, raw: bytes) -> bool:
        record = self._read(raw)
        return record is not None and self._expired(record, datetime.now(UTC))
