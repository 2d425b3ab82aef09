"""A sink process against a broker: late, away and back, stopped and started again."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from cli.embedded import EmbeddedBroker
from connectors.sinks import consumer as consumer_module
from connectors.sinks import process as process_module
from connectors.sinks.consumer import group_id
from connectors.sinks.process import run_sink
from runtime import probe, topics
from runtime.health import Conditions
from runtime.kafka import Connection, client_settings
from runtime.metrics import Instruments
from tests.alerts import alert, feed_alert
from tests.waiting import until
from tocsin.config.model import Jsonl, Kafka
from tocsin.contract.codec import InvalidEvent, decode, encode
from tocsin.contract.events import DeadLetter
from tocsin.contract.topics import ALERTS, DEADLETTERS, FEED_ALERTS, TOPICS, Topic
from tocsin.delivery.notice import read_notice

PATIENCE = 60.0


class Running:
    """One sink process in this event loop."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.connection = connection
        self.receiver = Jsonl(name="file", sink="jsonl", path=str(path))
        self.path = path
        self.instruments = Instruments("test")
        self.conditions = Conditions(self.instruments)
        self.stop = asyncio.Event()

    def start(self) -> Coroutine[Any, Any, None]:
        return run_sink(self.receiver, self.connection, self.instruments, self.conditions, self.stop)

    def lines(self) -> list[str]:
        content = self.path.read_bytes() if self.path.exists() else b""
        found = [read_notice(line) for line in content.splitlines()]
        return [one.event_id for one in found if not isinstance(one, InvalidEvent)]

    def metric(self, name: str, **labels: str) -> float:
        return self.instruments.registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def running(connection: Connection, path: Path) -> AsyncIterator[Running]:
    process = Running(connection, path)
    task = asyncio.create_task(process.start())
    try:
        yield process
    finally:
        process.stop.set()
        async with asyncio.timeout(30):
            await task


async def publish(connection: Connection, *values: bytes, topic: Topic = ALERTS) -> None:
    producer = AIOKafkaProducer(**client_settings(connection), acks="all")
    await producer.start()
    try:
        for number, value in enumerate(values):
            await producer.send_and_wait(
                connection.name(topic), value, partition=number % connection.partitions(topic)
            )
    finally:
        await producer.stop()


async def committed_and_ends(process: Running) -> list[tuple[int, int]]:
    """Per partition: what the group committed, and where the partition ends."""
    name = process.connection.name(ALERTS)
    partitions = [TopicPartition(name, number) for number in range(process.connection.partitions(ALERTS))]
    consumer = AIOKafkaConsumer(
        **client_settings(process.connection),
        group_id=group_id(process.connection, process.receiver),
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        return [(await consumer.committed(one) or 0, ends[one]) for one in partitions]
    finally:
        await consumer.stop()


async def dead_letters(connection: Connection, wanted: int) -> list[DeadLetter]:
    consumer = AIOKafkaConsumer(
        connection.name(DEADLETTERS), **client_settings(connection), auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(PATIENCE):
            letters = [decode((await consumer.getone()).value, DeadLetter) for _ in range(wanted)]
    finally:
        await consumer.stop()
    return [letter for letter in letters if isinstance(letter, DeadLetter)]


def ids(*numbers: int) -> set[str]:
    return {alert(number).event_id for number in numbers}


async def test_alerts_arrive_poison_is_buried_and_a_restart_repeats_nothing(
    connection: Connection, tmp_path: Path
) -> None:
    await topics.apply(connection, embedded=False)
    mine = [encode(alert(number)) for number in range(60)]
    await publish(connection, *mine, b"poison", encode(alert(99, receivers=("hook",))))
    path = tmp_path / "alerts.jsonl"
    async with running(connection, path) as process:
        await until(lambda: len(process.lines()) == 60)
        assert set(process.lines()) == ids(*range(60))
        (letter,) = await dead_letters(connection, 1)
        assert (letter.reason, letter.payload) == ("undecodable", b"poison")
        await until(
            lambda: process.metric("tocsin_dead_letters_total", stage="sink", reason="undecodable") == 1
        )
        assert process.conditions() == {}
    assert all(committed == end for committed, end in await committed_and_ends(process))
    async with running(connection, path) as again:
        await publish(connection, mine[0], encode(alert(60)))
        await until(lambda: len(again.lines()) == 61)
    assert set(again.lines()) == ids(*range(61))
    assert (
        again.metric("tocsin_deliveries_total", receiver="file", outcome="delivered", reason="accepted") == 1
    )


@pytest.mark.embedded
async def test_a_broker_that_comes_late_and_one_that_goes_away_and_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "_PATIENCE", 1.0)
    monkeypatch.setattr(consumer_module, "_EVERY", 0.3)
    broker = EmbeddedBroker(tmp_path / "broker", probe.free_port(), tmp_path / "broker.log")
    connection = Connection((broker.address,), Kafka(topic_prefix="t."))
    async with running(connection, tmp_path / "alerts.jsonl") as process:
        await until(lambda: broker.address in process.conditions().get("kafka", ""))
        broker.start()
        try:
            await topics.apply(connection, embedded=True)
            await publish(connection, encode(alert(1)))
            await until(lambda: set(process.lines()) == ids(1))
            await until(lambda: process.conditions() == {})
            broker.stop()
            await until(lambda: broker.address in process.conditions().get("kafka", ""))
            broker.start()
            await publish(connection, encode(alert(2)))
            await until(lambda: set(process.lines()) == ids(1, 2))
            await until(lambda: process.conditions() == {})
        finally:
            process.stop.set()
            broker.stop()
    assert len(process.lines()) == 2


async def test_feed_alerts_arrive_beside_alerts(connection: Connection, tmp_path: Path) -> None:
    await topics.apply(connection, embedded=False)
    raised, cleared = feed_alert(1), feed_alert(1, kind="cleared")
    await publish(connection, encode(alert(1)))
    await publish(
        connection,
        encode(raised),
        encode(feed_alert(2, receivers=("hook",))),
        encode(cleared),
        topic=FEED_ALERTS,
    )
    path = tmp_path / "alerts.jsonl"
    async with running(connection, path) as process:
        await until(lambda: len(process.lines()) == 3)
        assert [line for line in process.lines() if "feed" in line] == [raised.event_id, cleared.event_id]
    async with running(connection, path) as again:
        await publish(connection, encode(raised), encode(feed_alert(3)), topic=FEED_ALERTS)
        await until(lambda: len(again.lines()) == 4)
    assert again.lines()[3] == feed_alert(3).event_id
    assert again.metric("tocsin_deliveries_total", receiver="file", outcome="repeat", reason="accepted") == 1


async def test_a_sink_that_read_alerts_only_before_reads_feed_alerts_after_its_update(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back within the session timeout, where Apache Kafka hands a static member what it had."""
    await topics.apply(connection, embedded=False)
    path = tmp_path / "alerts.jsonl"
    with monkeypatch.context() as before:
        before.setattr(consumer_module, "READ", (ALERTS,))
        await publish(connection, encode(alert(1)))
        async with running(connection, path) as process:
            await until(lambda: process.lines() == [alert(1).event_id])
    await publish(connection, encode(feed_alert(1)), topic=FEED_ALERTS)
    async with running(connection, path) as process:
        await until(lambda: process.lines()[1:] == [feed_alert(1).event_id])
        await publish(connection, encode(alert(2)))
        await until(lambda: process.lines()[2:] == [alert(2).event_id])


@pytest.mark.kafka
async def test_a_sink_that_lacks_a_topic_says_which_and_goes_on_when_it_is_there(
    apache_kafka: str, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update before which nobody ran `tocsin topics apply`."""
    connection = Connection((apache_kafka,), Kafka(topic_prefix=prefix))
    monkeypatch.setattr(consumer_module, "_EVERY", 0.3)
    with monkeypatch.context() as before:
        before.setattr(topics, "TOPICS", [topic for topic in TOPICS if topic is not FEED_ALERTS])
        await topics.apply(connection, embedded=False)
    await publish(connection, encode(alert(1)))
    async with running(connection, tmp_path / "alerts.jsonl") as process:
        await until(lambda: connection.name(FEED_ALERTS) in process.conditions().get("kafka", ""))
        assert "tocsin topics apply" in process.conditions()["kafka"]
        await topics.apply(connection, embedded=False)
        await until(lambda: process.lines() == [alert(1).event_id])
        await until(lambda: process.conditions() == {})
