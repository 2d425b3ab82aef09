"""A part of Tocsin as a child process: started, heard, waited for, stopped."""

import asyncio
import contextlib
import os
import signal
from typing import Self

import msgspec

from cli.leash import leashed
from cli.partlog import PartLog

LONGEST_LINE = 1024 * 1024


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What to start. ``speaks``: its standard output is the user's; ``grace``: seconds it gets to stop by itself."""

    name: str
    command: tuple[str, ...]
    port: int
    speaks: bool = False
    grace: float = 10.0


class Child:
    """One running process of a part, in a session of its own: the terminal's Ctrl-C does not reach it."""

    def __init__(self, part: Part, process: asyncio.subprocess.Process, log: PartLog) -> None:
        self._part = part
        self._process = process
        self._hearing = asyncio.create_task(self._hear(log))

    @classmethod
    async def start(cls, part: Part, log: PartLog) -> Self:
        """Start ``part``; it gets SIGKILL when this process ends, however this process ends.

        Raises:
            OSError: the system starts no more processes.
        """
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *leashed(part.command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=None if part.speaks else pipe,
            stderr=pipe if part.speaks else asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=LONGEST_LINE,
        )
        return cls(part, process, log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.returncode is None

    async def ended(self) -> int:
        """Waits for its end and its last words; returns its exit code, negative for a signal."""
        code = await self._process.wait()
        await self._hearing
        return code

    async def stop(self, hurry: asyncio.Event) -> bool:
        """SIGTERM, then SIGKILL when its grace is over or ``hurry`` is set. Returns whether it ended by itself."""
        self._signal(signal.SIGTERM)
        ending = asyncio.create_task(self.ended())
        hurried = asyncio.create_task(hurry.wait())
        await asyncio.wait({ending, hurried}, timeout=self._part.grace, return_when=asyncio.FIRST_COMPLETED)
        hurried.cancel()
        by_itself = ending.done()
        if not by_itself:
            self._signal(signal.SIGKILL)
        await ending
        return by_itself

    async def kill(self) -> None:
        """SIGKILL, and wait for its end."""
        self._signal(signal.SIGKILL)
        await self.ended()

    def _signal(self, number: signal.Signals) -> None:
        # It leads its own group: whatever it started goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    async def _hear(self, log: PartLog) -> None:
        stream = self._process.stderr if self._part.speaks else self._process.stdout
        while stream is not None:
            try:
                line = await stream.readline()
            except ValueError:  # longer than any line of ours; asyncio has dropped it
                line = b"(a line too long to keep)\n"
            if not line:
                return
            log.line(line)
