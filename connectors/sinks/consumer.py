"""A sink's consumer of alerts and feed alerts, and whether Kafka is there for it."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from runtime.brokers import BrokersUnreachable
from runtime.health import KAFKA, Conditions
from runtime.kafka import Connection, client_settings
from runtime.logs import get
from tocsin.config.model import Receiver
from tocsin.contract.topics import ALERTS, FEED_ALERTS

READ: Final = (ALERTS, FEED_ALERTS)
"""The topics that every sink reads."""
_SLACK: Final = timedelta(minutes=10)
_EVERY: Final = 5.0
_ANSWER_WITHIN: Final = 10.0

log = get(__name__)


def group_id(connection: Connection, receiver: Receiver) -> str:
    """The receiver's consumer group."""
    return f"{connection.settings.topic_prefix}sink-{receiver.name}"


def consumer_for(connection: Connection, receiver: Receiver, instance: str) -> AIOKafkaConsumer:
    """A consumer of raw alerts and feed alerts, not started.

    ``max_poll_interval_ms`` lies above the longest wait for a receiver. Pausing partitions and polling on would
    keep the interval short, but buys nothing: aiokafka heartbeats and rejoins in the background while we
    wait, the client alone checks the limit, and a member with an instance id never leaves its group.
    """
    group = group_id(connection, receiver)
    longest = receiver.retry.give_up_after + connection.settings.send_timeout + _SLACK
    session = connection.settings.session_timeout
    return AIOKafkaConsumer(
        *map(connection.name, READ),
        **client_settings(connection),
        group_id=group,
        group_instance_id=f"{group}-{instance}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=_ms(session),
        heartbeat_interval_ms=_ms(session / 3.3),
        max_poll_interval_ms=_ms(longest),
        max_partition_fetch_bytes=max(topic.max_bytes for topic in READ),
    )


async def start_consumer(consumer: AIOKafkaConsumer, connection: Connection) -> None:
    """aiokafka's ``start``, and joining once more where a topic's partitions are missing.

    A member with an instance id that comes back within the session timeout gets what it had before from Apache
    Kafka, without a rebalance: after an update that reads one more topic, nobody would ever read that.
    """
    await consumer.start()
    if {partition.topic for partition in consumer.assignment()} < set(map(connection.name, READ)):
        # Public would be subscribing anew, on which aiokafka 0.14.0's fetcher may end with an AssertionError.
        consumer._coordinator.request_rejoin()  # noqa: SLF001


class KafkaWatch:
    """Says when Kafka goes away and comes back; aiokafka itself reconnects in silence."""

    def __init__(self, connection: Connection, conditions: Conditions) -> None:
        self._where = ", ".join(connection.bootstrap)
        self._topics = tuple(map(connection.name, READ))
        self._conditions = conditions

    async def run(self, consumer: AIOKafkaConsumer) -> None:
        """Ask every few seconds until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            try:
                async with asyncio.timeout(_ANSWER_WITHIN):
                    found = await consumer.topics()
            except (KafkaError, OSError) as fault:
                self.away(fault)
            else:
                self._there_with(found)

    def _there_with(self, topics: Collection[str]) -> None:
        """A consumer waits for a topic that is missing, and reads none of the others meanwhile."""
        missing = [topic for topic in self._topics if topic not in topics]
        if missing:
            self._say(f"there is no topic {' and no topic '.join(missing)}; `tocsin topics apply` creates it")
        else:
            self.there()

    def away(self, fault: Exception) -> None:
        """Kafka did not do what we asked."""
        if isinstance(fault, UnknownTopicOrPartitionError):
            self._say(
                f"one of the topics {' and '.join(self._topics)} is missing; `tocsin topics apply` creates it"
            )
        elif isinstance(fault, BrokersUnreachable):
            self._say(str(fault))
        else:
            self._say(f"{self._where}: {type(fault).__name__}: {fault}".removesuffix(": "))

    def _say(self, why: str) -> None:
        self._conditions.set(KAFKA, why)
        log.error("can't read alerts from Kafka; trying again", why=why)

    def there(self) -> None:
        """Kafka answers."""
        if KAFKA in self._conditions():
            log.info("Kafka answers again", address=self._where)
        self._conditions.clear(KAFKA)


def _ms(time: timedelta) -> int:
    return int(time.total_seconds() * 1000)
