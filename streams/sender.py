"""The agents' way out: events to their topics, poison to the dead letters, or the end of the process.

Every send waits until Kafka has it on all replicas. Where Kafka does not answer in time the process ends at once
(``os._exit``): nothing was committed, so nothing is lost, and the message comes again.
"""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

import faust
from aiokafka.errors import KafkaError
from faust.exceptions import ProducerSendError

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
        headers = codec.headers(event, event_id, time, source="/tocsin/worker")
        await self._bring(topic, key.encode(), codec.encode(event), headers)

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
        return await self._bring(topic, key, value, [], partition)

    async def _bring(
        self,
        topic: Topic,
        key: bytes,
        value: bytes | None,
        headers: list[tuple[str, bytes]],
        partition: int | None = None,
    ) -> int:
        name = self._connection.name(topic)
        size = codec.record_size(key, value or b"", headers)
        if size > topic.max_bytes:
            # Asked first: once the brokers refuse a batch, an idempotent producer's sequence has a gap for good.
            raise TooLargeError(f"{size} bytes; {name} takes {topic.max_bytes}")
        try:
            async with asyncio.timeout(self._patience):
                sent = await self._app.producer.send_and_wait(name, key, value, partition, None, headers)
                return sent.offset
        except TimeoutError:
            self._end(f"Kafka did not take a record for {name} within {self._patience:g} s")
        except (KafkaError, ProducerSendError) as fault:
            # A topic that takes less than declared (`tocsin topics check` tells) ends here too.
            self._end(f"Kafka refused a record of {size} bytes for {name}: {fault!r}")

    def _end(self, why: str) -> NoReturn:
        log.critical("the worker ends at once so that nothing is lost", why=why)
        self._leave(EXIT_UNSENT)
        raise SystemExit(why)  # only reached where a test lets us live


def _headers(raw: Any) -> tuple[tuple[str, bytes], ...]:
    pairs = raw.items() if hasattr(raw, "items") else raw or ()
    return tuple((str(name), bytes(value or b"")) for name, value in pairs)
