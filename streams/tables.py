"""Faust's tables, on stores that are mended.

Faust's cache for RocksDB, 2 GB for each partition, is more than a worker has: it gets one that fits.
"""

from typing import Any, Final, cast

import faust
from yarl import URL

from runtime.kafka import Connection
from streams.stores import MemoryStore, RocksStore, Store
from tocsin.contract.topics import Topic

ROCKSDB: Final = "rocksdb://"
MEMORY: Final = "memory://"

_BLOCK_CACHE: Final = 16 * 1024 * 1024
_WRITE_BUFFER: Final = 8 * 1024 * 1024


class SafeTable(faust.Table[bytes, bytes]):
    """Faust's table on the stores above."""

    def _new_store_by_url(self, url: Any) -> Any:
        on_disk = URL(url).scheme == URL(ROCKSDB).scheme
        settings = {"block_cache_size": _BLOCK_CACHE, "write_buffer_size": _WRITE_BUFFER}
        return (RocksStore if on_disk else MemoryStore)(
            url,
            self.app,
            self,
            table_name=self.name,
            key_type=self.key_type,
            key_serializer=self.key_serializer,
            value_serializer=self.value_serializer,
            value_type=self.value_type,
            loop=self.loop,
            options=settings if on_disk else self.options,
        )

    def on_key_set(self, key: bytes, value: bytes) -> None:
        super().on_key_set(key, value)
        event = faust.current_event()
        if event is not None and isinstance(self.data, MemoryStore):
            self.data.belongs(key, event.message.partition)

    def on_key_del(self, key: bytes) -> None:
        super().on_key_del(key)
        if isinstance(self.data, MemoryStore):
            self.data.belongs_nowhere(key)


def raw_table(app: faust.App, connection: Connection, topic: Topic) -> Any:
    """A table of raw bytes on ``app`` with ``topic`` for its changelog."""
    partitions = connection.partitions(topic)
    changelog = app.topic(
        connection.name(topic),
        key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw",
        partitions=partitions, compacting=True, acks=False, internal=True, allow_empty=True, maxsize=131_072,
    )  # fmt: skip
    return app.Table(
        topic.name, partitions=partitions, key_type=bytes, value_type=bytes, changelog_topic=changelog
    )


def store_of(table: Any) -> Store:
    """The store of a table that was made on an application of ours."""
    return cast(Store, table.data)
