"""What Kafka still holds of a topic."""

import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from cli.exits import UNREACHABLE, WRONG, Failure
from cli.kafka import REACH_SECONDS, reaching
from runtime.brokers import admin_client
from runtime.consumers import stop_consumer
from runtime.kafka import Connection, client_settings
from tocsin.contract.topics import Topic

_FETCH_MS = 500

Offsets = Mapping[TopicPartition, int]


class Retained:
    """All records of a topic up to ``ends``, from ``since`` on where that is given."""

    def __init__(self, consumer: Any, ends: Offsets, since: datetime | None) -> None:
        self._consumer, self.ends, self._since = consumer, ends, since

    async def starts(self) -> Offsets:
        """Where reading begins in each partition; at its end where nothing is to be read."""
        first: Offsets = await self._consumer.beginning_offsets(list(self.ends))
        if self._since is None:
            return first
        at = int(self._since.timestamp() * 1000)
        found = await self._consumer.offsets_for_times(dict.fromkeys(self.ends, at))
        return {
            tp: end if found[tp] is None else max(found[tp].offset, first[tp])
            for tp, end in self.ends.items()
        }

    async def records(self) -> AsyncIterator[Any]:
        """Each one, oldest first within a partition; call it again to read them again.

        Raises:
            Failure: Kafka stops answering.
        """
        # Not seek_to_beginning: a reset still on its way from `assign` may undo it.
        for tp, first in (await self.starts()).items():
            self._consumer.seek(tp, first)
        heard = time.monotonic()
        while left := await self._unread():
            batches = await self._consumer.getmany(*left, timeout_ms=_FETCH_MS)
            for record in (record for records in batches.values() for record in records):
                if record.offset < self.ends[TopicPartition(record.topic, record.partition)]:
                    yield record
            # What is done with the records takes time of its own, which is not Kafka's.
            if batches:
                heard = time.monotonic()
            elif time.monotonic() - heard > REACH_SECONDS:
                raise Failure(
                    f"Kafka sent nothing for {REACH_SECONDS:.0f} s in the middle of it", UNREACHABLE
                )

    async def _unread(self) -> list[TopicPartition]:
        return [tp for tp, end in self.ends.items() if await self._consumer.position(tp) < end]


@contextlib.asynccontextmanager
async def open_topic(
    connection: Connection, topic: Topic, *, ends: Offsets | None = None, since: datetime | None = None
) -> AsyncIterator[Retained]:
    """``topic`` up to ``ends`` (up to now, where not given), read without joining any group.

    Raises:
        Failure: Kafka can't be reached in time, or has no such topic.
    """
    async with reaching(connection):
        partitions = await partitions_of(connection, topic)
        consumer = AIOKafkaConsumer(
            **client_settings(connection),
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        try:
            await consumer.start()
            consumer.assign(partitions)
            yield Retained(consumer, ends or await consumer.end_offsets(partitions), since)
        finally:
            await stop_consumer(consumer)


async def partitions_of(connection: Connection, topic: Topic) -> list[TopicPartition]:
    """The partitions of ``topic``.

    Raises:
        Failure: Kafka has no such topic.
    """
    name = connection.name(topic)
    async with admin_client(connection) as admin:
        if name not in await admin.list_topics():  # to describe a topic that is not there may create it
            raise Failure(f"Kafka has no topic {name}: run `tocsin topics apply` first", WRONG)
        (described,) = await admin.describe_topics([name])
    return [TopicPartition(name, part["partition"]) for part in described["partitions"]]
