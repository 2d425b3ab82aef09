"""Alerts, digests and feed alerts on a terminal, or down a pipe: the blocks of ``tocsin.delivery``, hits marked."""

import sys
from collections.abc import Iterable, Mapping
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from connectors.sinks.blocking import reason
from connectors.sinks.descriptor import Descriptor
from tocsin.config.model import Terminal
from tocsin.contract.events import Severity
from tocsin.delivery.blocks import block_of
from tocsin.delivery.lines import Block, Role, Span, plain
from tocsin.delivery.notice import Notice
from tocsin.delivery.outcome import Delivered, Outcome, RetryAfter

_STYLES: Final[Mapping[Role, str]] = {
    "plain": "",
    "status": "bold reverse",
    "cleared": "bold green",
    "watchlist": "bold",
    "headline": "bold",
    "quote": "",
    "hit": "bold black on bright_yellow",
    "label": "dim",
    "url": "underline",
}
_SEVERITY: Final[Mapping[Severity, str]] = {
    "low": "bold green",
    "medium": "bold cyan",
    "high": "bold yellow",
    "critical": "bold white on red",
}


class TerminalSink:
    """Writes to the descriptor of ``stream`` (standard output where none is given), past the stream's buffer.

    Styles where the stream is a terminal and NO_COLOR is not set, or where ``color`` is ``always``; elsewhere
    plain text with »hits« marked. Lines are not wrapped: a line cut in two loses its reading direction.
    """

    def __init__(self, config: Terminal, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        always = config.color == "always"
        self._console = Console(
            file=self._stream,
            force_terminal=True if always else None,
            color_system="standard" if always else "auto",
            no_color=False if always else None,
        )
        colours = self._console.color_system is not None and not self._console.no_color
        self._styled = config.color != "never" and colours
        self._descriptor = Descriptor(self._stream.fileno, b"\x1b[0m\n" if self._styled else b"\n")

    async def connect(self) -> Iterable[str]:
        """A terminal is always ready, and remembers nothing."""
        return ()

    async def deliver(self, notice: Notice) -> Outcome:
        """Print it. One of which a part is out already, after a full disk say, goes on with the rest."""
        try:
            await self._descriptor.write(self._text(notice))
        except OSError as fault:
            return RetryAfter(reason(fault), str(fault))
        except ValueError as fault:  # the stream is closed
            return RetryAfter("io_error", str(fault))
        return Delivered()

    async def close(self) -> None:
        """The stream is not ours to close."""

    def _text(self, notice: Notice) -> bytes:
        block = block_of(notice)
        text = self._in_style(block, notice.severity) if self._styled else plain(block)
        return (text + "\n").encode(self._stream.encoding or "utf-8", "backslashreplace")

    def _in_style(self, block: Block, severity: Severity) -> str:
        with self._console.capture() as captured:
            for line in block:
                parts = [(span.text, _style(span, severity)) for span in line]
                self._console.print(Text.assemble(*parts), soft_wrap=True, highlight=False)
        return captured.get()


def _style(span: Span, severity: Severity) -> str:
    return _SEVERITY[severity] if span.role == "severity" else _STYLES[span.role]
