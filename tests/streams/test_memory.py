"""The agents' memory, looked at without Kafka."""

from datetime import timedelta
from types import SimpleNamespace

import msgspec
import pytest

from runtime.kafka import Connection
from streams.app import build_app
from streams.memory import Memory
from tests.making import NOON
from tocsin.config.model import Kafka
from tocsin.contract.topics import SEEN
from tocsin.dedup.judge import Seen, expired

UNREADABLE = (
    b"\xff",
    b"",
    b"[]",
    b'{"contents": [], "last": "2026-03-01T12:00:00Z"}',
    b'{"contents": ["c1"], "last": "2026-03-01T12:00:00"}',  # no time zone
    b'{"more": ' + b"[" * 100_000,
)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory[Seen]:
    """A memory whose keys that begin with x are at home in partition 1, all others in 0."""
    connection = Connection(("127.0.0.1:9",), Kafka())
    app = build_app(connection, instance=None)
    made = Memory(app, connection, SEEN, Seen, expired=lambda seen, _: expired(seen, NOON, timedelta(days=1)))
    monkeypatch.setattr(
        app.producer,
        "key_partition",
        lambda _, key: SimpleNamespace(partition=int(key.startswith(b"x"))),
    )
    return made


def handling(memory: Memory[Seen], monkeypatch: pytest.MonkeyPatch) -> dict[bytes, bytes]:
    """As if a message were handled: the table can be written."""
    table = dict(memory._table.items())
    monkeypatch.setattr(memory, "_table", table)
    return table


def message(partition: int) -> SimpleNamespace:
    return SimpleNamespace(partition=partition)


OLD = msgspec.json.encode(Seen(("c",), NOON - timedelta(days=9)))


@pytest.mark.parametrize("poison", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_nobody_can_read_counts_as_none_and_stops_no_sweep(
    memory: Memory[Seen], poison: bytes
) -> None:
    memory._table.data.update({b"poison": poison, b"old": OLD})
    assert memory.get("old") is not None
    assert memory.get("poison") is None
    await memory._sweep.sweep()
    assert memory._sweep.found == {0: [b"old"]}


async def test_what_is_old_is_forgotten_in_its_own_partition(
    memory: Memory[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory._table.data.update({b"a": OLD, b"xb": OLD})
    await memory._sweep.sweep()
    table = handling(memory, monkeypatch)
    memory.put("xnew", Seen(("c",), NOON), message(1))
    assert sorted(table) == [b"a", b"xnew"]


async def test_what_was_met_again_since_the_sweep_is_kept(
    memory: Memory[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory._table.data.update({b"again": OLD, b"old": OLD})
    await memory._sweep.sweep()
    table = handling(memory, monkeypatch)
    memory.put("again", Seen(("c",), NOON), message(0))
    assert list(table) == [b"again"]


async def test_its_size_is_that_of_keys_and_values(memory: Memory[Seen]) -> None:
    memory._table.data.update({b"a": b"12", b"bc": b"3"})
    assert memory.size() == (2, 6)
