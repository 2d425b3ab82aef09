"""The agents' memory, looked at without Kafka."""

from datetime import timedelta
from types import SimpleNamespace

import faust
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
    """A memory whose records are at home where their first content says."""
    connection = Connection(("127.0.0.1:9",), Kafka())
    app = build_app(connection, instance=None)
    made = Memory(
        app,
        connection,
        SEEN,
        Seen,
        expired=lambda seen, _: expired(seen, NOON, timedelta(days=1)),
        home=lambda _, seen: seen.contents[0],
    )
    partition_of = {b"here": 0, b"there": 1}
    monkeypatch.setattr(
        app.producer, "key_partition", lambda _, key: SimpleNamespace(partition=partition_of[key])
    )
    return made


def handling(memory: Memory[Seen], partition: int, monkeypatch: pytest.MonkeyPatch) -> dict[bytes, bytes]:
    """As if a message of ``partition`` were handled; returns the table, which then can be written."""
    table = dict(memory._table.items())
    monkeypatch.setattr(memory, "_table", table)
    message = SimpleNamespace(message=SimpleNamespace(partition=partition))
    monkeypatch.setattr(faust, "current_event", lambda: message)
    return table


def old(home: str) -> bytes:
    return msgspec.json.encode(Seen((home,), NOON - timedelta(days=9)))


@pytest.mark.parametrize("poison", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_nobody_can_read_counts_as_none_and_stops_no_sweep(
    memory: Memory[Seen], poison: bytes
) -> None:
    memory._table.data.update({b"poison": poison, b"old": old("here")})
    assert memory.get("old") is not None
    assert memory.get("poison") is None
    await memory.sweep()
    assert memory._to_forget == {0: [b"old"]}


async def test_what_is_old_is_forgotten_in_its_own_partition(
    memory: Memory[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory._table.data.update({b"a": old("here"), b"b": old("there")})
    await memory.sweep()
    table = handling(memory, 1, monkeypatch)
    memory.put("new", Seen(("there",), NOON))
    assert sorted(table) == [b"a", b"new"]


async def test_what_was_met_again_since_the_sweep_is_kept(
    memory: Memory[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory._table.data.update({b"again": old("here"), b"old": old("here")})
    await memory.sweep()
    table = handling(memory, 0, monkeypatch)
    memory.put("again", Seen(("here",), NOON))
    assert list(table) == [b"again"]
