"""The same work without an engine: aiokafka consumers, the core, an aiokafka producer. Ends when it is killed.

Like the worker it commits once a second, and only what Kafka acknowledged the results of.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.contestants import Order
from benchmarks.core import Core, Record
from runtime.kafka import Connection, client_settings, producer_settings
from tocsin.contract.topics import ARTICLES, MATCHES, UNIQUE, Topic

Handle = Callable[[bytes], Iterable[Record]]
COMMIT_SECONDS: Final = 1.0


class Outbox:
    """Sends; waits for each acknowledgement at once, or (``late``) for all of them in ``settle``."""

    def __init__(self, kafka: Connection, producer: AIOKafkaProducer, *, late: bool) -> None:
        self._kafka, self._producer, self._late = kafka, producer, late
        self._waiting: list[asyncio.Future[Any]] = []

    async def send(self, record: Record) -> None:
        sent = await self._producer.send(
            self._kafka.name(record.topic), record.value, key=record.key, headers=record.headers
        )
        if self._late:
            self._waiting.append(sent)
        else:
            await sent

    async def settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        await asyncio.gather(*waiting)


async def follow(kafka: Connection, topic: Topic, handle: Handle, outbox: Outbox) -> None:
    """One loop: read ``topic``, handle each record in order, send what follows, commit."""
    consumer = AIOKafkaConsumer(
        kafka.name(topic),
        **client_settings(kafka),
        group_id=f"{kafka.name(topic)}-bare",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    async with consumer:
        done: dict[TopicPartition, int] = {}
        due = time.monotonic() + COMMIT_SECONDS
        while True:
            fetched = await consumer.getmany(timeout_ms=200, max_records=500)
            for place, records in fetched.items():
                for record in records:
                    for result in handle(record.value):
                        await outbox.send(result)
                    done[place] = record.offset + 1
                    if time.monotonic() >= due:
                        await outbox.settle()
                        await consumer.commit(done)
                        due = time.monotonic() + COMMIT_SECONDS


async def main(order: Order) -> None:
    kafka, core = order.connection(), Core()
    style = order.contestant.style
    linger = order.contestant.linger_ms
    async with AIOKafkaProducer(
        **client_settings(kafka), **producer_settings(), linger_ms=linger
    ) as producer:
        outbox = Outbox(kafka, producer, late=style == "one_loop_late")
        if style != "three_loops":
            await follow(kafka, ARTICLES, core.line, outbox)
        stages = ((ARTICLES, core.deduplicate), (UNIQUE, core.match), (MATCHES, core.alert))
        await asyncio.gather(*(follow(kafka, topic, handle, outbox) for topic, handle in stages))


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.argv[1], type=Order)))
