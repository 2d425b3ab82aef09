"""What Kafka knows of feeds, taken out of it."""

import asyncio
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer

from cli.exits import UNREACHABLE, Failure
from cli.kafka import reaching
from connectors.sources.producer import let_go
from connectors.sources.states import forget_record
from runtime.kafka import Connection, client_settings, producer_settings


async def send_tombstones(connection: Connection, feeds: Sequence[str]) -> None:
    """Make Kafka forget the states of ``feeds`` (ids).

    Raises:
        Failure: Kafka can't be reached, or does not take them in time.
    """
    patience = connection.settings.send_timeout.total_seconds()
    async with reaching(connection):
        producer = AIOKafkaProducer(**client_settings(connection), **producer_settings())
        try:
            async with asyncio.timeout(patience):
                await producer.start()
                for record in map(forget_record, feeds):
                    await producer.send_and_wait(connection.name(record.topic), None, key=record.key)
        except TimeoutError as fault:
            raise Failure(
                f"Kafka did not take it within {patience:g} s (kafka.send_timeout)", UNREACHABLE
            ) from fault
        finally:
            await let_go(producer)
