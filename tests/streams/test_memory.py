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
    connection = Connection(("127.0.0.1:9",), Kafka())
    app = build_app(connection, instance=None)
    made = Memory(app, connection, SEEN, Seen, lambda seen, _: expired(seen, NOON, timedelta(days=1)))
    monkeypatch.setattr(made, "_partition", lambda _: 0)
    return made


@pytest.mark.parametrize("poison", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_nobody_can_read_counts_as_none_and_is_swept(memory: Memory[Seen], poison: bytes) -> None:
    memory._table.data.update(
        {
            b"new": b'{"contents": ["c1"], "last": "2026-03-01T11:00:00Z"}',
            b"old": b'{"contents": ["c1"], "last": "2026-02-01T11:00:00Z"}',
            b"poison": poison,
        }
    )
    assert memory.get("new") is not None
    assert memory.get("poison") is None
    await memory.sweep()
    assert memory._to_forget == {0: [b"old", b"poison"]}


async def test_what_was_met_again_since_the_sweep_is_kept(
    memory: Memory[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = msgspec.json.encode(Seen(("c1",), NOON - timedelta(days=9)))
    memory._table.data.update({b"again": old, b"old": old})
    await memory.sweep()
    table = dict(memory._table.data)
    monkeypatch.setattr(memory, "_table", table)  # a table writes only while a message is handled
    message = SimpleNamespace(message=SimpleNamespace(partition=0))
    monkeypatch.setattr(faust, "current_event", lambda: message)
    memory.put("again", Seen(("c1",), NOON))
    assert list(table) == [b"again"]
