"""How far a consumer group is behind, asked of Kafka itself: what a consumer says of itself may be wrong."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Self

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from runtime import logs
from runtime.kafka import Connection, client_settings
from runtime.metrics import Instruments
from tocsin.contract.topics import Topic
from tocsin.metrics import CONSUMER_LAG, LAG_FAILURES

log = logs.get(__name__)

Offsets = Mapping[TopicPartition, int]

INTERVAL = 5.0
"""Seconds between two queries."""
TIMEOUT = 10.0
"""Seconds that opening the clients, or one query, may take."""
CLOSING = 2.0
"""Seconds that closing the clients may take: a process that stops waits for it."""


class LagUnknownError(Exception):
    """Kafka answered, but not what was asked: a topic is missing, or a partition's offset."""


class Group(msgspec.Struct, frozen=True):
    """A consumer group and the physical names of the topics it reads."""

    id: str
    topics: tuple[str, ...]


class Asker:
    """Two clients that join no group: one knows where partitions end, one what the group has committed."""

    def __init__(self, connection: Connection) -> None:
        settings = client_settings(connection)
        self._ends = AIOKafkaConsumer(**settings, group_id=None, enable_auto_commit=False)
        self._commits = AIOKafkaAdminClient(**settings)

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout(TIMEOUT):
                await asyncio.gather(self._ends.start(), self._commits.start())
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of both clients. Raises ``TimeoutError`` where one hangs (aiokafka #773)."""
        async with asyncio.timeout(CLOSING):
            await asyncio.gather(self._ends.stop(), self._commits.close())

    async def lag(self, group: Group) -> Offsets:
        """Records not yet committed, by partition; where nothing was ever committed, all that are kept.

        Raises:
            KafkaError, OSError: the brokers do not answer, or refuse.
            TimeoutError: they take too long.
            LagUnknownError: a topic does not exist, or the answer leaves out a partition.
        """
        async with asyncio.timeout(TIMEOUT):
            partitions = await self._partitions(group)
            ends: Offsets = await self._ends.end_offsets(partitions)
            committed = await self._committed(group.id, partitions)
        return {partition: max(0, ends[partition] - committed[partition]) for partition in partitions}

    async def _partitions(self, group: Group) -> list[TopicPartition]:
        # All topics: asked about one by name, some brokers create it.
        known = {topic["topic"]: topic["partitions"] for topic in await self._commits.describe_topics()}
        if missing := sorted(topic for topic in group.topics if not known.get(topic)):
            raise LagUnknownError(f"no such topic: {', '.join(missing)}")
        return [TopicPartition(topic, found["partition"]) for topic in group.topics for found in known[topic]]

    async def _committed(self, group: str, partitions: list[TopicPartition]) -> Offsets:
        answer = await self._commits.list_consumer_group_offsets(group, partitions=partitions)
        if missing := set(partitions) - answer.keys():
            raise LagUnknownError(f"the answer leaves out {sorted(missing)}")
        committed = {partition: answer[partition].offset for partition in partitions}
        if never := [partition for partition, offset in committed.items() if offset < 0]:
            committed |= await self._ends.beginning_offsets(never)
        return committed


class LagExporter:
    """Keeps ``tocsin_consumer_lag_records`` of one group current. Run it as a task; cancel it to stop."""

    def __init__(
        self, connection: Connection, group: str, topics: Sequence[Topic], instruments: Instruments
    ) -> None:
        self._connection = connection
        self._group = Group(group, tuple(connection.name(topic) for topic in topics))
        self._instruments = instruments
        self._failing = False
        instruments.prime(LAG_FAILURES, group=group)

    async def run(self) -> None:
        """Ask until cancelled. What goes wrong is counted and logged, and asked again with new clients."""
        while True:
            try:
                await self._ask_while_it_works()
            except Exception as fault:  # noqa: BLE001 -- whatever a client raises, the process goes on
                self._report(fault)
            await asyncio.sleep(INTERVAL)

    async def _ask_while_it_works(self) -> None:
        async with Asker(self._connection) as asker:
            while True:
                self._export(await asker.lag(self._group))
                await asyncio.sleep(INTERVAL)

    def _export(self, lag: Offsets) -> None:
        for (topic, partition), records in lag.items():
            labels = {"group": self._group.id, "topic": topic, "partition": str(partition)}
            self._instruments.set(CONSUMER_LAG, records, **labels)
        if self._failing:
            log.info("consumer lag known again", group=self._group.id)
        self._failing = False

    def _report(self, fault: Exception) -> None:
        self._instruments.count(LAG_FAILURES, group=self._group.id)
        if not self._failing:
            log.warning("consumer lag unknown", group=self._group.id, fault=repr(fault))
        self._failing = True
