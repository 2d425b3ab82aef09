"""The lag exporter, on both kinds of broker."""

import asyncio
from collections.abc import Mapping

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from cli.embedded import EmbeddedBroker
from runtime import lag, probe
from runtime.kafka import Connection, client_settings
from runtime.lag import LagExporter
from runtime.metrics import Instruments
from tests.listening import listening
from tests.waiting import until
from tocsin.config.model import Kafka
from tocsin.contract.topics import ARTICLES, MATCHES

PARTITIONS = 2


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag, "INTERVAL", 0.05)
    monkeypatch.setattr(lag, "TIMEOUT", 5.0)


@pytest.fixture
async def topics(connection: Connection) -> Connection:
    await create_topics(connection)
    return connection


async def create_topics(connection: Connection) -> None:
    admin = AIOKafkaAdminClient(**client_settings(connection))
    await admin.start()
    try:
        await admin.create_topics(
            [NewTopic(connection.name(topic), PARTITIONS, 1) for topic in (ARTICLES, MATCHES)]
        )
    finally:
        await admin.close()


async def publish(connection: Connection, records: Mapping[int, int]) -> None:
    """So many records to each partition of the articles."""
    async with AIOKafkaProducer(**client_settings(connection), acks="all") as producer:
        for partition, number in records.items():
            for _ in range(number):
                await producer.send_and_wait(connection.name(ARTICLES), b"x", partition=partition)


async def commit(connection: Connection, group: str, offsets: Mapping[int, int]) -> None:
    partitions = {TopicPartition(connection.name(ARTICLES), at): offset for at, offset in offsets.items()}
    settings = client_settings(connection)
    async with AIOKafkaConsumer(**settings, group_id=group, enable_auto_commit=False) as consumer:
        consumer.assign(list(partitions))
        await consumer.commit(partitions)


class Running:
    """A lag exporter as a task, and what it shows."""

    def __init__(self, connection: Connection) -> None:
        self.group = connection.settings.topic_prefix + "readers"
        self.instruments = Instruments("worker")
        exporter = LagExporter(connection, self.group, (ARTICLES, MATCHES), self.instruments)
        self.task = asyncio.create_task(exporter.run())
        self._topic = connection.name(ARTICLES)

    async def __aenter__(self) -> "Running":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await self.task

    def shown(self) -> dict[int, float | None]:
        labels = {"group": self.group, "topic": self._topic}
        value = self.instruments.registry.get_sample_value
        return {
            at: value("tocsin_consumer_lag_records", {**labels, "partition": str(at)})
            for at in range(PARTITIONS)
        }

    def failures(self) -> float:
        found = self.instruments.registry.get_sample_value(
            "tocsin_lag_query_failures_total", {"group": self.group}
        )
        assert found is not None
        return found


async def test_lag_is_the_end_less_what_is_committed_and_follows_both(topics: Connection) -> None:
    await publish(topics, {0: 5, 1: 2})
    async with Running(topics) as running:
        await until(lambda: running.shown() == {0: 5, 1: 2})
        await commit(topics, running.group, {0: 3})
        await until(lambda: running.shown() == {0: 2, 1: 2})
        await publish(topics, {1: 4})
        await until(lambda: running.shown() == {0: 2, 1: 6})
        await commit(topics, running.group, {0: 5, 1: 6})
        await until(lambda: running.shown() == {0: 0, 1: 0})


async def test_missing_topics_are_counted_and_waited_for(connection: Connection) -> None:
    async with Running(connection) as running:
        await until(lambda: running.failures() >= 2)
        assert running.shown() == {0: None, 1: None}
        await create_topics(connection)
        await until(lambda: running.shown() == {0: 0, 1: 0})


@pytest.mark.embedded
async def test_a_broker_that_goes_away_and_returns(embedded_broker: EmbeddedBroker, prefix: str) -> None:
    connection = Connection((embedded_broker.address,), Kafka(topic_prefix=prefix))
    await create_topics(connection)
    await publish(connection, {0: 1})
    async with Running(connection) as running:
        await until(lambda: running.shown() == {0: 1, 1: 0})
        before = running.failures()
        await asyncio.to_thread(embedded_broker.stop)
        await until(lambda: running.failures() > before)
        assert not running.task.done()
        embedded_broker.start()
        await publish(connection, {1: 3})
        await until(lambda: running.shown() == {0: 1, 1: 3})


async def test_no_broker_at_all_ends_nothing() -> None:
    connection = Connection((f"127.0.0.1:{probe.free_port()}",), Kafka())
    async with Running(connection) as running:
        await until(lambda: running.failures() >= 2)
        assert not running.task.done()


async def test_an_unreadable_secret_ends_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    missing = str(tmp_path_factory.mktemp("secrets") / "password")
    settings = Kafka.model_validate(
        {"security": {"protocol": "SASL_PLAINTEXT", "username": "tocsin", "password_file": missing}}
    )
    async with Running(Connection(("127.0.0.1:1",), settings)) as running:
        await until(lambda: running.failures() >= 2)


async def test_a_broker_that_accepts_and_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag, "TIMEOUT", 0.2)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with listening(silent) as port, Running(Connection((f"127.0.0.1:{port}",), Kafka())) as running:
        await until(lambda: running.failures() >= 2)
