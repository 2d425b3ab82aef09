"""Which feeds are this process's: source processes share them by partition, through Kafka's own group membership."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from aiokafka.errors import KafkaError

from connectors.sinks.consumer import stop_consumer
from connectors.sinks.stopping import Interrupted, interruptible, pause
from connectors.sources.membership import LET_GO_WITHIN, Rebalances, member
from connectors.sources.records import Record
from connectors.sources.states import States, forget_record, read_states
from runtime.brokers import BrokersUnreachable, wait_for_brokers
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.contract.topics import FEED_STATE
from tocsin.metrics import FEED_PARTITIONS
from tocsin.polling.state import FeedState

ASSIGNMENT: Final = "assignment"
"""The condition of a source process that does not know its feeds yet."""
FORGET_AFTER: Final = timedelta(days=30)
"""How long the state of a feed that is no longer listed is kept: it may come back, or a list be wrong for a while."""

_POLL_MS: Final = 500
_PATIENCE: Final = 10.0
_STOP_WITHIN: Final = 10.0
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 15.0
_KAFKA_TROUBLE: Final = (KafkaError, BrokersUnreachable, OSError)  # a TimeoutError is an OSError

log = get(__name__)

Publish = Callable[[Sequence[Record]], Awaitable[tuple[Record, ...]]]


class Shared(Protocol):
    """A source whose feeds can be given to it and taken from it by partition."""

    def take(self, partition: int, partitions: int, states: Mapping[str, FeedState]) -> None:
        """The feeds of ``partition``, one of ``partitions``, are yours; ``states`` is what is known of them."""

    async def drop(self, partition: int) -> None:
        """They are no longer: return once nothing of them is in flight. Cancelled, they are gone all the same."""


class Assignment:
    """Keeps this process a member of the group and tells ``source`` which partitions are its own.

    ``listed`` gives the ids of all feeds there are, whoever polls them; ``publish`` is for forgetting the others.
    """

    def __init__(
        self,
        connection: Connection,
        source: Shared,
        listed: Callable[[], Collection[str]],
        publish: Publish,
        instruments: Instruments,
        conditions: Conditions,
        *,
        instance: str | None = None,
    ) -> None:
        self._connection = connection
        self._source = source
        self._listed = listed
        self._publish = publish
        self._instruments = instruments
        self._conditions = conditions
        self._instance = instance
        self._held: set[int] = set()
        self._let_go_within = LET_GO_WITHIN

    async def run(self, stop: asyncio.Event) -> None:
        """Take part until ``stop`` is set. Kafka being away ends nothing: what we hold then nobody else gets."""
        wait = _FIRST_PAUSE
        while not stop.is_set():
            self._conditions.set(ASSIGNMENT, "waiting for Kafka to say which feeds are ours")
            try:
                await interruptible(wait_for_brokers(self._connection, patience=_PATIENCE), stop)
                await self._serve(stop)
            except Interrupted:
                break
            except _KAFKA_TROUBLE as fault:
                self._trouble("can't learn which feeds are ours", fault)
                await _pause(wait, stop)
                wait = min(2 * wait, _LONGEST_PAUSE)
        self._conditions.clear(ASSIGNMENT)

    async def _serve(self, stop: asyncio.Event) -> None:
        """One membership's life."""
        consumer = member(self._connection, self._instance)
        rebalances = Rebalances(consumer, self._take, self._let_go)
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

    async def _take(self, partitions: Collection[int]) -> None:
        states = await self._states(partitions)
        for number in partitions:
            self._source.take(number, states.partitions, states.held[number])
            self._held.add(number)
        self._instruments.set(FEED_PARTITIONS, len(self._held))
        self._conditions.clear(ASSIGNMENT)
        log.info("feeds assigned", partitions=list(partitions), of=states.partitions)
        await self._forget(states)

    async def _states(self, partitions: Collection[int]) -> States:
        wait = _FIRST_PAUSE
        while True:
            self._conditions.set(
                ASSIGNMENT, f"reading what is known of the feeds of {len(partitions)} partitions"
            )
            try:
                return await read_states(self._connection, partitions)
            except _KAFKA_TROUBLE as fault:
                self._trouble("can't read what is known of our feeds", fault)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_PAUSE)

    def _trouble(self, what: str, fault: Exception) -> None:
        why = f"{what}: {type(fault).__name__}: {fault}".removesuffix(": ")
        log.error("trying again", why=why)
        self._conditions.set(ASSIGNMENT, why)

    async def _forget(self, states: States) -> None:
        gone = list(_gone(states, frozenset(self._listed()), datetime.now(UTC)))
        if gone:
            await self._publish([forget_record(feed) for feed in gone])
            log.info("feeds that are no longer listed are forgotten", feeds=gone)

    async def _let_go(self) -> None:
        held, self._held = self._held, set()
        self._instruments.set(FEED_PARTITIONS, 0)
        if held:
            self._conditions.set(ASSIGNMENT, "Kafka shares the feeds out anew")
            await asyncio.gather(*(self._drop(number) for number in sorted(held)))

    async def _drop(self, partition: int) -> None:
        """Wait for what is in flight, but not for ever: the other processes wait for us."""
        try:
            async with asyncio.timeout(self._let_go_within):
                await self._source.drop(partition)
        except TimeoutError:
            log.warning(
                "gave feeds up with articles that Kafka has not acknowledged; whoever gets the feeds offers them again",
                partition=partition,
            )


def _gone(states: States, listed: Collection[str], now: datetime) -> Iterator[str]:
    for held in states.held.values():
        for feed, state in held.items():
            if feed not in listed and state.polled and now - state.polled > FORGET_AFTER:
                yield feed


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
