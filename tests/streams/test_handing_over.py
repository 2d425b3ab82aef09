"""What the consumer hands over around a rebalance, without Kafka: what it fetches is made up.

When the row marked ``plain`` fails, upstream has mended the defect and ``ReadOffsets`` can go.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from mode import Service

from runtime.kafka import Connection
from streams.app import build_app
from streams.memory import Memory
from tocsin.config.model import Kafka
from tocsin.contract.topics import ARTICLES, SEEN
from tocsin.dedup.judge import Seen

KAFKA = Connection(("nobody.example:9092",), Kafka())
OURS, MEMORY = TP(KAFKA.name(ARTICLES), 0), TP(KAFKA.name(SEEN), 0)


@contextmanager
def consumer_of(app: faust.App, handed: list[int]) -> Iterator[Any]:
    """The application's consumer, not started: what it hands over is noted in ``handed``."""
    app.topics.acks_enabled_for = lambda topic: topic == OURS.topic  # type: ignore[method-assign]

    async def hand_over(message: Any) -> None:
        handed.append(message.offset)

    async def never(*_: Any) -> None:
        raise AssertionError("there is no Kafka")

    consumer: Any = app.transport.create_consumer(
        callback=hand_over, on_partitions_revoked=never, on_partitions_assigned=never
    )
    yield consumer
    consumer._thread.thread_loop.close()


async def drain(consumer: Any, tp: TP, offsets: range) -> None:
    """Let the consumer fetch and hand over these offsets of ``tp``."""
    fetcher: Any = Service()

    async def getmany(**_: float) -> AsyncIterator[tuple[TP, Any]]:
        for offset in offsets:
            message = SimpleNamespace(tp=tp, topic=tp.topic, offset=offset, key=b"", value=b"")
            yield tp, message
        fetcher._stopped.set()

    consumer.getmany = getmany
    await consumer._drain_messages(fetcher)


def application(*, safe: bool) -> faust.App:
    app = build_app(KAFKA, instance=None)
    if not safe:
        app.transport = driver.Transport(app.conf.broker_consumer, app)
    Memory(app, KAFKA, SEEN, Seen, expired=lambda *_: False)
    app.finalize()
    return app


@pytest.mark.parametrize("safe", [True, False], ids=["mended", "plain"])
async def test_what_waited_when_a_rebalance_began_is_handed_over_again(safe: bool) -> None:
    """Faust notes what it has in hand then as read, throws away what waits before it, and fetches that anew."""
    handed, in_hand = list[int](), asyncio.Event()
    with consumer_of(application(safe=safe), handed) as consumer:
        callback = consumer.callback
        if safe:
            consumer.sequence.begin({OURS: 0})

        async def until_the_rebalance(message: Any) -> None:
            await callback(message)
            if message.offset == 5:
                in_hand.set()
                await asyncio.Event().wait()

        consumer.callback = until_the_rebalance
        draining = asyncio.create_task(drain(consumer, OURS, range(6)))
        await asyncio.wait_for(in_hand.wait(), 10)
        consumer.stop_flow()  # as at a rebalance
        await asyncio.wait_for(draining, 10)
        consumer.resume_flow()

        handed.clear()
        consumer.callback = callback
        if safe:
            consumer.sequence.forget()
            consumer.sequence.begin({OURS: 1})
        await drain(consumer, OURS, range(1, 8))
    assert handed == (list(range(1, 8)) if safe else [5, 6, 7])


async def test_of_a_memory_nothing_is_handed_over_twice() -> None:
    handed = list[int]()
    with consumer_of(application(safe=True), handed) as consumer:
        await drain(consumer, MEMORY, range(6))
        await drain(consumer, MEMORY, range(8))
        consumer._read_offset.update({MEMORY: 7, OURS: 7})
        await drain(consumer, MEMORY, range(8))
    assert handed == [0, 1, 2, 3, 4, 5, 5, 6, 7, 7]


async def test_what_was_fetched_and_thrown_away_before_the_seek_is_not_committed_past() -> None:
    """Faust takes up the partitions, throws away some of what it fetches then, and after that goes back."""
    handed, sought = list[int](), list[dict[TP, int]]()
    with consumer_of(application(safe=True), handed) as consumer:

        async def committed() -> dict[TP, int]:
            await drain(consumer, OURS, range(81, 85))  # 71 to 80 went to nobody
            return {OURS: 71}

        async def go_to(offsets: dict[TP, int]) -> None:
            sought.append(offsets)

        consumer.assignment = lambda: {OURS, MEMORY}
        consumer.seek_to_committed, consumer._thread.seek_wait = committed, go_to
        await drain(consumer, OURS, range(75, 81))
        await consumer.perform_seek()
        assert handed == []
        assert sought == [{OURS: 71}]

        await drain(consumer, OURS, range(75, 77))  # fetched before it went there
        assert sought == [{OURS: 71}] * 2
        assert list(consumer._filter_tps_with_pending_acks()) == []
        await drain(consumer, OURS, range(71, 90))
    assert handed == list(range(71, 90))
    assert consumer._new_offset(OURS) == 71


async def test_where_nothing_was_committed_it_begins_where_kafka_does() -> None:
    handed, sought = list[int](), list[TP]()
    with consumer_of(application(safe=True), handed) as consumer:

        async def committed() -> dict[TP, None]:
            return {OURS: None}

        async def earliest(*tps: TP) -> dict[TP, int]:
            return dict.fromkeys(tps, 4)

        async def go_to_the_beginning(*tps: TP) -> None:
            sought.extend(tps)

        consumer.assignment = lambda: {OURS}
        consumer.seek_to_committed = committed
        consumer._thread.earliest_offsets, consumer._thread.seek_to_beginning = earliest, go_to_the_beginning
        await consumer.perform_seek()
        await drain(consumer, OURS, range(4, 7))
    assert handed == [4, 5, 6]
    assert sought == [OURS]
