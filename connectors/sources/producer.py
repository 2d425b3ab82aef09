"""aiokafka's producer as the publisher uses it: three verbs, and a stop that always ends."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, Protocol

from aiokafka import AIOKafkaProducer

from runtime.kafka import Connection, client_settings, producer_settings

_LINGER_MS: Final = 20
_BATCH_BYTES: Final = 256 * 1024
_BETWEEN_CANCELS: Final = 0.1

Headers = Sequence[tuple[str, bytes]]


class Producer(Protocol):
    """A way to Kafka, good for one connection's life."""

    async def start(self) -> None:
        """Connect; raises ``KafkaError`` or ``OSError`` where that fails."""

    async def send(
        self, topic: str, value: bytes | None, key: bytes, headers: Headers
    ) -> "asyncio.Future[Any]":
        """Hand over one record; without a value it makes the topic forget the key.

        The future is done when every replica has it, or holds the ``KafkaError``.
        """

    async def stop(self) -> None:
        """Let go at once, of what is not acknowledged too; its futures may stay pending."""


class AiokafkaProducer:
    """The real one: all replicas, lz4, idempotent where the broker can do that (``idempotent``)."""

    def __init__(self, connection: Connection, idempotent: bool) -> None:
        settings = {**client_settings(connection), **producer_settings(), "enable_idempotence": idempotent}
        self._producer = AIOKafkaProducer(linger_ms=_LINGER_MS, max_batch_size=_BATCH_BYTES, **settings)

    async def start(self) -> None:
        """As ``Producer.start``."""
        await self._producer.start()

    async def send(
        self, topic: str, value: bytes | None, key: bytes, headers: Headers
    ) -> "asyncio.Future[Any]":
        """As ``Producer.send``; waits while aiokafka's batches are full."""
        future: asyncio.Future[Any] = await self._producer.send(
            topic, value=value, key=key, headers=list(headers)
        )
        return future

    async def stop(self) -> None:
        """As ``Producer.stop``."""
        await let_go(self._producer)


async def let_go(producer: Any) -> None:
    """Stop an aiokafka producer at once, started or not; what is not acknowledged is dropped.

    aiokafka's own ``stop`` flushes first, for ever where the broker is away: an idempotent producer never
    gives a batch up, and its sender waits for news of a cluster that no longer is. So the connections go
    first, then the sender with whatever it waits for, then the batches; after that ``stop`` has nothing to do.
    """
    await producer.client.close()
    sender = producer._sender.sender_task  # noqa: SLF001  there is no public way to give up
    while sender is not None and not sender.done():
        sender.cancel()
        await asyncio.wait({sender}, timeout=_BETWEEN_CANCELS)
    batches = producer._message_accumulator  # noqa: SLF001
    batches._batches.clear()  # noqa: SLF001
    batches._pending_batches.clear()  # noqa: SLF001
    await producer.stop()
