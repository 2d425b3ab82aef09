"""What waits for Kafka is bounded, comes in order, and makes room when it is done with."""

import asyncio

import pytest

from connectors.sources.base import Reading
from connectors.sources.rss.outbox import Outbox, weight
from tests.making import article
from tocsin.polling.decide import Offer


def reading(name: str, body: str = "") -> Reading:
    offers = (Offer(article(id=name, body=body), "new"),)
    return Reading(name, offers, (), lambda: None)


async def test_readings_come_in_order_and_are_waited_for() -> None:
    outbox = Outbox(lambda: None)
    waiting = asyncio.create_task(outbox.take())
    await asyncio.sleep(0)
    outbox.put(reading("a"))
    outbox.put(reading("b"))
    assert (await waiting).feed == "a"
    assert (await outbox.take()).feed == "b"


async def test_there_is_room_until_too_much_waits_and_again_when_it_is_done_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("connectors.sources.rss.outbox._MOST", 10_000)
    freed: list[int] = []
    outbox = Outbox(lambda: freed.append(1))
    large = reading("large", "x" * 9000)
    outbox.put(reading("a"))
    assert outbox.room()
    outbox.put(large)
    assert not outbox.room()
    waiting = asyncio.create_task(outbox.until_room())
    await outbox.take()
    await outbox.take()
    assert not outbox.room(), "taken is not done with"
    outbox.done(weight(large.offers, large.state))
    assert outbox.room()
    assert freed == [1]
    await waiting
