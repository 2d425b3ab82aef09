"""A sink process: one receiver, its own consumer group, from start to stop."""

import asyncio
import time
from collections.abc import Awaitable, Iterable
from typing import Final

from aiokafka.errors import KafkaError

from connectors.sinks.attempts import RECEIVER, Attempts
from connectors.sinks.base import Sink
from connectors.sinks.consumer import READ, KafkaWatch, consumer_for, group_id, start_consumer
from connectors.sinks.letters import Letters, kafka_producer
from connectors.sinks.memory import Known
from connectors.sinks.registry import sink_for
from connectors.sinks.runner import Runner
from runtime.brokers import BrokersUnreachable, wait_for_brokers
from runtime.consumers import stop_consumer
from runtime.health import STARTING, Conditions
from runtime.kafka import Connection
from runtime.lag import LagExporter
from runtime.logs import get
from runtime.metrics import Instruments
from runtime.stopping import Interrupted, interruptible, pause
from tocsin.config.model import Receiver
from tocsin.metrics import DEAD_LETTERS, DELIVERIES, LATENCY

_PATIENCE: Final = 10.0
_CLOSE_WITHIN: Final = 10.0
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0

log = get(__name__)


async def run_sink(
    receiver: Receiver,
    connection: Connection,
    instruments: Instruments,
    conditions: Conditions,
    stop: asyncio.Event,
    *,
    instance: str = "0",
) -> None:
    """Deliver the alerts and feed alerts that name ``receiver`` until ``stop`` is set.

    ``instance`` is this process's stable name among those that serve ``receiver`` (static membership).

    Kafka or the receiver being away ends nothing: ``conditions`` says so until they are back.

    Raises:
        DeadLetterUnwrittenError: poison that Kafka does not take; nothing is committed past it.
        OSError: a secret or certificate file for Kafka can't be read.
        ValueError: the receiver's configuration can't work.
    """
    conditions.set(STARTING, "connecting to the receiver and to Kafka")
    _show_from_zero(instruments, receiver.name)
    sink = sink_for(receiver)
    lag = LagExporter(connection, group_id(connection, receiver), READ, instruments)
    exporting = asyncio.create_task(lag.run())
    try:
        await _Process(receiver, instance, sink, connection, instruments, conditions, stop).run()
    except Interrupted:
        log.info("stopped", receiver=receiver.name)
    finally:
        await _cancelled(exporting)
        await _within_time("the sink", sink.close())


class _Process:
    def __init__(
        self,
        receiver: Receiver,
        instance: str,
        sink: Sink,
        connection: Connection,
        instruments: Instruments,
        conditions: Conditions,
        stop: asyncio.Event,
    ) -> None:
        self._receiver = receiver
        self._instance = instance
        self._sink = sink
        self._connection = connection
        self._instruments = instruments
        self._conditions = conditions
        self._stop = stop
        self._kafka = KafkaWatch(connection, conditions)

    async def run(self) -> None:
        known = Known(await self._connected())
        wait = _FIRST_PAUSE
        while not self._stop.is_set():
            started = time.monotonic()
            try:
                await interruptible(wait_for_brokers(self._connection, patience=_PATIENCE), self._stop)
                await self._serve(known)
            except (KafkaError, BrokersUnreachable, TimeoutError) as fault:
                self._kafka.away(fault)
                await pause(wait, self._stop)
            lived = time.monotonic() - started
            wait = _FIRST_PAUSE if lived > 2 * _LONGEST_PAUSE else min(2 * wait, _LONGEST_PAUSE)

    async def _connected(self) -> Iterable[str]:
        """Connect the sink, however long that takes: alerts wait in Kafka. Returns what the receiver has."""
        wait = _FIRST_PAUSE
        while True:
            try:
                known = await interruptible(self._sink.connect(), self._stop)
            except OSError as fault:
                why = str(fault)
            else:
                self._conditions.clear(RECEIVER)
                return known
            self._conditions.set(RECEIVER, f"{self._receiver.name}: {why}")
            log.error("can't connect to the receiver; trying again", receiver=self._receiver.name, why=why)
            await pause(wait, self._stop)
            wait = min(2 * wait, _LONGEST_PAUSE)

    async def _serve(self, known: Known) -> None:
        """One consumer's life."""
        name = self._receiver.name
        consumer = consumer_for(self._connection, self._receiver, self._instance)
        letters = Letters(
            self._connection, name, self._instruments, make=lambda: kafka_producer(self._connection)
        )
        attempts = Attempts(self._receiver, self._sink, self._instruments, self._conditions, self._stop)
        watching = asyncio.create_task(self._kafka.run(consumer))
        try:
            await interruptible(start_consumer(consumer, self._connection), self._stop)
            self._kafka.there()
            self._conditions.clear(STARTING)
            log.info("delivering alerts", receiver=name, kafka=self._connection.bootstrap)
            await Runner(name, consumer, attempts, letters, known, self._instruments, self._stop).run()
        finally:
            await _cancelled(watching)
            await letters.close()
            await _within_time("the consumer", stop_consumer(consumer))


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _within_time(what: str, closing: Awaitable[None]) -> None:
    """aiokafka's ``stop`` may hang (#773), and so may a disk."""
    try:
        async with asyncio.timeout(_CLOSE_WITHIN):
            await closing
    except (KafkaError, OSError) as fault:
        log.warning("did not close properly", what=what, reason=f"{type(fault).__name__}: {fault}")


def _show_from_zero(instruments: Instruments, receiver: str) -> None:
    instruments.prime(DELIVERIES, receiver=receiver)
    instruments.prime(DEAD_LETTERS, stage="sink")
    instruments.prime(LATENCY, step="delivered")
