"""What is derived from a worker's memory is read in portions, and never across a rebalance. No broker: all by hand."""

import asyncio
from typing import Any

import pytest

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams.alert import Discipline
from streams.app import build_app
from streams.in_hand import InHand
from streams.ledger import TakenAwayError
from streams.shared import Shared
from streams.tables import store_of
from tests.making import NOON
from tests.tocsin.alerting.world import SECOND, report, rules
from tocsin.alerting import shelves
from tocsin.alerting.discipline import Alerting
from tocsin.config.model import Kafka
from tocsin.simulation.ledger import MemoryLedger

STORIES = 400


@pytest.fixture(scope="module")
def records() -> MemoryLedger:
    """What a worker before remembered of two watchlists."""
    ledger = MemoryLedger()
    core = Alerting(rules(), ledger)
    for watchlist in ("kept", "gone"):
        for number in range(STORIES):
            told = f"{watchlist} word{number} word{number + 1} word{number + 2}"
            event = report(f"a{number}", told, NOON, watchlist=watchlist, body=told)
            outcome = core.take(event, NOON)
            ledger.keep(outcome.remember)
            core.remembered(outcome)
    return ledger


class World:
    """A worker's alert agent, its memory recovered, and the rebalances that come to it."""

    def __init__(self, records: MemoryLedger, monkeypatch: pytest.MonkeyPatch) -> None:
        connection = Connection(("127.0.0.1:9",), Kafka())
        self.app = build_app(connection, instance=None)
        nobody: Any = None
        in_hand = InHand(self.app, 1.0)
        monkeypatch.setattr(self.app.producer, "flush", _nothing)
        self.discipline = Discipline(
            Shared(self.app, connection, nobody, Instruments("worker"), in_hand), rules()
        )
        self.recover(records, {"kept", "gone"})

    def recover(self, records: MemoryLedger, watchlists: set[str]) -> None:
        """The memory of these watchlists is here, and Faust says so."""
        kinds: tuple[Any, ...] = ("filed", "story", "desk")
        for kind in kinds:
            store = store_of(self.discipline.ledger._tables[kind])
            for key, _ in list(store.pairs()):
                store.write(0, key, None)
            for name, value in records.items(kind):
                if name.partition("\0")[0] in watchlists:
                    store.write(0, name.encode(), value)
        self.app.tables.actives_ready, self.app.rebalancing = True, False

    async def give_up(self) -> None:
        """A rebalance begins."""
        self.app.tables.actives_ready, self.app.rebalancing = False, True
        await self.app.on_partitions_revoked.send(set())


async def _nothing(*_: Any, **__: Any) -> None:
    pass


@pytest.fixture
def world(records: MemoryLedger, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(records, monkeypatch)


class Turns:
    """How often anything else came to its turn in the event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._task = asyncio.create_task(self._go_on())

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(0)
            self.count += 1

    async def stop(self) -> int:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        return self.count


async def test_everything_else_goes_on_between_portions(world: World) -> None:
    turns = Turns()
    core = await world.discipline.ready_for("kept")
    assert await turns.stop() >= 2 * STORIES // shelves.PORTION
    assert world.discipline.portions >= 2 * STORIES // shelves.PORTION, "the watchdog sees that it goes on"
    assert core.due_of("kept") is not None
    turns = Turns()
    assert await world.discipline.ready_to_wake() is core
    assert await turns.stop() >= STORIES // shelves.PORTION - 1
    assert core.due().keys() == {"kept", "gone"}


async def test_an_event_whose_partition_goes_meanwhile_is_not_decided(
    world: World, records: MemoryLedger
) -> None:
    reading = asyncio.create_task(world.discipline.ready_for("gone"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not reading.done()
    await world.give_up()
    with pytest.raises(TakenAwayError):
        await reading
    world.recover(records, {"kept"})
    core = await world.discipline.ready_for("kept")
    assert core.due().keys() == {"kept"}
    assert core.sizes().stories == STORIES


async def test_timers_half_read_are_not_those_after_a_rebalance(world: World, records: MemoryLedger) -> None:
    reading = asyncio.create_task(world.discipline.ready_to_wake())
    for _ in range(4):
        await asyncio.sleep(0)
    assert not reading.done()
    await world.give_up()
    assert world.discipline.core._derived is None, (
        "what reads a partition's files is let go before they are closed"
    )
    assert await reading is None
    world.recover(records, {"gone"})
    core = await world.discipline.ready_to_wake()
    assert core is not None
    assert core.due().keys() == {"gone"}


async def test_a_rebalance_that_is_over_before_anybody_looks_counts_too(
    world: World, records: MemoryLedger
) -> None:
    reading = asyncio.create_task(world.discipline.ready_to_wake())
    for _ in range(4):
        await asyncio.sleep(0)
    settling = world.discipline.ledger.given_up()
    world.recover(records, {"kept"})
    await settling
    core = await reading
    assert core is not None
    assert core.due().keys() == {"kept"}
    assert core.sizes().stories == STORIES
    sent = core.take(report("a1", "kept word1", NOON + SECOND, watchlist="gone"), NOON).send
    assert len(sent) == 1


async def test_nothing_is_read_before_everything_is_recovered(world: World) -> None:
    world.app.tables.actives_ready = False
    assert await world.discipline.ready_to_wake() is None
    assert world.discipline.core._derived is None
    assert world.discipline.ledger.recovered()
