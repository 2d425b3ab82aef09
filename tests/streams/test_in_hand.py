"""Partitions are given up between two messages. No broker: the signal is sent by hand."""

import asyncio
from typing import Any

import pytest

from runtime.kafka import Connection
from streams.app import build_app
from streams.in_hand import InHand
from tocsin.config.model import Kafka


class World:
    """An application whose producer says when it is flushed, and what happened in which order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, patience: float) -> None:
        self.app = build_app(Connection(("127.0.0.1:9",), Kafka()), instance=None)
        self.done: list[str] = []
        self.in_hand = InHand(self.app, patience)
        self.in_hand.then(self._settle)
        monkeypatch.setattr(self.app.producer, "flush", self._flush)

    async def revoke(self) -> None:
        await self.app.on_partitions_revoked.send(set())
        self.done.append("given up")

    async def _settle(self) -> None:
        self.done.append("settled")

    async def _flush(self, *_: Any) -> None:
        self.done.append("flushed")


async def test_a_rebalance_waits_for_what_is_in_hand_then_settles_and_flushes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch, patience=20)
    with world.in_hand:
        with world.in_hand:
            revoking = asyncio.create_task(world.revoke())
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.02)
        world.done.append("handled")
    await revoking
    assert world.done == ["handled", "settled", "flushed", "given up"]


async def test_where_nothing_is_in_hand_it_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, patience=20)
    await world.revoke()
    assert world.done == ["settled", "flushed", "given up"]


async def test_what_takes_too_long_is_not_waited_for_but_everything_is_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch, patience=0.02)
    with world.in_hand:
        await world.revoke()
    assert world.done == ["settled", "flushed", "given up"]
