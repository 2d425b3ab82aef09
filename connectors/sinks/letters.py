"""A sink's way to the dead letters."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from runtime.kafka import Connection, client_settings, producer_settings
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.contract import codec
from tocsin.contract.events import DeadLetter, DeadReason, Origin
from tocsin.contract.topics import DEADLETTERS
from tocsin.metrics import DEAD_LETTERS

_LONGEST_DETAIL: Final = 2000
_STOP_WITHIN: Final = 10.0

log = get(__name__)


class DeadLetterUnwrittenError(RuntimeError):
    """Kafka did not take a dead letter. The process must end without committing: the record comes again."""


class Record(Protocol):
    """What we need of aiokafka's ``ConsumerRecord``."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


class Producer(Protocol):
    """What we need of aiokafka's producer."""

    async def start(self) -> None: ...

    async def send_and_wait(self, topic: str, *, value: bytes, key: bytes, headers: Any) -> object: ...

    async def stop(self) -> None: ...


class Letters:
    """Writes dead letters for one receiver. The producer is made and started for the first one: they are rare."""

    def __init__(
        self, connection: Connection, receiver: str, instruments: Instruments, make: Callable[[], Producer]
    ) -> None:
        self._topic = connection.name(DEADLETTERS)
        self._patience = connection.settings.send_timeout.total_seconds()
        self._receiver = receiver
        self._instruments = instruments
        self._make = make
        self._producer: Producer | None = None

    async def bury(self, record: Record, reason: DeadReason, detail: str) -> None:
        """Return once Kafka has the dead letter of ``record``.

        Raises:
            DeadLetterUnwrittenError: Kafka did not take it within ``kafka.send_timeout``.
        """
        letter = _letter(record, reason, detail, self._receiver)
        log.error(
            "dead letter", receiver=self._receiver, reason=reason, origin=letter.id, detail=letter.detail
        )
        headers = codec.headers(letter, letter.id, letter.at, f"/tocsin/sink/{self._receiver}")
        try:
            async with asyncio.timeout(self._patience):
                await self._send(letter.id.encode(), codec.encode(letter), headers)
        except (KafkaError, OSError) as fault:  # TimeoutError is an OSError
            why = f"{type(fault).__name__}: {fault}".removesuffix(": ")
            raise DeadLetterUnwrittenError(
                f"Kafka did not take the dead letter {letter.id}: {why}"
            ) from fault
        self._instruments.count(DEAD_LETTERS, stage="sink", reason=reason)

    async def close(self) -> None:
        """Let go of the producer. What ``bury`` returned for is safe."""
        if self._producer is None:
            return
        try:
            async with asyncio.timeout(_STOP_WITHIN):
                await self._producer.stop()
        except (KafkaError, OSError) as fault:
            log.warning("the dead letters' producer did not stop properly", reason=repr(fault))

    async def _send(self, key: bytes, value: bytes, headers: list[tuple[str, bytes]]) -> None:
        if self._producer is None:
            self._producer = self._make()
            await self._producer.start()
        await self._producer.send_and_wait(self._topic, value=value, key=key, headers=headers)


def kafka_producer(connection: Connection) -> Producer:
    """The real one. Not idempotent: a repeated dead letter has the same id, and such a producer can give up."""
    settings = {**client_settings(connection), **producer_settings(), "enable_idempotence": False}
    producer: Producer = AIOKafkaProducer(**settings)
    return producer


def _letter(record: Record, reason: DeadReason, detail: str, receiver: str) -> DeadLetter:
    """Undecodable bytes are nobody's alert: all sinks that meet them write the same letter, with the same id."""
    return DeadLetter(
        stage="sink",
        reason=reason,
        detail=detail[:_LONGEST_DETAIL],
        origin=Origin(topic=record.topic, partition=record.partition, offset=record.offset),
        key=record.key,
        payload=record.value or b"",
        headers=tuple((name, value or b"") for name, value in record.headers),
        receiver=None if reason == "undecodable" else receiver,
        at=datetime.now(UTC),
    )
