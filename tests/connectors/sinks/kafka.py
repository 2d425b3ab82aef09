"""Kafka as a sink's runner sees it, in memory: partitions, commits, and faults on demand."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from tocsin.contract import codec
from tocsin.contract.events import DeadLetter, Event
from tocsin.delivery.notice import Notice

TOPIC = "tocsin.alerts"


class FakeRecord(msgspec.Struct):
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = ()


class FakeConsumer:
    """Serves ``records`` partition by partition; ``idle`` is called when all have been polled."""

    def __init__(self, *values: Notice | bytes | None, partitions: int = 1) -> None:
        self.committed: dict[TopicPartition, int] = {}
        self.commits: list[dict[TopicPartition, int]] = []
        self.fault: KafkaError | None = None
        self.poll_fault: KafkaError | None = None
        self.hang = False
        self.polled = 0
        self.idle: Callable[[], Any] = lambda: None
        self.records = [
            FakeRecord(TOPIC, i % partitions, i // partitions, b"key", _bytes(value))
            for i, value in enumerate(values)
        ]
        self.assigned = {TopicPartition(TOPIC, partition) for partition in range(partitions)}

    async def getmany(
        self, *, timeout_ms: int, max_records: int
    ) -> Mapping[TopicPartition, Sequence[FakeRecord]]:
        assert max_records == 1
        await asyncio.sleep(0)
        if self.polled == len(self.records):
            if self.poll_fault is not None:
                raise self.poll_fault
            self.idle()
            await asyncio.sleep(0.01)
            return {}
        record = self.records[self.polled]
        self.polled += 1
        return {TopicPartition(record.topic, record.partition): [record]}

    def assignment(self) -> set[TopicPartition]:
        return self.assigned

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        if self.hang:
            await asyncio.Event().wait()
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.commits.append(dict(offsets))
        self.committed |= offsets


class FakeProducer:
    """Takes dead letters, or raises ``fault``, or never answers."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.start_fault: Exception | None = None
        self.hang = False
        self.sent: list[tuple[str, bytes, DeadLetter, dict[str, bytes]]] = []
        self.running = False

    async def start(self) -> None:
        if self.start_fault is not None:
            raise self.start_fault
        self.running = True

    async def send_and_wait(self, topic: str, *, value: bytes, key: bytes, headers: Any) -> object:
        assert self.running
        if self.hang:
            await asyncio.Event().wait()
        if self.fault is not None:
            raise self.fault
        letter = codec.decode(value, DeadLetter)
        assert isinstance(letter, DeadLetter)
        self.sent.append((topic, key, letter, dict(headers)))
        return None

    async def stop(self) -> None:
        self.running = False


def _bytes(value: Notice | bytes | None) -> bytes | None:
    return codec.encode(value) if isinstance(value, Event) else value
