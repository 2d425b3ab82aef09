"""A part that fails or is interrupted is told, and takes nothing else with it but an interruption."""

import os
import time
from functools import partial

import pytest

from benchmarks.stories.parts import Parts, apart


class Unreadable:
    """Work that cannot be read where it is to be done."""

    def __init__(self, much: str) -> None:
        self.much = much

    def __call__(self) -> None:
        raise AssertionError("it was read")

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, (self.much,)


def interrupted() -> int:
    raise KeyboardInterrupt


def test_a_part_that_fails_is_told_and_the_next_one_runs(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    parts = Parts(told.append)
    assert parts.run("first", lambda: 1 // 0) is None
    assert parts.run("second", lambda: 2) == 2
    assert parts.failed == {"first": "failed: ZeroDivisionError: integer division or modulo by zero"}
    assert told == ["first", "second"]
    assert set(parts.took) == {"first", "second"}
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_after_an_interruption_nothing_else_is_begun_and_all_of_it_is_told() -> None:
    parts = Parts(lambda _: None)
    assert parts.run("first", interrupted) is None
    assert parts.run("second", lambda: 2) is None
    assert list(parts.failed) == ["first", "second"]
    assert "interrupted" in parts.failed["second"]


def test_work_apart_is_done_in_another_process() -> None:
    assert apart(os.getpid, 60.0) != os.getpid()


def test_work_apart_that_fails_or_takes_too_long_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        apart(partial(int, "no number" * 1_000_000), 60.0)
    with pytest.raises(RuntimeError):
        apart(Unreadable("much" * 1_000_000), 60.0)
    with pytest.raises(TimeoutError):
        apart(partial(time.sleep, 60.0), 0.2)
