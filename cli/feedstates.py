"""What Kafka knows of feeds: read, and taken out of it."""

import asyncio
from collections.abc import Sequence

import click
from aiokafka import AIOKafkaProducer

from cli.exits import UNREACHABLE, Failure
from cli.kafka import reaching
from cli.progress import working
from cli.retained import partitions_of
from connectors.sources.producer import let_go
from connectors.sources.states import States, forget_record, read_states
from runtime.kafka import Connection, client_settings, producer_settings
from tocsin.contract.topics import FEED_STATE
from tocsin.polling.state import FeedState


def known(connection: Connection) -> dict[str, FeedState]:
    """The latest state of every feed, by its id; what can't be read is told on standard error.

    Raises:
        Failure: Kafka can't be reached in time, or has no such topic.
    """
    with working("reading what is known of the feeds"):
        found = asyncio.run(_states(connection))
    for feed, why in found.unreadable.items():
        click.echo(f"{feed}: its state can't be read: {why}", err=True)
    return {feed: state for held in found.held.values() for feed, state in held.items()}


async def forget_states(connection: Connection, feeds: Sequence[str]) -> None:
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


async def _states(connection: Connection) -> States:
    async with reaching(connection):
        await partitions_of(connection, FEED_STATE)
        try:
            return await read_states(connection)
        except TimeoutError as fault:
            raise Failure("Kafka stopped answering in the middle of it", UNREACHABLE) from fault
