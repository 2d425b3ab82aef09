"""The progress bar: on a terminal, and only when a run turns out to be long."""

import io
import sys
import time

import pytest

from cli import progress as module
from cli.progress import progress, working


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, *, long: bool = True) -> Terminal:
    """To be called by the test itself: pytest sets standard error anew between a fixture and its test."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(module, "PATIENCE", 0.0 if long else 60.0)
    return screen


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_a_terminal(monkeypatch, long=False)
    with progress("matching", 10) as advance:
        advance(10)
    assert screen.getvalue() == ""


def test_a_long_run_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_a_terminal(monkeypatch)
    with progress("matching", 10) as advance:
        advance(4)
    assert "matching" in screen.getvalue()
    assert "40%" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K")  # the line is taken away


def test_where_standard_output_is_in_the_way_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_a_terminal(monkeypatch)
    with progress("matching", 10, shown=False) as advance:
        advance(4)
    assert screen.getvalue() == ""


def test_elsewhere_than_on_a_terminal_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setattr(sys, "stderr", file := io.StringIO())
    with progress("matching", 10) as advance:
        advance(4)
    assert file.getvalue() == ""


def _broken() -> None:
    with progress("matching", 10) as advance:
        advance(4)
        raise ValueError("broken")


def test_what_ends_a_run_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_a_terminal(monkeypatch)
    with pytest.raises(ValueError, match="broken"):
        _broken()
    assert screen.getvalue().endswith("\x1b[2K")


def _waits_for(screen: Terminal, text: str) -> None:
    with working("reading"):
        limit = time.monotonic() + 20
        while text not in screen.getvalue() and time.monotonic() < limit:
            time.sleep(0.01)
        raise ValueError("broken")


def test_what_takes_long_without_a_measure_is_told_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_a_terminal(monkeypatch)
    with pytest.raises(ValueError, match="broken"):
        _waits_for(screen, "reading")
    assert "reading" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[2K")


@pytest.mark.parametrize("terminal", [True, False])
def test_what_is_soon_done_or_seen_by_nobody_is_not_told(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    screen = on_a_terminal(monkeypatch, long=not terminal)
    if not terminal:
        monkeypatch.setattr(sys, "stderr", screen := io.StringIO())  # type: ignore[assignment]
    with working("reading"):
        time.sleep(0.05)
    assert screen.getvalue() == ""
