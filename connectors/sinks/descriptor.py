"""Texts written to a descriptor whose reader may stop reading, each of them once."""

import os
import select
import threading
from collections.abc import Callable
from typing import Final

import msgspec

from connectors.sinks.blocking import Lane

_AT_ONCE: Final = select.PIPE_BUF  # so much goes into a pipe that is ready for more, or nothing
_LOOK_AGAIN_MS: Final = 100


class _Writing(msgspec.Struct):
    """A text on its way; ``at`` is how much of it is out."""

    text: bytes
    at: int = 0


class Descriptor:
    """Nothing of a text is kept in a buffer. One that could not be written to its end goes on where it stopped."""

    def __init__(self, number: Callable[[], int], torn: bytes = b"\n") -> None:
        """``torn`` is written behind a text that stopped in the middle when another one follows."""
        self._number = number
        self._torn = torn
        self._lane = Lane()
        self._unfinished: _Writing | None = None

    async def write(self, text: bytes) -> None:
        """Write all of ``text``, or what is missing of it where it was the last and did not get to its end.

        Cancelling stops the writing too: nothing goes out after the part that the system has in hand.

        Raises:
            OSError: it did not take all of it.
            ValueError: the stream is closed.
        """
        stop = threading.Event()
        try:
            await self._lane.run(lambda: self._write(text, stop))
        finally:
            stop.set()
        self._unfinished = None

    def _write(self, text: bytes, stop: threading.Event) -> None:
        number = self._number()
        now = self._unfinished
        if now is None or now.text != text:
            if now is not None and 0 < now.at < len(now.text):
                _out(number, _Writing(self._torn), stop)
                if stop.is_set():
                    return
            now = self._unfinished = _Writing(text)
        _out(number, now, stop)


def _out(number: int, writing: _Writing, stop: threading.Event) -> None:
    poll = select.poll()
    poll.register(number, select.POLLOUT)
    while writing.at < len(writing.text) and not stop.is_set():
        if poll.poll(_LOOK_AGAIN_MS) and not stop.is_set():
            writing.at += os.write(number, _piece(writing))


def _piece(writing: _Writing) -> bytes:
    """Whole lines where it can be: others write to the same terminal."""
    end = writing.text.rfind(b"\n", writing.at, writing.at + _AT_ONCE) + 1
    return writing.text[writing.at : end or writing.at + _AT_ONCE]
