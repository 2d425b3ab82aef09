"""A share of the feeds is taken up without holding up everything else."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

import pytest

from connectors.sources.records import Record
from connectors.sources.share import Share
from connectors.sources.states import States
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from tests.connectors.sources.test_publisher import CONNECTION
from tocsin.polling.state import FeedState


class Source:
    """Notes at which round of the event loop it is given each partition."""

    def __init__(self) -> None:
        self.round = 0
        self.taken: list[int] = []

    async def count_rounds(self) -> None:
        while True:
            self.round += 1
            await asyncio.sleep(0)

    def listed(self) -> Collection[str]:
        return ()

    def take(self, partition: int, partitions: int, states: Mapping[str, FeedState]) -> None:
        self.taken.append(self.round)

    async def drop(self, partition: int) -> None:
        raise AssertionError("nothing is given up")


async def publish(records: Sequence[Record]) -> tuple[Record, ...]:
    return tuple(records)


async def test_others_have_their_turn_between_two_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    async def known(connection: Connection, partitions: Collection[int]) -> States:
        return States(partitions=4, held={number: {} for number in partitions})

    monkeypatch.setattr("connectors.sources.share.read_states", known)
    source, instruments = Source(), Instruments("test")
    share = Share(CONNECTION, source, publish, instruments, Conditions(instruments))
    counting = asyncio.create_task(source.count_rounds())
    await share.take(range(4))
    counting.cancel()
    assert len(set(source.taken)) == 4
