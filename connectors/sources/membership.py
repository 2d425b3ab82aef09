"""A source process in Kafka's consumer group of sources: how it joins, and what it does at each rebalance."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from datetime import timedelta
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition

from runtime.kafka import Connection, client_settings

GROUP: Final = "source"
LET_GO_WITHIN: Final = 20.0
"""Seconds in which a partition must be given up; others wait for it as long."""

_MOST_WITHOUT_POLL: Final = timedelta(minutes=5)
_SLACK: Final = 10.0
# Seconds. With a heartbeat Kafka tells a member that others come and go.
_SLOWEST_HEARTBEAT: Final = 3.0


def member(connection: Connection, instance: str | None) -> AIOKafkaConsumer:
    """A consumer that is there for the membership alone, not started: it commits nothing.

    With an ``instance`` the member is static: a process that comes back within ``kafka.session_timeout`` gets its
    partitions again, and one that ends is missed only after that time. Without, its partitions go on at once.
    """
    group = connection.settings.topic_prefix + GROUP
    session = connection.settings.session_timeout.total_seconds()
    return AIOKafkaConsumer(
        **client_settings(connection),
        group_id=group,
        group_instance_id=None if instance is None else f"{group}-{instance}",
        enable_auto_commit=False,
        auto_offset_reset="latest",
        session_timeout_ms=int(session * 1000),
        heartbeat_interval_ms=int(min(session / 3.3, _SLOWEST_HEARTBEAT) * 1000),
        rebalance_timeout_ms=int((LET_GO_WITHIN + _SLACK) * 1000),
        max_poll_interval_ms=int(_MOST_WITHOUT_POLL.total_seconds() * 1000),
    )


class Rebalances(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """What happens at a rebalance: ``let_go`` before others may take over, ``take`` once we know what is ours.

    aiokafka sends no heartbeat before its callback for an assignment has returned, and only logs what a callback
    raises. So ``take`` runs in a task of its own, and what either raises comes out of ``check``.
    """

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        take: Callable[[Collection[int]], Coroutine[Any, Any, None]],
        let_go: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._consumer = consumer
        self._take, self._let_go = take, let_go
        self._taking: asyncio.Task[None] | None = None
        self._fault: Exception | None = None

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """As aiokafka calls it."""
        self._consumer.pause(*assigned)  # states are read once, by a reader of their own
        self._taking = asyncio.create_task(self._take(sorted(mine.partition for mine in assigned)))

    async def on_partitions_revoked(self, _: Collection[TopicPartition]) -> None:
        """As aiokafka calls it, at every rebalance, whether or not we get the same again."""
        await self.end()

    async def end(self) -> None:
        """Let go of everything that is taken or being taken."""
        taking, self._taking = self._taking, None
        if taking is not None:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)
        try:
            await self._let_go()
        except Exception as fault:  # noqa: BLE001  aiokafka would only log it; ``check`` raises it
            self._fault = fault

    def check(self) -> None:
        """Raise what taking or letting go has raised."""
        if self._taking is not None and self._taking.done() and not self._taking.cancelled():
            self._taking.result()
        if self._fault is not None:
            raise self._fault
