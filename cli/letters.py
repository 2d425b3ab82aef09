"""The dead letters as Kafka holds them."""

import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from cli.exits import UNREACHABLE, WRONG, Failure
from cli.kafka import REACH_SECONDS, reaching
from connectors.sinks.consumer import stop_consumer
from runtime.brokers import admin_client
from runtime.kafka import Connection, client_settings
from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import DeadLetter
from tocsin.contract.topics import DEADLETTERS

_FETCH_MS = 500

Ends = Mapping[TopicPartition, int]


class Kept(msgspec.Struct, frozen=True):
    """One record of the dead letters topic. ``id`` is its place there, `partition/offset`: short to type."""

    id: str
    letter: DeadLetter | InvalidEvent
    payload: bytes


class Shelf:
    """All dead letters up to the moment it was opened."""

    def __init__(self, consumer: Any, ends: Ends) -> None:
        self._consumer, self.ends = consumer, ends

    async def letters(self) -> AsyncIterator[Kept]:
        """Each one, oldest first within a partition; call it again to read them again.

        A record that is no dead letter is given as it is, with what is wrong with it.

        Raises:
            Failure: Kafka stops answering.
        """
        # Not seek_to_beginning: a reset still on its way from `assign` may undo it.
        for tp, first in (await self._consumer.beginning_offsets(list(self.ends))).items():
            self._consumer.seek(tp, first)
        heard = time.monotonic()
        while left := await self._unread():
            batches = await self._consumer.getmany(*left, timeout_ms=_FETCH_MS)
            for record in (record for records in batches.values() for record in records):
                heard = time.monotonic()
                if record.offset < self.ends[TopicPartition(record.topic, record.partition)]:
                    yield _kept(record)
            if time.monotonic() - heard > REACH_SECONDS:
                raise Failure(
                    f"Kafka sent nothing for {REACH_SECONDS:.0f} s in the middle of it", UNREACHABLE
                )

    async def _unread(self) -> list[TopicPartition]:
        return [tp for tp, end in self.ends.items() if await self._consumer.position(tp) < end]


@contextlib.asynccontextmanager
async def open_shelf(connection: Connection, ends: Ends | None = None) -> AsyncIterator[Shelf]:
    """The dead letters topic up to ``ends`` (up to now, where not given), read without joining any group.

    Raises:
        Failure: Kafka can't be reached in time, or has no such topic.
    """
    async with reaching(connection):
        partitions = await _partitions(connection)
        consumer = AIOKafkaConsumer(
            **client_settings(connection),
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        try:
            await consumer.start()
            consumer.assign(partitions)
            yield Shelf(consumer, ends or await consumer.end_offsets(partitions))
        finally:
            await stop_consumer(consumer)


async def _partitions(connection: Connection) -> list[TopicPartition]:
    name = connection.name(DEADLETTERS)
    async with admin_client(connection) as admin:
        if name not in await admin.list_topics():  # to describe a topic that is not there may create it
            raise Failure(f"Kafka has no topic {name}: run `tocsin topics apply` first", WRONG)
        (topic,) = await admin.describe_topics([name])
    return [TopicPartition(name, part["partition"]) for part in topic["partitions"]]


def _kept(record: Any) -> Kept:
    return Kept(f"{record.partition}/{record.offset}", decode(record.value, DeadLetter), record.value or b"")
