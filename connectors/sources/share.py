"""This process's share of the feeds: what it does when it gets partitions, and when it has to give them up."""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from aiokafka.errors import KafkaError

from connectors.sources.membership import LET_GO_WITHIN
from connectors.sources.records import Publish
from connectors.sources.states import States, forget_record, read_states
from runtime.brokers import BrokersUnreachable
from runtime.health import KAFKA, Conditions
from runtime.kafka import Connection
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.metrics import FEED_PARTITIONS
from tocsin.polling.state import FeedState

ASSIGNMENT: Final = "assignment"
"""The condition of a source process that does not know its feeds yet."""
FORGET_AFTER: Final = timedelta(days=30)
"""How long the state of a feed that is no longer listed is kept: it may come back, or a list be wrong for a while."""
KAFKA_TROUBLE: Final = (KafkaError, BrokersUnreachable, OSError)  # a TimeoutError is an OSError
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 15.0

log = get(__name__)


class Shared(Protocol):
    """A source whose feeds can be given to it and taken from it by partition."""

    def listed(self) -> Collection[str]:
        """The ids of all feeds there are, whoever polls them."""

    def take(self, partition: int, partitions: int, states: Mapping[str, FeedState]) -> None:
        """The feeds of ``partition``, one of ``partitions``, are yours; ``states`` is what is known of them."""

    async def drop(self, partition: int) -> None:
        """They are no longer: return once nothing of them is in flight. Cancelled, they are gone all the same."""


class Share:
    """Gives ``source`` its partitions and takes them from it; ``publish`` is for forgetting feeds not listed."""

    def __init__(
        self,
        connection: Connection,
        source: Shared,
        publish: Publish,
        instruments: Instruments,
        conditions: Conditions,
    ) -> None:
        self._connection = connection
        self._source = source
        self._publish = publish
        self._instruments = instruments
        self._conditions = conditions
        self._held: set[int] = set()
        self._let_go_within = LET_GO_WITHIN

    async def take(self, partitions: Collection[int]) -> None:
        """Learn what is known of the feeds of ``partitions``, however long that takes, and give them to the source."""
        states = await self._states(partitions)
        for feed, why in states.unreadable.items():
            log.warning("what is known of a feed can't be read; it starts anew", feed=feed, why=why)
        for number in partitions:
            self._source.take(number, states.partitions, states.held[number])
            self._held.add(number)
            await asyncio.sleep(0)  # a share may be thousands of feeds
        self._instruments.set(FEED_PARTITIONS, len(self._held))
        self._conditions.clear(ASSIGNMENT)
        self._conditions.clear(KAFKA)
        log.info("feeds assigned", partitions=list(partitions), of=states.partitions)
        await self._forget(states)

    async def let_go(self) -> None:
        """Take everything from the source; returns once nothing of it is in flight, or time is up."""
        held, self._held = self._held, set()
        self._instruments.set(FEED_PARTITIONS, 0)
        if held:
            self._conditions.set(ASSIGNMENT, "Kafka shares the feeds out anew")
            await asyncio.gather(*(self._drop(number) for number in sorted(held)))

    def trouble(self, what: str, fault: Exception) -> None:
        """Say that Kafka did not do what we asked, and that it is asked again."""
        why = f"{what}: {type(fault).__name__}: {fault}".removesuffix(": ")
        where = ", ".join(self._connection.bootstrap)
        log.error("trying again", address=where, why=why)
        self._conditions.set(ASSIGNMENT, why)
        self._conditions.set(KAFKA, f"{where}: {why}")

    async def _states(self, partitions: Collection[int]) -> States:
        wait = FIRST_PAUSE
        doing = f"reading what is known of the feeds of {len(partitions)} partitions"
        while True:
            self._conditions.set(ASSIGNMENT, doing)
            try:
                return await read_states(self._connection, partitions)
            except KAFKA_TROUBLE as fault:
                self.trouble("can't read what is known of our feeds", fault)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_PAUSE)

    async def _forget(self, states: States) -> None:
        gone = list(_gone(states, self._source.listed(), datetime.now(UTC)))
        if gone:
            await self._publish([forget_record(feed) for feed in gone])
            log.info("feeds that are no longer listed are forgotten", feeds=gone)

    async def _drop(self, partition: int) -> None:
        """Wait for what is in flight, but not for ever: the other processes wait for us."""
        try:
            async with asyncio.timeout(self._let_go_within):
                await self._source.drop(partition)
        except TimeoutError:
            log.warning(
                "gave feeds up with articles that Kafka has not acknowledged; they are sent once it takes them",
                partition=partition,
            )


def _gone(states: States, listed: Collection[str], now: datetime) -> Iterator[str]:
    for held in states.held.values():
        for feed, state in held.items():
            if feed not in listed and state.polled and now - state.polled > FORGET_AFTER:
                yield feed
