"""The routes of a worker change while it works. No broker: what is found at each look is given."""

from types import SimpleNamespace
from typing import Any

import pytest

from runtime.metrics import Instruments
from streams import routes
from streams.routes import Found, Routes, routes_reloaded
from tests.waiting import until
from tocsin.config.issues import Issue
from tocsin.routing.rules import Rules

BEFORE, AFTER = Rules.plain(("log",)), Rules.plain(("log", "hook"))
FAULT = [Issue(path="routes.yaml", line=3, column=5, field="route", message="is missing")]


def worker(rules: Rules = BEFORE) -> Any:
    instruments = Instruments("worker")
    return SimpleNamespace(
        discipline=SimpleNamespace(core=SimpleNamespace(rules=rules)),
        shared=SimpleNamespace(instruments=instruments),
    )


def looked(made: Any, *found: Found) -> Any:
    reading = Routes(made)
    for one in found:
        reading.use(one)
    return made.discipline.core.rules


def counted(made: Any, outcome: str) -> float | None:
    value = made.shared.instruments.registry.get_sample_value
    return value("tocsin_route_reloads_total", {"outcome": outcome})  # type: ignore[no-any-return]


def test_new_routes_are_in_use_once_they_no_longer_change() -> None:
    made = worker()
    assert looked(made, AFTER) == BEFORE
    assert looked(made, AFTER, AFTER, AFTER) == AFTER
    assert counted(made, "good") == 1


def test_a_fault_leaves_those_before_in_use_and_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    made = worker()
    assert looked(made, FAULT, FAULT, FAULT) == BEFORE
    assert counted(made, "faulty") == 1
    assert made.shared.instruments.registry.get_sample_value("tocsin_route_faults") == 1
    assert "".join(capsys.readouterr()).count("routes.yaml:3:5: route: is missing") == 1


def test_mended_routes_are_in_use_again_and_no_fault_is_left() -> None:
    made = worker()
    assert looked(made, FAULT, FAULT, BEFORE, BEFORE) == BEFORE
    assert made.shared.instruments.registry.get_sample_value("tocsin_route_faults") == 0
    assert (counted(made, "faulty"), counted(made, "good")) == (1, 1)


async def test_a_fault_of_our_own_ends_nothing_and_the_routes_are_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routes, "AGAIN_SECONDS", 0.02)
    made, looks = worker(), list[int]()

    def look() -> Found:
        looks.append(1)
        if len(looks) == 1:
            raise MemoryError("too much")
        return AFTER

    async with routes_reloaded(made, look, 0.01):
        await until(lambda: made.discipline.core.rules == AFTER)
    assert counted(made, "failed") == 1


async def test_it_can_be_turned_off() -> None:
    made = worker()
    async with routes_reloaded(made, lambda: AFTER, 0):
        pass
    assert made.discipline.core.rules == BEFORE
