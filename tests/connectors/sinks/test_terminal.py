"""Alerts on a screen."""

import asyncio
import contextlib
import fcntl
import io
import os
import pty
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

import msgspec
import pytest

from connectors.sinks.terminal import TerminalSink
from tests.alerts import ARABIC, ATTACK, LANGUAGES, PERSIAN, RUSSIAN, alert, hostile
from tests.connectors.sinks.disks import disk
from tocsin.config.model import Terminal
from tocsin.contract.events import Alert
from tocsin.delivery.lines import plain
from tocsin.delivery.outcome import Delivered, Outcome, RetryAfter
from tocsin.delivery.render import render

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.TextIOWrapper):
    """A file that is shown."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(tempfile.TemporaryFile(), encoding=encoding)  # noqa: SIM115 -- closed with this

    def shown(self) -> str:
        return os.pread(self.fileno(), 1 << 24, 0).decode(self.encoding)


class Tty(Screen):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def shown(stream: Screen, *alerts: Alert, color: Literal["auto", "always", "never"] = "auto") -> str:
    with stream:
        sink = TerminalSink(Terminal(name="screen", sink="terminal", color=color), stream)
        for one in alerts:
            assert await sink.deliver(one) == Delivered()
        return stream.shown()


async def test_a_pipe_gets_plain_text_with_marks() -> None:
    text = await shown(Screen(), *LANGUAGES)
    assert text == "".join(plain(render(one)) + "\n" for one in LANGUAGES)
    assert all(f"»{one.evidence[0].surface}«" in text for one in LANGUAGES)


async def test_a_terminal_gets_styles_instead_of_marks() -> None:
    text = await shown(Tty(), ARABIC)
    assert re.search(r"\x1b\[[0-9;]+mلإدلب\x1b\[0m", text)
    assert "»" not in text
    without = ESCAPES.sub("", text)
    assert without == plain(render(ARABIC)).replace("»", "").replace("«", "") + "\n"


async def test_styles_are_all_the_escape_codes_there_are_whatever_the_feed_says() -> None:
    text = await shown(Tty(), hostile())
    assert "\x1b" in ATTACK
    assert not set(ESCAPES.sub("", text)) & {
        chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))
    }


async def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in await shown(Tty(), PERSIAN)
    assert "\x1b" in await shown(Tty(), PERSIAN, color="always")


@pytest.mark.parametrize(("color", "styled"), [("always", True), ("never", False), ("auto", False)])
async def test_color_says_what_a_pipe_gets(
    color: Literal["auto", "always", "never"], styled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert ("\x1b" in await shown(Screen(), RUSSIAN, color=color)) is styled


async def test_long_lines_are_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = await shown(Tty(), PERSIAN)
    assert text.count("\n") == len(render(PERSIAN)) + 1


async def test_an_encoding_that_lacks_our_letters_gets_escapes_of_them() -> None:
    assert "\\u0418\\u0434\\u043b\\u0438\\u0431\\u0435" in await shown(Screen("ascii"), RUSSIAN)


def terminal(stream: TextIO) -> TerminalSink:
    return TerminalSink(Terminal(name="s", sink="terminal", color="never"), stream)


def text(*alerts: Alert) -> bytes:
    return "".join(plain(render(one)) + "\n" for one in alerts).encode()


def with_url_of(letters: int) -> Alert:
    one = alert(1)
    url = f"https://news.example/{'a' * letters}"
    return msgspec.structs.replace(one, report=msgspec.structs.replace(one.report, url=url))


async def test_a_reader_that_went_away_is_an_outcome() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        outcome = await terminal(stream).deliver(RUSSIAN)
    assert outcome == RetryAfter("io_error", "[Errno 32] Broken pipe")


async def test_a_full_disk_behind_standard_output_is_named_and_nothing_is_left_in_a_buffer() -> None:
    with open("/dev/full", "w", encoding="utf-8") as stream:  # noqa: ASYNC230, PTH123
        outcome = await terminal(stream).deliver(RUSSIAN)
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "disk_full"


async def test_a_closed_stream_is_an_outcome() -> None:
    stream = Screen()
    sink = terminal(stream)
    stream.close()
    outcome = await sink.deliver(RUSSIAN)
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "io_error"


async def test_what_fitted_on_a_full_disk_is_not_written_again(tmp_path: Path) -> None:
    long = with_url_of(20_000)
    with disk(tmp_path / "disk") as room:
        path = room.folder / "alerts.jsonl"
        with path.open("a", encoding="utf-8") as stream:
            sink = terminal(stream)
            assert await sink.deliver(RUSSIAN) == Delivered()
            room.fill(leaving=4096)
            outcomes = [await sink.deliver(long) for _ in range(3)]
            assert {outcome.reason for outcome in outcomes} == {"disk_full"}
            assert path.stat().st_size > len(text(RUSSIAN))
            room.empty()
            assert await sink.deliver(long) == Delivered()
            assert await sink.deliver(PERSIAN) == Delivered()
        assert path.read_bytes() == text(RUSSIAN, long, PERSIAN)


async def test_an_alert_given_up_halfway_does_not_run_into_the_next(tmp_path: Path) -> None:
    long = with_url_of(20_000)
    with disk(tmp_path / "disk") as room:
        path = room.folder / "alerts.jsonl"
        with path.open("a", encoding="utf-8") as stream:
            sink = terminal(stream)
            room.fill(leaving=4096)
            assert isinstance(await sink.deliver(long), RetryAfter)
            torn = path.read_bytes()
            room.empty()
            assert await sink.deliver(PERSIAN) == Delivered()
        assert 0 < len(torn) < len(text(long))
        assert path.read_bytes() == torn + b"\n" + text(PERSIAN)


class Pipe:
    """A pipe whose reader reads when told to."""

    def __init__(self, size: int) -> None:
        self.reader, self.writer = os.pipe()
        fcntl.fcntl(self.writer, fcntl.F_SETPIPE_SZ, size)
        os.set_blocking(self.reader, False)

    def read(self) -> bytes:
        with contextlib.suppress(BlockingIOError):
            return os.read(self.reader, 1 << 20)
        return b""

    async def read_all(self, sending: "asyncio.Task[Outcome]") -> bytes:
        got = b""
        async with asyncio.timeout(10):
            while not sending.done():
                got += self.read()
                await asyncio.sleep(0.01)
        return got + self.read()


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    made = Pipe(8192)
    yield made
    os.close(made.reader)


async def test_a_reader_that_stopped_reading_gets_the_rest_when_it_reads_again(pipe: Pipe) -> None:
    long = with_url_of(50_000)
    with os.fdopen(pipe.writer, "w", encoding="utf-8") as stream:
        sink = terminal(stream)
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(sink.deliver(long), 0.05)
        sending = asyncio.create_task(sink.deliver(long))
        got = await pipe.read_all(sending)
        assert sending.result() == Delivered()
        assert got == text(long)
        assert await sink.deliver(PERSIAN) == Delivered()
        assert pipe.read() == text(PERSIAN)


async def test_an_alert_whose_writing_was_stopped_is_not_shown_later(pipe: Pipe) -> None:
    filling = b"x" * 8192
    os.write(pipe.writer, filling)
    with os.fdopen(pipe.writer, "w", encoding="utf-8") as stream:
        sink = terminal(stream)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sink.deliver(RUSSIAN), 0.05)
        assert pipe.read() == filling
        assert await sink.deliver(PERSIAN) == Delivered()
        assert pipe.read() == text(PERSIAN)


async def test_a_real_terminal_is_recognised() -> None:
    controller, terminal = pty.openpty()
    try:
        with os.fdopen(terminal, "w", encoding="utf-8") as stream:
            await TerminalSink(Terminal(name="s", sink="terminal"), stream).deliver(RUSSIAN)
            assert b"\x1b[" in os.read(controller, 65536)
    finally:
        os.close(controller)
