"""Sources that only note what they are given and what is taken from them, for tests of the assignment."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Self

from connectors.sources.assignment import Assignment
from connectors.sources.records import Record
from connectors.sources.share import Share
from runtime.health import Conditions
from runtime.kafka import Connection
from runtime.metrics import Instruments
from tocsin.polling.state import FeedState

PATIENCE = 40.0


class Ledger:
    """Who holds which partition; a partition given to one while another holds it is a fault."""

    def __init__(self) -> None:
        self.holders: dict[int, str] = {}
        self.faults: list[str] = []

    def held_by(self, name: str) -> set[int]:
        return {number for number, holder in self.holders.items() if holder == name}


class Desk:
    """A source process in little: an assignment, and a source that notes."""

    def __init__(
        self,
        connection: Connection,
        ledger: Ledger,
        name: str,
        *,
        instance: str | None = None,
        listed: Sequence[str] = (),
    ) -> None:
        self.name, self.ledger = name, ledger
        self.partitions = 0
        self.states: dict[str, FeedState] = {}
        self.taken: list[int] = []
        self.forgotten: list[bytes] = []
        self.dropping: Callable[[], Awaitable[object]] | None = None
        self.fault: Exception | None = None
        self.instruments = instruments = Instruments("test")
        self.conditions = Conditions(instruments)
        self.stop = asyncio.Event()
        self._listed = listed
        self.share = Share(connection, self, self.publish, instruments, self.conditions)
        self.assignment = Assignment(connection, self.share, self.conditions, instance=instance)
        self.running: asyncio.Task[None] | None = None

    @property
    def held(self) -> set[int]:
        return self.ledger.held_by(self.name)

    def listed(self) -> Sequence[str]:
        return self._listed

    def take(self, partition: int, partitions: int, states: Mapping[str, FeedState]) -> None:
        if self.fault is not None:
            raise self.fault
        if partition in self.ledger.holders:
            self.ledger.faults.append(f"{partition}: {self.ledger.holders[partition]}, then {self.name}")
        self.ledger.holders[partition] = self.name
        self.partitions = partitions
        self.taken.append(partition)
        self.states |= states

    async def drop(self, partition: int) -> None:
        try:
            if self.dropping is not None:
                await self.dropping()
        finally:
            del self.ledger.holders[partition]

    async def publish(self, records: Sequence[Record]) -> tuple[Record, ...]:
        assert all(record.value is None for record in records)
        self.forgotten += [record.key for record in records]
        return ()

    async def __aenter__(self) -> Self:
        self.running = asyncio.create_task(self.assignment.run(self.stop))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.running is not None
        self.stop.set()
        async with asyncio.timeout(PATIENCE):
            await self.running
