"""A worker's world: topics on a real Apache Kafka, and worker processes that are gone when the test is."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from runtime import topics
from runtime.kafka import Connection
from tests.streams.harness import WorkerProcess
from tests.streams.worker import Order
from tocsin.config.model import Kafka

StartWorker = Callable[[Order], WorkerProcess]


@pytest.fixture
async def kafka(apache_kafka: str, prefix: str) -> Connection:
    """Apache Kafka with our topics under a prefix of the test's own."""
    settings = Kafka(
        bootstrap_servers=(apache_kafka,), topic_prefix=prefix, session_timeout=timedelta(seconds=6)
    )
    connection = Connection((apache_kafka,), settings)
    await topics.apply(connection, embedded=False)
    return connection


@pytest.fixture
def order(kafka: Connection) -> Order:
    """A faultless worker on ``kafka``."""
    return Order(bootstrap=kafka.bootstrap[0], prefix=kafka.settings.topic_prefix)


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[StartWorker]:
    """Starts worker processes."""
    started: list[WorkerProcess] = []

    def start(order: Order) -> WorkerProcess:
        worker = WorkerProcess(order, tmp_path / f"worker-{len(started)}.log")
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill9()


def faulty(order: Order, **fields: object) -> Order:
    """``order`` with some things set."""
    return msgspec.structs.replace(order, **fields)
