"""How far a sink has come, told to Kafka soon after it is true."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError

from connectors.sinks.letters import Record
from runtime.logs import get
from runtime.stopping import interruptible

AFTER_RECORDS: Final = 100
AFTER_SECONDS: Final = 1.0
_GRACE: Final = 5.0

log = get(__name__)


class Committer(Protocol):
    """What we need of aiokafka's consumer for this."""

    def assignment(self) -> set[TopicPartition]: ...

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None: ...


class Commits:
    """Collects finished records. A process that is killed repeats at most what was not committed yet."""

    def __init__(
        self, consumer: Committer, stop: asyncio.Event, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._consumer = consumer
        self._stop = stop
        self._clock = clock
        self._next: dict[TopicPartition, int] = {}
        self._waiting = 0
        self._since = clock()

    def finished(self, record: Record) -> None:
        """The outcome of ``record`` is final."""
        self._next[TopicPartition(record.topic, record.partition)] = record.offset + 1
        self._waiting += 1

    @property
    def due(self) -> bool:
        """Whether enough records or time have passed."""
        return self._waiting >= AFTER_RECORDS or self._clock() - self._since >= AFTER_SECONDS

    async def commit(self) -> None:
        """Tell Kafka; waits while Kafka is away. A partition that was taken from us is not ours to commit.

        Raises:
            KafkaError: Kafka refuses for another reason than a rebalance.
            Interrupted: we were asked to stop, and Kafka did not answer in time.
        """
        mine = {
            partition: at for partition, at in self._next.items() if partition in self._consumer.assignment()
        }
        self._next, self._waiting, self._since = {}, 0, self._clock()
        if not mine:
            return
        try:
            await interruptible(self._consumer.commit(mine), self._stop, grace=_GRACE)
        except (CommitFailedError, IllegalStateError) as fault:
            why = type(fault.__cause__ or fault).__name__
            log.warning("not committed because of a rebalance; repeats are dropped by id", why=why)
