"""The agents' way out: events to their topics, poison to the dead letters, or the end of the process.

Every send waits until Kafka has it on all replicas. Where Kafka does not answer in time the process ends at once
(``os._exit``): nothing was committed, so nothing is lost, and the message comes again.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

import faust
import msgspec
from aiokafka.errors import KafkaError
from faust.exceptions import ProducerSendError
from faust.types.tuples import RecordMetadata

from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin import metrics
from tocsin.contract import codec
from tocsin.contract.events import DeadLetter, DeadReason, Event, Origin, Stage
from tocsin.contract.topics import DEADLETTERS, Topic

EXIT_UNSENT: Final = 74

log = get(__name__)


class TooLargeError(Exception):
    """The record is larger than its topic takes: poison, not a fault of Kafka's."""


class Encoded(msgspec.Struct, frozen=True, array_like=True):
    """An event as Kafka is to have it."""

    key: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


class Sender:
    """Sends for all agents of one worker."""

    def __init__(
        self,
        app: faust.App,
        connection: Connection,
        instruments: Instruments,
        *,
        leave: Callable[[int], Any] = os._exit,
    ) -> None:
        self._app = app
        self._connection = connection
        self._instruments = instruments
        self._leave = leave
        self._patience = connection.settings.send_timeout.total_seconds()

    async def send(self, topic: Topic, key: str, event: Event, *, event_id: str, time: datetime) -> None:
        """Bring ``event`` to ``topic``; returns once Kafka acknowledged it.

        Raises:
            TooLargeError: the record is larger than the topic takes.
        """
        await self.bring(topic, [self.encoded(topic, key, event, event_id=event_id, time=time)])

    def encoded(self, topic: Topic, key: str, event: Event, *, event_id: str, time: datetime) -> Encoded:
        """The event as it would be sent.

        Raises:
            TooLargeError: the record is larger than the topic takes.
        """
        headers = codec.headers(event, event_id, time, source="/tocsin/worker")
        made = Encoded(key.encode(), codec.encode(event), tuple(headers))
        self.check(topic, made)
        return made

    async def bring(self, topic: Topic, events: Sequence[Encoded]) -> None:
        """Bring events to ``topic``, in their order; returns once Kafka acknowledged them all.

        Raises:
            TooLargeError: a record is larger than the topic takes; those before it were sent.
        """
        await self._bring(topic, events)

    async def bury(self, message: Any, stage: Stage, reason: DeadReason, detail: str) -> None:
        """Put ``message`` among the dead letters with its original bytes; returns once Kafka acknowledged it."""
        letter = DeadLetter(
            stage=stage,
            reason=reason,
            detail=detail[:2000],
            origin=Origin(topic=message.topic, partition=message.partition, offset=message.offset),
            key=message.key,
            payload=message.value or b"",
            headers=_headers(message.headers),
            at=datetime.now(UTC),
        )
        log.error("dead letter", stage=stage, reason=reason, origin=letter.id, detail=letter.detail)
        try:
            await self.send(DEADLETTERS, letter.id, letter, event_id=letter.id, time=letter.at)
        except TooLargeError as fault:
            self._end(f"not even the dead letters take {letter.id}: {fault}")
        self._instruments.count(metrics.DEAD_LETTERS, stage=stage, reason=reason)

    async def note(self, topic: Topic, partition: int, key: bytes, value: bytes | None) -> int:
        """Write a record of a memory, ``None`` to forget it; returns its offset once Kafka acknowledged it.

        Raises:
            TooLargeError: the record is larger than the topic takes.
        """
        [offset] = await self._bring(topic, [Encoded(key, value)], partition)
        return offset

    def check(self, topic: Topic, record: Encoded) -> None:
        """Raises TooLargeError: the record is larger than the topic takes."""
        size = codec.record_size(record.key, record.value or b"", record.headers)
        if size > topic.max_bytes:
            # Asked first: once the brokers refuse a batch, an idempotent producer's sequence has a gap for good.
            raise TooLargeError(f"{size} bytes; {self._connection.name(topic)} takes {topic.max_bytes}")

    async def _bring(
        self, topic: Topic, records: Sequence[Encoded], partition: int | None = None
    ) -> list[int]:
        name = self._connection.name(topic)
        try:
            async with asyncio.timeout(self._patience):
                begun = [await self._begin(topic, one, partition) for one in records]
                return [(await one).offset for one in begun]
        except TimeoutError:
            self._end(f"Kafka did not take a record for {name} within {self._patience:g} s")
        except (KafkaError, ProducerSendError) as fault:
            # A topic that takes less than declared (`tocsin topics check` tells) ends here too.
            sizes = [len(one.value or b"") for one in records]
            self._end(
                f"Kafka refused one of {len(sizes)} records of up to {max(sizes)} bytes for {name}: {fault!r}"
            )

    async def _begin(self, topic: Topic, one: Encoded, partition: int | None) -> Awaitable[RecordMetadata]:
        self.check(topic, one)
        return await self._app.producer.send(
            self._connection.name(topic), one.key, one.value, partition, None, list(one.headers)
        )

    def _end(self, why: str) -> NoReturn:
        log.critical("the worker ends at once so that nothing is lost", why=why)
        self._leave(EXIT_UNSENT)
        raise SystemExit(why)  # only reached where a test lets us live


def _headers(raw: Any) -> tuple[tuple[str, bytes], ...]:
    pairs = raw.items() if hasattr(raw, "items") else raw or ()
    return tuple((str(name), bytes(value or b"")) for name, value in pairs)
