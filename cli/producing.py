"""A producer for one command: whatever it waits for has a time limit, and a message."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from aiokafka import AIOKafkaProducer

from cli.exits import UNREACHABLE, Failure
from connectors.sources.producer import let_go
from runtime.kafka import Connection, client_settings, producer_settings


@contextlib.asynccontextmanager
async def producing(connection: Connection) -> AsyncIterator[Any]:
    """A producer while the body runs.

    Raises:
        Failure: Kafka does not accept it within ``kafka.send_timeout``.
    """
    producer = AIOKafkaProducer(**client_settings(connection), **producer_settings())
    try:
        async with in_time(connection, "accept a producer"):
            await producer.start()
        yield producer
    finally:
        await let_go(producer)


@contextlib.asynccontextmanager
async def in_time(connection: Connection, what: str) -> AsyncIterator[None]:
    """The body has ``kafka.send_timeout``.

    Raises:
        Failure: it took longer; ``what`` says what Kafka did not do.
    """
    # aiokafka sets no limit of its own: an idempotent producer tries again for ever.
    patience = connection.settings.send_timeout.total_seconds()
    try:
        async with asyncio.timeout(patience):
            yield
    except TimeoutError as fault:
        where = ", ".join(connection.bootstrap)
        raise Failure(
            f"Kafka at {where} did not {what} within {patience:g} s (kafka.send_timeout)", UNREACHABLE
        ) from fault
