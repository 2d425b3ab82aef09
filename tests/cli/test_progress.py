"""The progress bar: on a terminal, and only when a run turns out to be long."""

import io
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli import progress as module
from cli.__main__ import tocsin
from cli.progress import progress, working
from tests.connectors.sources.rss.world import item, rss

PATIENCE = 20.0


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
        planned = [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
    assert bool(planned) is terminal
    assert screen.getvalue() == ""


class Feeds:
    """A feed that answers once `shown` holds, another that answers at once, and a list of both."""

    def __init__(self, folder: Path, shown: Callable[[], bool]) -> None:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                deadline = time.monotonic() + PATIENCE
                while self.path == "/slow" and not shown() and time.monotonic() < deadline:
                    time.sleep(0.01)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(rss(item("one", "News")).encode())

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        address = f"http://127.0.0.1:{self.server.server_address[1]}"
        feeds = "".join(f"  - {{id: {name}, url: '{address}/{name}'}}\n" for name in ("slow", "quick"))
        (folder / "feeds.yaml").write_text(f"feeds:\n{feeds}")
        (folder / "tocsin.yaml").write_text("rss: {host_delay: 0, allow: [127.0.0.0/8]}\n")
        self._words = ["feeds", "check", "--fetch", "--config", str(folder / "tocsin.yaml")]

    def check(self) -> None:
        """`tocsin feeds check --fetch`, its output where `sys` says."""
        serving = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        serving.start()
        try:
            tocsin.main(self._words, standalone_mode=False)
        finally:
            self.server.shutdown()
            serving.join()
            self.server.server_close()


def test_feeds_that_are_asked_are_counted_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = on_a_terminal(monkeypatch)
    Feeds(tmp_path, lambda: "50%" in screen.getvalue()).check()
    assert "asking feeds" in screen.getvalue()
    assert "50%" in screen.getvalue(), "the bar came when all was over"
    assert screen.getvalue().endswith("\x1b[2K")
    assert capsys.readouterr().out.endswith("good: 2 feeds\n")


def test_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_a_terminal(monkeypatch)
    monkeypatch.setattr(sys, "stderr", file := io.StringIO())
    Feeds(tmp_path, lambda: True).check()
    assert file.getvalue() == ""
    assert capsys.readouterr().out.endswith("good: 2 feeds\n")
