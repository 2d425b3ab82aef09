"""Marks are found among any number of records without a look at the others, in memory and on disk."""

from pathlib import Path
from typing import Any

import pytest
from faust.types import TP

from runtime.kafka import Connection
from streams.app import build_app
from streams.mark_keys import MarkKey, Tenure
from streams.tables import raw_table, store_of
from tocsin.config.model import Kafka
from tocsin.contract.topics import DESKS


class _NeverLookedThrough(dict[bytes, bytes]):
    def __iter__(self) -> Any:
        raise AssertionError("all records were looked at")


@pytest.mark.parametrize("on_disk", [False, True])
async def test_marks_are_found_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, on_disk: bool
) -> None:
    kafka = Connection(("127.0.0.1:9",), Kafka())
    app: Any = build_app(kafka, instance=None, folder=tmp_path if on_disk else None)
    store: Any = store_of(raw_table(app, kafka, DESKS))
    monkeypatch.setattr(
        app.assignor, "assigned_actives", lambda: {TP(kafka.name(DESKS), number) for number in (0, 1)}
    )
    keys = [str(MarkKey(number, Tenure(0, 3), part)).encode() for number in (0, 1) for part in (None, 0)]
    for number, key in enumerate(keys):
        store.write(number // 2, key, b"mark")
        store.write(number // 2, b"w%d" % number, b"1")
    store.write(1, keys[3], None)
    monkeypatch.setattr(store, "pairs", None)
    if not on_disk:
        store.data = _NeverLookedThrough(store.data)
    assert sorted(store.marks()) == [(key, b"mark") for key in sorted(keys[:3])]
    await store.stop()
