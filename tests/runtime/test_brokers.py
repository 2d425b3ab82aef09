"""Waiting for Kafka."""

import asyncio

import pytest

from runtime.brokers import BrokersUnreachable, wait_for_brokers
from runtime.kafka import Connection
from runtime.probe import answers, free_port
from tests.brokers.apache import ApacheKafka
from tests.listening import listening
from tocsin.config.model import Kafka


def connection(*addresses: str) -> Connection:
    return Connection(addresses, Kafka())


async def test_one_broker_of_several_is_enough(broker: str) -> None:
    await wait_for_brokers(connection(f"127.0.0.1:{free_port()}", broker), patience=5.0)


@pytest.mark.kafka
async def test_a_broker_that_comes_later_is_waited_for(own_apache_kafka: ApacheKafka) -> None:
    own_apache_kafka.stop()
    waiting = asyncio.create_task(wait_for_brokers(connection(own_apache_kafka.bootstrap), patience=60.0))
    await asyncio.sleep(0)
    assert not waiting.done()
    await asyncio.to_thread(own_apache_kafka.start)
    await waiting


async def test_every_address_and_its_reason_are_named() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    closed = f"127.0.0.1:{free_port()}"
    async with listening(say_nothing) as port:
        rude = f"127.0.0.1:{port}"
        with pytest.raises(BrokersUnreachable) as caught:
            await wait_for_brokers(connection(closed, rude), patience=0.1)
    assert f"{closed}: nothing listens there" in str(caught.value)
    assert f"{rude}: it closes the connection" in str(caught.value)


async def test_an_open_port_is_no_answer() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with listening(hang) as port:
        assert not await asyncio.to_thread(answers, "127.0.0.1", port, 0.2)
    assert not answers("127.0.0.1", free_port())


def test_a_free_port_is_none_that_outgoing_connections_get() -> None:
    ports = {free_port() for _ in range(20)}
    assert len(ports) > 10
    assert all(20_000 <= port < 32_000 for port in ports)


def test_a_host_that_is_not_ours_has_no_free_port() -> None:
    with pytest.raises(OSError, match="assign requested address"):
        free_port("192.0.2.1")
