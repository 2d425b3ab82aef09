"""How long a worker's table of reports is away after a start: read from its changelog on a broker, by store."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmarks.brokers import Broker, running
from benchmarks.recovery import fill, recovered
from benchmarks.stories.costs import Recoveries, Recovery
from benchmarks.stories.table import Records
from runtime import topics
from runtime.kafka import Connection
from tocsin.config.model import Kafka

MEMORY, ON_DISK, RESTARTED = "memory", "RocksDB, nothing on disk", "RocksDB, as it was left"
_SETTLED: Final = 1.0
"""Seconds between two starts."""


KeyedValue = tuple[bytes, bytes]


def reports(records: Records) -> list[KeyedValue]:
    """Keys and values of those of articles."""
    return [(key.encode(), value) for kind, key, value in records if kind == "filed"]


def recoveries(kept: Sequence[KeyedValue], count: int) -> Recoveries:
    """``count`` records like those given, and none at all, for what a start takes by itself.

    Raises:
        ValueError: no records were given.
    """
    if not kept:
        raise ValueError("there are no records to recover: the tables were not measured")
    with tempfile.TemporaryDirectory(prefix="tocsin-recovery-") as folder:
        with running("auto", Path(folder)) as broker:
            found = asyncio.run(_all(broker, kept, count, Path(folder) / "disk"))
        return Recoveries(broker.name, found)


async def _all(broker: Broker, kept: Sequence[KeyedValue], count: int, folder: Path) -> list[Recovery]:
    found = []
    for number in (0, count):
        connection = _connection(broker, number)
        await topics.apply(connection, embedded=broker.embedded)
        await fill(connection, _so_many(kept, number))
        for store, where in ((MEMORY, None), (ON_DISK, folder), (RESTARTED, folder)):
            if number or store == MEMORY:
                found.append(Recovery(store, number, *await recovered(connection, number, where)))
                await asyncio.sleep(_SETTLED)
    return found


def _connection(broker: Broker, number: int) -> Connection:
    settings = Kafka(
        bootstrap_servers=(broker.address,), topic_prefix=f"r{number}.", session_timeout=timedelta(seconds=6)
    )
    return Connection((broker.address,), settings)


def _so_many(kept: Sequence[KeyedValue], count: int) -> Iterator[KeyedValue]:
    """``count`` records under different keys, which are as long as the real ones."""
    for number, (key, value) in enumerate(islice(cycle(kept), count)):
        tail = f"{number:x}".encode()
        yield key[: -len(tail)] + tail, value
