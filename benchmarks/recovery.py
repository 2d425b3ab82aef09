"""`python -m benchmarks.recovery`: how long a worker's memories take to be there after a start, by store.

A changelog of so many reports on a real Apache Kafka (Java and Maven, as for the tests); from the start of the
application until its tables are ready. Kept on disk and read again only shows what a restart costs then.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import psutil
from aiokafka import AIOKafkaProducer

from runtime import topics
from runtime.kafka import Connection, client_settings, producer_settings
from streams.app import attach, build_app
from streams.tables import raw_table, store_of
from tests.brokers.apache import ApacheKafka
from tocsin.config.model import Kafka
from tocsin.contract.topics import FILED, MATCHES

RECORDS, BYTES = 100_000, 600


def random_records(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Keys and random bytes."""
    for number in range(count):
        yield f"watchlist-{number % 10}\0article-{number}".encode(), os.urandom(BYTES)


async def fill(connection: Connection, records: Iterable[tuple[bytes, bytes]]) -> None:
    """Keys and values, over all partitions."""
    producer = AIOKafkaProducer(**client_settings(connection), **producer_settings(), linger_ms=20)
    async with producer:
        name, sent = connection.name(FILED), []
        for number, (key, value) in enumerate(records):
            sent.append(await producer.send(name, value, key=key, partition=number % 4))
        await asyncio.gather(*sent)


async def recovered(connection: Connection, records: int, folder: Path | None) -> tuple[float, float, float]:
    """Seconds until all records are there, of the processor's too, and by how many MB the process has grown."""
    app = build_app(connection, instance=None, folder=folder)
    table = raw_table(app, connection, FILED)

    async def idle(_: object) -> None:
        await asyncio.Event().wait()

    attach(app, connection, (MATCHES,), idle)
    app.finalize()
    before, begin, busy = psutil.Process().memory_info().rss, time.perf_counter(), time.process_time()
    try:
        await app.start()
        while not app.tables.actives_ready:  # noqa: ASYNC110 -- Faust sets a flag
            await asyncio.sleep(0.02)
        took, busy = time.perf_counter() - begin, time.process_time() - busy
        there = sum(1 for _ in store_of(table).pairs())
        assert there == records, f"{there} of {records} records"
        grown = psutil.Process().memory_info().rss - before
    finally:
        await app.stop()
    return took, busy, grown / 2**20


async def main(records: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kafka = ApacheKafka(Path(folder) / "kafka")
        await asyncio.to_thread(kafka.start)
        try:
            await _measure(kafka.bootstrap, records, Path(folder) / "disk")
        finally:
            await asyncio.to_thread(kafka.stop)


async def _measure(bootstrap: str, records: int, folder: Path) -> None:
    for count in (0, records):
        settings = Kafka(
            bootstrap_servers=(bootstrap,), topic_prefix=f"r{count}.", session_timeout=timedelta(seconds=6)
        )
        connection = Connection((bootstrap,), settings)
        await topics.apply(connection, embedded=False)
        await fill(connection, random_records(count))
        on_disk = folder / str(count)
        for what, where in (
            ("memory", None),
            ("rocksdb, nothing on disk", on_disk),
            ("rocksdb, restarted", on_disk),
        ):
            took, busy, grown = await recovered(connection, count, where)
            print(
                f"{count:>8} records  {what:<26} {took:6.1f} s, of the processor {busy:5.1f} s  {grown:+7.1f} MB",
                flush=True,
            )
            await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS))
