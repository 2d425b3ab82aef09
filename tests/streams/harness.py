"""Kafka from a test's point of view: put articles in, wait for what must come out, look at what was committed."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from runtime.kafka import Connection, client_settings, producer_settings
from streams.app import group_id
from streams.mark_keys import is_of_marks, read_key
from streams.marks import Mark
from tests.core import Taken
from tests.streams.worker import Order
from tocsin.contract import codec
from tocsin.contract.events import Article, Event
from tocsin.contract.topics import ACTIONS, ARTICLES, DESKS, MATCHES, UNIQUE, WAKES, Topic

T = TypeVar("T")
E = TypeVar("E", bound=Event)
PATIENCE = 60.0


async def until(look: Callable[[], Awaitable[T]], *, seconds: float = PATIENCE, what: str = "") -> T:
    """The first true answer of ``look``, or a failure that says what was seen last."""
    end = time.monotonic() + seconds
    while not (seen := await look()):
        if time.monotonic() > end:
            raise AssertionError(f"{what or look} did not come within {seconds:g} s; last seen: {seen!r}")
        await asyncio.sleep(0.05)
    return seen


async def put(connection: Connection, topic: Topic, records: Iterable[tuple[str, bytes]]) -> None:
    """Bring raw records to ``topic``."""
    producer = AIOKafkaProducer(**client_settings(connection), **producer_settings(), linger_ms=20)
    async with producer:
        name = connection.name(topic)
        sent = [await producer.send(name, value, key=key.encode()) for key, value in records]
        await asyncio.gather(*sent)


async def put_articles(connection: Connection, articles: Iterable[Article]) -> None:
    """Bring articles to their topic."""
    await put(connection, ARTICLES, ((article.id, codec.encode(article)) for article in articles))


class Stands(NamedTuple):
    """An event, and where in its topic it stands."""

    partition: int
    offset: int
    event: Event


async def records(connection: Connection, topic: Topic) -> list[tuple[int, int, bytes | None, bytes | None]]:
    """Partition, offset, key and value of everything that is in ``topic`` now, partition by partition."""
    consumer = AIOKafkaConsumer(**client_settings(connection), auto_offset_reset="earliest")
    async with consumer:
        name = connection.name(topic)
        parts = [TopicPartition(name, number) for number in range(connection.partitions(topic))]
        consumer.assign(parts)
        ends = await consumer.end_offsets(parts)
        found = []
        for part in parts:
            while await consumer.position(part) < ends[part]:
                fetched = (await consumer.getmany(part, timeout_ms=200)).get(part, [])
                found += [(one.partition, one.offset, one.key, one.value) for one in fetched]
        return found


async def stand(connection: Connection, topic: Topic) -> list[Stands]:
    """Every event that is in ``topic`` now, of whatever kind it holds."""
    found = []
    for partition, offset, _, value in await records(connection, topic):
        event = codec.decode_one_of(value, topic.holds)
        assert not isinstance(event, codec.InvalidEvent), event
        found.append(Stands(partition, offset, event))
    return found


async def read(connection: Connection, topic: Topic, kind: type[E]) -> list[E]:
    """Every event of the kind that is in ``topic`` now."""
    return [one.event for one in await stand(connection, topic) if isinstance(one.event, kind)]


async def taken(connection: Connection) -> list[Taken]:
    """The matches, actions and wakes that changed anything, in the order the workers handled them, by partition.

    That order stands nowhere but in the marks that the ledger leaves behind.
    """
    left = await records(connection, DESKS)  # first, so that what they speak of is there
    events = {
        (connection.name(topic), one.partition, one.offset): one.event
        for topic in (MATCHES, ACTIONS, WAKES)
        for one in await stand(connection, topic)
    }
    found = []
    for partition, _, key, value in left:
        if key and is_of_marks(key) and read_key(key).part is None and value:
            mark = msgspec.msgpack.decode(value, type=Mark)
            found.append(events[mark.topic, partition, mark.places[mark.topic].offset])
    return cast("list[Taken]", found)


async def offsets(
    connection: Connection, topics: Iterable[Topic] = (ARTICLES, UNIQUE, MATCHES)
) -> dict[str, tuple[int, int]]:
    """Committed and end offset of the workers' group, per partition that holds anything."""
    admin = AIOKafkaAdminClient(**client_settings(connection))
    await admin.start()
    try:
        committed = await admin.list_consumer_group_offsets(group_id(connection))
    finally:
        await admin.close()
    consumer = AIOKafkaConsumer(**client_settings(connection))
    async with consumer:
        parts = [
            TopicPartition(connection.name(topic), number)
            for topic in topics
            for number in range(connection.partitions(topic))
        ]
        ends = await consumer.end_offsets(parts)
    return {
        f"{part.topic}/{part.partition}": (committed[part].offset if part in committed else 0, end)
        for part, end in ends.items()
        if end
    }


async def all_committed(connection: Connection) -> bool:
    """Whether the workers' committed offsets have reached the end of every partition."""
    found = await offsets(connection)
    return bool(found) and all(committed == end for committed, end in found.values())


class WorkerProcess:
    """``tests.streams.worker`` as a child."""

    def __init__(self, order: Order, log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.streams.worker", msgspec.json.encode(order).decode()],
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    async def exit_code(self, seconds: float = PATIENCE) -> int:
        """The code it ended with."""

        async def ended() -> bool:
            return self.process.poll() is not None

        await until(ended, seconds=seconds, what=f"the end of the worker ({self.log.read_text()[-2000:]})")
        return int(self.process.returncode)

    def kill9(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=40)
