"""Brings records to Kafka, for as long as that takes: nothing is given up, and nothing waits in silence."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Final

from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    IncompatibleBrokerVersion,
    KafkaError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    UnknownError,
    UnsupportedVersionError,
)

from connectors.sources.producer import Producer
from connectors.sources.records import Record
from runtime.health import KAFKA, Conditions
from runtime.kafka import Connection
from runtime.logs import get

log = get(__name__)

_IN_FLIGHT: Final = 500
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 10.0
_STOP_WITHIN: Final = 10.0
_TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)
# How a broker says that it can't do idempotence, or does not let us.
_NOT_IDEMPOTENT: Final = (
    ClusterAuthorizationFailedError,
    IncompatibleBrokerVersion,
    UnknownError,
    UnsupportedVersionError,
)


class Publisher:
    """Sends records through a producer that it replaces whenever that fails or falls silent; several may publish.

    ``make`` builds a producer, idempotent or not. While Kafka does not take records the condition ``kafka`` is set.
    """

    def __init__(
        self, make: Callable[[bool], Producer], connection: Connection, conditions: Conditions
    ) -> None:
        self._make = make
        self._connection = connection
        self._conditions = conditions
        self._where = ", ".join(connection.bootstrap)
        self._patience = connection.settings.send_timeout.total_seconds()
        self._idempotent = True
        self._producer: Producer | None = None
        # One after the other: whoever replaced the producer would leave another's records without an answer.
        self._turn = asyncio.Lock()
        self._pause = _FIRST_PAUSE

    async def publish(self, records: Sequence[Record]) -> tuple[Record, ...]:
        """Return once Kafka has acknowledged every record but those returned, which are too large for their topic.

        What is not held any more (``Record.held``) is left out.
        """
        refused: list[Record] = []
        waiting = iter(records)
        while chunk := list(islice(waiting, _IN_FLIGHT)):
            async with self._turn:
                refused += await self._publish(chunk)
        return tuple(refused)

    async def close(self) -> None:
        """Let go of Kafka; what ``publish`` returned for is safe."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _stop(producer)

    async def _publish(self, records: Sequence[Record]) -> list[Record]:
        refused: list[Record] = []
        while records:
            producer = await self._connected()
            records = [record for record in records if record.held()]  # it may be long since we were given it
            faults = await self._send(producer, records) if records else []
            judged = list(zip(records, faults, strict=True))
            refused += [record for record, fault in judged if isinstance(fault, _TOO_LARGE)]
            failed = [
                (record, fault) for record, fault in judged if fault and not isinstance(fault, _TOO_LARGE)
            ]
            records = [record for record, _ in failed]
            if failed:
                await self.close()
                await self._trouble(failed[0][1], f"{len(failed)} records not acknowledged")
        self._well()
        return refused

    async def _send(self, producer: Producer, records: Sequence[Record]) -> list[BaseException | None]:
        """What kept each record from being acknowledged, within our own time limit; ``None`` where nothing did."""
        futures: list[asyncio.Future[Any]] = []
        try:
            async with asyncio.timeout(self._patience):
                for record in records:
                    futures.append(await self._hand_over(producer, record))  # noqa: PERF401  kept if time is up
                await asyncio.wait(futures)
        except TimeoutError:
            late = TimeoutError(f"no acknowledgement within {self._patience:g} s (kafka.send_timeout)")
            unsent = len(records) - len(futures)
            return [_fault(future, late) for future in futures] + [late] * unsent
        return [_fault(future, None) for future in futures]

    async def _hand_over(self, producer: Producer, record: Record) -> "asyncio.Future[Any]":
        name = self._connection.name(record.topic)
        try:
            return await producer.send(name, record.value, record.key, record.headers)
        except (KafkaError, OSError) as fault:
            refusal: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            refusal.set_exception(fault)
            return refusal

    async def _connected(self) -> Producer:
        while self._producer is None:
            producer = self._make(self._idempotent)
            try:
                async with asyncio.timeout(self._patience):
                    await producer.start()
            except (KafkaError, OSError) as fault:
                await _stop(producer)
                self._doubt_idempotence(fault)
                await self._trouble(fault, "can't connect")
            except BaseException:
                await _stop(producer)
                raise
            else:
                log.info("connected to Kafka", address=self._where)
                self._producer = producer
        return self._producer

    def _doubt_idempotence(self, fault: BaseException) -> None:
        if self._idempotent and isinstance(fault, _NOT_IDEMPOTENT):
            self._idempotent = False
            log.warning("this Kafka offers us no idempotent producer; going on without", address=self._where)

    async def _trouble(self, fault: BaseException, what: str) -> None:
        reason = f"{type(fault).__name__}: {fault}".removesuffix(": ")
        self._conditions.set(KAFKA, f"{self._where}: {what}: {reason}")
        log.error(
            "Kafka does not take our articles; they are kept and offered again",
            address=self._where,
            what=what,
            reason=reason,
            again_in_seconds=self._pause,
        )
        await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def _well(self) -> None:
        self._pause = _FIRST_PAUSE
        self._conditions.clear(KAFKA)


def _fault(future: "asyncio.Future[Any]", pending: BaseException | None) -> BaseException | None:
    if not future.done():
        future.cancel()
        return pending
    return future.exception()


async def _stop(producer: Producer) -> None:
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await producer.stop()
    except (KafkaError, OSError) as fault:
        log.warning("a Kafka producer did not stop properly", reason=f"{type(fault).__name__}: {fault}")
