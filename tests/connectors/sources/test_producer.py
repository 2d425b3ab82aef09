"""Letting go of a producer whose broker no longer answers."""

import asyncio
import os
import signal
from datetime import timedelta

import pytest

from cli.embedded import EmbeddedBroker
from connectors.sources.producer import AiokafkaProducer
from runtime.kafka import Connection
from runtime.topics import apply
from tocsin.config.model import Kafka
from tocsin.contract.topics import ARTICLES

LIMIT = 5.0


@pytest.mark.embedded
async def test_a_producer_with_unsent_records_stops_while_its_broker_is_frozen(
    embedded_broker: EmbeddedBroker,
) -> None:
    connection = Connection(
        bootstrap=(embedded_broker.address,), settings=Kafka(send_timeout=timedelta(seconds=5))
    )
    await apply(connection, embedded=True)
    producer = AiokafkaProducer(connection, True)
    await producer.start()
    topic = connection.name(ARTICLES)
    async with asyncio.timeout(LIMIT):
        await (await producer.send(topic, b"value", b"key", ()))
    os.kill(embedded_broker.pid, signal.SIGSTOP)
    try:
        stuck = await producer.send(topic, b"value", b"key", ())
        await asyncio.wait({stuck}, timeout=0.2)
        assert not stuck.done()
        async with asyncio.timeout(LIMIT):
            await producer.stop()
    finally:
        os.kill(embedded_broker.pid, signal.SIGCONT)
    assert len(asyncio.all_tasks()) == 1
