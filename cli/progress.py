"""How far a long run is, on standard error where that is a terminal."""

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

PATIENCE: Final = 1.0
"""Seconds before a run counts as long."""
_EVERY: Final = 0.1

Advance = Callable[[int], None]


@contextlib.contextmanager
def progress(what: str, total: int | None, *, shown: bool = True) -> Iterator[Advance]:
    """Call what it gives with how much more is done, in the units of ``total`` (``None``: nobody knows)."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _: None
        return
    bar = Bar(Progress(*_columns(), console=Console(stderr=True), transient=True), what, total)
    try:
        yield bar.advance
    finally:
        bar.stop()


@contextlib.contextmanager
def working(what: str) -> Iterator[None]:
    """Shows that ``what`` is going on, of which nobody can say how far it is. Print nothing meanwhile."""
    if not sys.stderr.isatty():
        yield
        return
    status = Console(stderr=True).status(what)
    start = threading.Timer(PATIENCE, status.start)
    start.daemon = True
    start.start()
    try:
        yield
    finally:
        start.cancel()
        start.join()
        status.stop()


class Bar:
    """A progress bar that comes when the run turns out to be long, and is redrawn ten times a second at most."""

    def __init__(self, drawing: Progress, what: str, total: int | None) -> None:
        self._drawing, self._what, self._total = drawing, what, total
        self._done = 0
        self._due = time.monotonic() + PATIENCE

    def advance(self, more: int) -> None:
        """``more`` is done."""
        self._done += more
        now = time.monotonic()
        if now >= self._due:
            self._due = now + _EVERY
            self._draw()

    def stop(self) -> None:
        """Take the bar away."""
        self._drawing.stop()

    def _draw(self) -> None:
        if not self._drawing.tasks:
            self._drawing.add_task(self._what, total=self._total)
            self._drawing.start()
        self._drawing.update(self._drawing.task_ids[0], completed=self._done)


def _columns() -> tuple[ProgressColumn, ...]:
    return TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
