"""Alerts on a screen."""

import io
import os
import pty
import re
from typing import Literal

import pytest

from connectors.sinks.terminal import TerminalSink
from tests.alerts import ARABIC, ATTACK, LANGUAGES, PERSIAN, RUSSIAN, hostile
from tocsin.config.model import Terminal
from tocsin.contract.events import Alert
from tocsin.delivery.outcome import Delivered, RetryAfter
from tocsin.delivery.render import plain, render

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def shown(
    stream: io.StringIO, *alerts: Alert, color: Literal["auto", "always", "never"] = "auto"
) -> str:
    sink = TerminalSink(Terminal(name="screen", sink="terminal", color=color), stream)
    for one in alerts:
        assert await sink.deliver(one) == Delivered()
    return stream.getvalue()


async def test_a_pipe_gets_plain_text_with_marks() -> None:
    text = await shown(io.StringIO(), *LANGUAGES)
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
    assert ("\x1b" in await shown(io.StringIO(), RUSSIAN, color=color)) is styled


async def test_long_lines_are_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = await shown(Tty(), PERSIAN)
    assert text.count("\n") == len(render(PERSIAN)) + 1


async def test_an_encoding_that_lacks_our_letters_gets_escapes_of_them() -> None:
    raw = io.BytesIO()
    sink = TerminalSink(Terminal(name="s", sink="terminal"), io.TextIOWrapper(raw, encoding="ascii"))
    assert await sink.deliver(RUSSIAN) == Delivered()
    assert b"\\u0418\\u0434\\u043b\\u0438\\u0431\\u0435" in raw.getvalue()


async def test_a_reader_that_went_away_is_an_outcome() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8", closefd=False) as stream:  # noqa: ASYNC230
        outcome = await TerminalSink(Terminal(name="s", sink="terminal"), stream).deliver(RUSSIAN)
        os.dup2(os.open(os.devnull, os.O_WRONLY), writer)  # so that closing can flush
    assert outcome == RetryAfter("io_error", "[Errno 32] Broken pipe")


async def test_a_full_disk_behind_standard_output_is_named() -> None:
    stream = open("/dev/full", "w", encoding="utf-8")  # noqa: ASYNC230, PTH123, SIM115
    outcome = await TerminalSink(Terminal(name="s", sink="terminal"), stream).deliver(RUSSIAN)
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "disk_full"
    with pytest.raises(OSError, match="No space"):
        stream.close()


async def test_a_real_terminal_is_recognised() -> None:
    controller, terminal = pty.openpty()
    try:
        with os.fdopen(terminal, "w", encoding="utf-8") as stream:
            await TerminalSink(Terminal(name="s", sink="terminal"), stream).deliver(RUSSIAN)
            assert b"\x1b[" in os.read(controller, 65536)
    finally:
        os.close(controller)
