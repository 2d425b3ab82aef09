"""What is known of feeds, as Kafka keeps it: the latest state of each, in a compacted topic."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Final

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from connectors.sources.records import Record
from runtime.consumers import stop_consumer
from runtime.kafka import Connection, client_settings
from tocsin.contract.topics import FEED_STATE
from tocsin.polling.state import FeedState, InvalidState, decode, encode

_STALLED: Final = 30.0
_AT_ONCE: Final = 500

Latest = dict[int, dict[bytes, bytes | None]]


class States(msgspec.Struct, frozen=True):
    """The states read, by partition and feed id; ``partitions`` is how many the topic has.

    ``unreadable`` are feeds whose state can't be read, and why.
    """

    partitions: int
    held: Mapping[int, Mapping[str, FeedState]]
    unreadable: Mapping[str, str] = {}


def state_record(state: FeedState) -> Record:
    """The record that makes ``state`` the latest of its feed."""
    return Record(FEED_STATE, None, state.feed.encode(), encode(state), ())


def forget_record(feed_id: str) -> Record:
    """The record after which nothing is known of the feed (a tombstone)."""
    return Record(FEED_STATE, None, feed_id.encode(), None, ())


async def read_states(connection: Connection, partitions: Collection[int] | None = None) -> States:
    """The latest state of every feed in ``partitions``, in all of them where none are named.

    Raises:
        KafkaError, OSError: the brokers do not answer, or refuse; there is no such topic.
        TimeoutError: they stop answering.
    """
    name = connection.name(FEED_STATE)
    async with _reader(connection, name) as reader:
        known = reader.partitions_for_topic(name)
        reader.unsubscribe()
        wanted = [TopicPartition(name, number) for number in (known if partitions is None else partitions)]
        latest = await _latest(reader, wanted) if wanted else {}
    unreadable: dict[str, str] = {}
    held = {number: await _decoded(found, unreadable) for number, found in latest.items()}
    return States(len(known), held, unreadable)


@asynccontextmanager
async def _reader(connection: Connection, topic: str) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer in no group, so that no rebalance touches it."""
    reader = AIOKafkaConsumer(
        topic,
        **client_settings(connection),
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",  # a seek would race with the reset of a fresh assignment
        max_partition_fetch_bytes=FEED_STATE.max_bytes,
    )
    try:
        async with asyncio.timeout(_STALLED):
            await reader.start()
        yield reader
    finally:
        await stop_consumer(reader)


async def _latest(reader: AIOKafkaConsumer, wanted: list[TopicPartition]) -> Latest:
    reader.assign(wanted)
    latest: Latest = {partition.partition: {} for partition in wanted}
    async with asyncio.timeout(_STALLED):
        ends = await reader.end_offsets(wanted)
    for partition in wanted:
        while await _position(reader, partition) < ends[partition]:
            async with asyncio.timeout(_STALLED):
                batch = await reader.getmany(partition, timeout_ms=200, max_records=_AT_ONCE)
            for record in batch.get(partition, ()):
                latest[partition.partition][record.key or b""] = record.value
    return latest


async def _position(reader: AIOKafkaConsumer, partition: TopicPartition) -> int:
    async with asyncio.timeout(_STALLED):
        position: int = await reader.position(partition)
    return position


async def _decoded(found: Mapping[bytes, bytes | None], unreadable: dict[str, str]) -> dict[str, FeedState]:
    states: dict[str, FeedState] = {}
    for count, (key, value) in enumerate(found.items(), 1):
        if count % _AT_ONCE == 0:
            await asyncio.sleep(0)  # ten thousand states must not keep the loop from a heartbeat
        if value is None:
            continue
        state = decode(value)
        if isinstance(state, InvalidState):
            unreadable[key.decode(errors="replace")] = state.detail
        else:
            states[state.feed] = state
    return states
