"""Lines for a person: colours on a terminal, marks elsewhere."""

import io
import sys

import pytest

from cli.paint import Piece, padded, paint, widest

LINE = [Piece("the "), Piece("bridge", "hit"), Piece(" \u2068جسر\u2069"), Piece(" yes", "yes")]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_hits_are_marked_where_there_are_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    paint([LINE, []])
    assert capsys.readouterr().out == "the »bridge« \u2068جسر\u2069 yes\n\n"


def test_hits_are_coloured_on_a_terminal_and_no_line_is_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.delenv("NO_COLOR", raising=False)
    paint([[*LINE, Piece(" long" * 20)]])
    out = screen.getvalue()
    assert "»" not in out
    assert "\x1b[1;30;103mbridge\x1b[0m" in out
    assert out.count("\n") == 1


def test_no_color_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    paint([LINE])
    assert screen.getvalue() == "the »bridge« \u2068جسر\u2069 yes\n"


def test_columns_are_as_wide_as_what_is_seen() -> None:
    assert padded("bridge", 8) == "bridge  "
    assert padded("جسر", 5) == "\u2068جسر\u2069  "
    assert padded("آتش\u200cبس", 8) == "\u2068آتش\u200cبس\u2069   "
    assert widest(["bridge", "آتش\u200cبس", ""]) == 6
    assert widest([], 5) == 0
    assert widest(["x" * 99], 5) == 5
