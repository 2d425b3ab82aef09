"""Which feeds are this process's: source processes share them by partition, through Kafka's own group membership."""

import asyncio
import time
from typing import Final

from aiokafka.errors import KafkaError

from connectors.sources.membership import Rebalances, member
from connectors.sources.share import ASSIGNMENT, FIRST_PAUSE, KAFKA_TROUBLE, LONGEST_PAUSE, Share
from runtime.brokers import wait_for_brokers
from runtime.consumers import stop_consumer
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.stopping import Interrupted, interruptible, pause
from tocsin.contract.topics import FEED_STATE

_POLL_MS: Final = 500
_PATIENCE: Final = 10.0
_STOP_WITHIN: Final = 10.0

log = get(__name__)


class Assignment:
    """Keeps this process a member of the sources' group, and its ``share`` what Kafka says it is.

    ``instance`` is the process's stable name in the group, if it has one: see ``membership.member``.
    """

    def __init__(
        self, connection: Connection, share: Share, conditions: Conditions, *, instance: str | None = None
    ) -> None:
        self._connection = connection
        self._share = share
        self._conditions = conditions
        self._instance = instance

    async def run(self, stop: asyncio.Event) -> None:
        """Take part until ``stop`` is set. Kafka being away ends nothing: what we hold then nobody else gets."""
        wait = FIRST_PAUSE
        while not stop.is_set():
            self._conditions.set(ASSIGNMENT, "waiting for Kafka to say which feeds are ours")
            begun = time.monotonic()
            try:
                await interruptible(wait_for_brokers(self._connection, patience=_PATIENCE), stop)
                await self._serve(stop)
            except Interrupted:
                break
            except KAFKA_TROUBLE as fault:
                self._share.trouble("can't learn which feeds are ours", fault)
                await _pause(wait, stop)
            lived = time.monotonic() - begun
            wait = FIRST_PAUSE if lived > 2 * LONGEST_PAUSE else min(2 * wait, LONGEST_PAUSE)
        self._conditions.clear(ASSIGNMENT)

    async def _serve(self, stop: asyncio.Event) -> None:
        """One membership's life."""
        consumer = member(self._connection, self._instance)
        rebalances = Rebalances(consumer, self._share.take, self._share.let_go)
        consumer.subscribe([self._connection.name(FEED_STATE)], listener=rebalances)
        try:
            await interruptible(consumer.start(), stop)
            while True:
                begun = time.monotonic()
                # Nothing comes: all is paused. A member that does not ask is no member for long.
                await interruptible(consumer.getmany(timeout_ms=_POLL_MS), stop)
                rebalances.check()
                self._check_pulse(time.monotonic() - begun)
        finally:
            await rebalances.end()
            await _stopped(consumer)

    def _check_pulse(self, seconds: float) -> None:
        """A process that stood still may be missed already: it must not wait for Kafka to say so."""
        if seconds > self._connection.settings.session_timeout.total_seconds() + _POLL_MS / 1000:
            raise TimeoutError(f"this process stood still for {seconds:.0f} s; others may have its feeds")


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    try:
        await pause(seconds, stop)
    except Interrupted:
        return


async def _stopped(consumer: object) -> None:
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await stop_consumer(consumer)
    except (KafkaError, OSError) as fault:
        log.warning("left Kafka's group without a word", reason=f"{type(fault).__name__}: {fault}")
