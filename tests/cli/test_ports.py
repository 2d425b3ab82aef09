"""Ports for the parts' pages."""

import pytest

from cli.ports import Ports
from runtime import probe


def test_no_port_is_given_twice_though_nobody_listens_there_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    free = iter([20_001, 20_001, 20_002])
    monkeypatch.setattr(probe, "free_port", lambda: next(free))
    ports = Ports("127.0.0.1", 0)
    assert [ports.take(), ports.take()] == [20_001, 20_002]
