"""Records reach Kafka however long it takes; while they don't, the process says so."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiokafka.errors import (
    ClusterAuthorizationFailedError,
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    NotLeaderForPartitionError,
    OutOfOrderSequenceNumber,
)
from msgspec.structs import replace
from structlog.testing import capture_logs

from connectors.sources import publisher as module
from connectors.sources.producer import Headers
from connectors.sources.publisher import Publisher
from connectors.sources.records import Record, article_record
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from tests.making import article
from tests.waiting import until
from tocsin.config.model import Kafka

PATIENCE = 20.0
CONNECTION = Connection(
    bootstrap=("broker.example:9092",), settings=Kafka(send_timeout=timedelta(seconds=0.1))
)


class Cluster:
    """What a Kafka does, as far as producers see it."""

    def __init__(self) -> None:
        self.refusals: list[BaseException] = []  # of connections
        self.faults: list[BaseException] = []  # of sends
        self.silent = False
        self.too_large: set[bytes] = set()
        self.log: list[tuple[str, bytes]] = []
        self.made: list[FakeProducer] = []

    def make(self, idempotent: bool) -> "FakeProducer":
        self.made.append(FakeProducer(self, idempotent))
        return self.made[-1]


class FakeProducer:
    def __init__(self, cluster: Cluster, idempotent: bool) -> None:
        self.cluster, self.idempotent = cluster, idempotent
        self.stopped = False

    async def start(self) -> None:
        if self.cluster.refusals:
            raise self.cluster.refusals.pop(0)

    async def send(
        self, topic: str, value: bytes | None, key: bytes, headers: Headers
    ) -> "asyncio.Future[Any]":
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if key in self.cluster.too_large:
            future.set_exception(MessageSizeTooLargeError())
        elif self.cluster.faults:
            future.set_exception(self.cluster.faults.pop(0))
        elif not self.cluster.silent:
            self.cluster.log.append((topic, key))
            future.set_result(None)
        return future

    async def stop(self) -> None:
        self.stopped = True


class Bench:
    """A publisher on a fake cluster."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.conditions = Conditions(Instruments("test"))
        self.publisher = Publisher(self.cluster.make, CONNECTION, self.conditions)

    def keys(self) -> list[bytes]:
        return [key for _, key in self.cluster.log]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(module, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "_LONGEST_PAUSE", 0.02)
    return Bench()


def records(*names: str) -> list[Record]:
    return [article_record(article(id=name)) for name in names]


async def test_records_arrive_in_order_in_their_topic(bench: Bench) -> None:
    assert await bench.publisher.publish(records("a", "b", "c")) == ()
    assert bench.cluster.log == [
        ("tocsin.articles", b"a"),
        ("tocsin.articles", b"b"),
        ("tocsin.articles", b"c"),
    ]
    assert bench.conditions() == {}


async def test_a_broker_that_is_down_at_start_is_waited_for_and_named(bench: Bench) -> None:
    bench.cluster.refusals = [KafkaConnectionError("nobody there"), OSError("no route"), TimeoutError()]
    with capture_logs() as logs:
        await bench.publisher.publish(records("a"))
    errors = [line for line in logs if line["log_level"] == "error"]
    assert [line["address"] for line in errors] == ["broker.example:9092"] * 3
    assert "nobody there" in errors[0]["reason"]
    assert bench.keys() == [b"a"]
    assert [producer.stopped for producer in bench.cluster.made] == [True, True, True, False]


async def test_it_calls_itself_unhealthy_until_the_broker_is_there(bench: Bench) -> None:
    bench.cluster.silent = True
    sending = asyncio.create_task(bench.publisher.publish(records("a")))
    await until(lambda: "kafka" in bench.conditions())
    assert "broker.example:9092" in bench.conditions()["kafka"]
    assert "kafka.send_timeout" in bench.conditions()["kafka"]
    await until(lambda: len(bench.cluster.made) >= 3)
    assert not sending.done()
    bench.cluster.silent = False
    async with asyncio.timeout(PATIENCE):
        await sending
    assert bench.keys() == [b"a"]
    assert bench.conditions() == {}
    assert all(producer.stopped for producer in bench.cluster.made[:-1])


@pytest.mark.parametrize("fault", [KafkaError(), NotLeaderForPartitionError(), OutOfOrderSequenceNumber()])
async def test_only_what_failed_is_sent_again_by_a_new_producer(bench: Bench, fault: KafkaError) -> None:
    bench.cluster.faults = [fault]
    assert await bench.publisher.publish(records("a", "b")) == ()
    assert bench.keys() == [b"b", b"a"]
    assert len(bench.cluster.made) == 2


async def test_what_must_not_be_sent_any_more_is_not_sent_however_long_ago_it_was_handed_over(
    bench: Bench,
) -> None:
    held = [True]
    mine, anybodys = records("a", "b")
    bench.cluster.silent = True
    sending = asyncio.create_task(bench.publisher.publish([replace(mine, held=lambda: held[0]), anybodys]))
    await until(lambda: "kafka" in bench.conditions())
    held[0], bench.cluster.silent = False, False
    async with asyncio.timeout(PATIENCE):
        assert await sending == ()
    assert bench.keys() == [b"b"]
    assert await bench.publisher.publish([replace(mine, held=lambda: False)]) == ()
    assert bench.keys() == [b"b"]
    assert bench.conditions() == {}


async def test_what_is_too_large_comes_back_and_holds_up_nothing(bench: Bench) -> None:
    bench.cluster.too_large = {b"b"}
    (refused,) = await bench.publisher.publish(records("a", "b", "c"))
    assert refused.key == b"b"
    assert bench.keys() == [b"a", b"c"]


async def test_a_kafka_without_idempotence_is_used_without(bench: Bench) -> None:
    bench.cluster.refusals = [ClusterAuthorizationFailedError()]
    await bench.publisher.publish(records("a"))
    assert [producer.idempotent for producer in bench.cluster.made] == [True, False]


async def test_another_refusal_says_nothing_about_idempotence(bench: Bench) -> None:
    bench.cluster.refusals = [KafkaConnectionError()]
    await bench.publisher.publish(records("a"))
    assert [producer.idempotent for producer in bench.cluster.made] == [True, True]


async def test_many_records_are_in_flight_but_not_all_of_them(bench: Bench) -> None:
    bench.cluster.silent = True
    most = module._IN_FLIGHT
    sending = asyncio.create_task(bench.publisher.publish(records(*map(str, range(3 * most)))))
    await until(lambda: bool(bench.conditions()))
    bench.cluster.silent = False
    async with asyncio.timeout(PATIENCE):
        await sending
    assert bench.keys() == [str(number).encode() for number in range(3 * most)]


async def test_closing_lets_go_once(bench: Bench) -> None:
    await bench.publisher.publish(records("a"))
    await bench.publisher.close()
    await bench.publisher.close()
    assert [producer.stopped for producer in bench.cluster.made] == [True]
