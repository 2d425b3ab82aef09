"""A worker's Kafka: late, without topics, away and back."""

import asyncio

import pytest

from cli import waiting
from cli.embedded import EmbeddedBroker
from cli.waiting import kafka_there, kafka_watched
from runtime import probe, topics
from runtime.health import KAFKA, Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from tests.waiting import until
from tocsin.config.model import Kafka
from tocsin.contract.topics import ALERTS, ARTICLES

PATIENCE = 30.0


@pytest.fixture
def conditions() -> Conditions:
    return Conditions(Instruments("worker"))


async def test_asked_to_stop_it_waits_no_longer(
    conditions: Conditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "ROUND_SECONDS", 0.1)
    address, stop = f"127.0.0.1:{probe.free_port()}", asyncio.Event()
    asking = asyncio.create_task(kafka_there(Connection((address,), Kafka()), [ALERTS], conditions, stop))
    await until(lambda: address in conditions().get(KAFKA, ""))
    stop.set()
    assert await asking is False


@pytest.mark.embedded
async def test_missing_topics_are_named_and_waited_for(
    embedded_broker: EmbeddedBroker, prefix: str, conditions: Conditions
) -> None:
    connection = Connection((embedded_broker.address,), Kafka(topic_prefix=prefix))
    asking = asyncio.create_task(kafka_there(connection, [ARTICLES, ALERTS], conditions, asyncio.Event()))
    await until(lambda: f"{prefix}articles, {prefix}alerts; `tocsin topics apply`" in str(conditions()))
    await topics.apply(connection, embedded=True)
    async with asyncio.timeout(PATIENCE):
        assert await asking is True
    assert conditions() == {}


@pytest.mark.embedded
async def test_a_broker_that_goes_away_is_named_until_it_is_back(
    embedded_broker: EmbeddedBroker, conditions: Conditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WATCH_SECONDS", 0.05)
    async with kafka_watched(Connection((embedded_broker.address,), Kafka()), conditions):
        embedded_broker.stop()
        await until(lambda: embedded_broker.address in conditions().get(KAFKA, ""))
        embedded_broker.start()
        await until(lambda: conditions() == {})
