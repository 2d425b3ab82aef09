"""A broker for a benchmark: a real Apache Kafka where there are Java and Maven, the embedded one else."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec

from cli.embedded import EmbeddedBroker
from tests.brokers.apache import ApacheKafka
from tests.brokers.jars import Unavailable, jars

Choice = Literal["auto", "apache", "embedded"]


class Broker(msgspec.Struct, frozen=True):
    """A running broker, and what to call it in a report."""

    name: str
    address: str
    embedded: bool


@contextmanager
def running(choice: Choice, folder: Path) -> Iterator[Broker]:
    """A broker with its data in ``folder``, gone at the end.

    Raises:
        Unavailable: ``apache`` was asked for and can't be had here.
        EmbeddedBrokerError: the embedded broker can't run.
    """
    kafka = None if choice == "embedded" else _apache(folder, must=choice == "apache")
    if kafka is None:
        embedded = EmbeddedBroker(folder / "broker", 0, folder / "broker.log")
        try:
            yield Broker(f"the embedded broker (noida-db {version('noida-db')})", embedded.start(), True)
        finally:
            embedded.stop()
        return
    try:
        yield Broker(f"Apache Kafka {_apache_version()}, one node", kafka.bootstrap, False)
    finally:
        kafka.stop()


def _apache(folder: Path, *, must: bool) -> ApacheKafka | None:
    kafka = ApacheKafka(folder / "apache")
    try:
        kafka.start()
    except Unavailable:
        if must:
            raise
        return None
    return kafka


def _apache_version() -> str:
    (jar,) = (path for path in jars().glob("kafka_*.jar") if path.stem.count("-") == 1)
    return jar.stem.partition("-")[2]
