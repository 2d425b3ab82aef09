"""What a part says: every line into its log file; warnings and worse on the terminal too, and that they are over."""

import re
import time
from collections import deque
from pathlib import Path

from cli import screen

KEPT_BYTES = 10 * 1024 * 1024
TAIL_LINES = 15
ECHOED = 8
ECHO_SECONDS = 10.0
LONGEST_ECHO = 300

# runtime/logs.py: 2026-01-31T10:00:00.123456Z [warning  ] what happened   key=value
_LINE = re.compile(r"^\S+Z \[(?P<level>\w+)\s*\] (?P<text>.*)$")
_ECHO_LEVELS = ("warning", "error", "critical")
# What a part logs beside the end of something that it had warned of.
_MENDED = "mended=True"


class PartLog:
    """One part's log. A file grown past 10 MiB is set aside as `<part>.log.1` when the log is opened."""

    def __init__(self, part: str, folder: Path) -> None:
        self.path = folder / f"{part}.log"
        self._part = part
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._echoes: deque[float] = deque()
        self._held_back = 0
        folder.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and self.path.stat().st_size > KEPT_BYTES:
            self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("ab", buffering=0)

    def line(self, raw: bytes) -> None:
        """Take one line of the part's output."""
        text = raw.decode("utf-8", "replace").rstrip()
        self._tail.append(text)
        self._write(raw)
        if (said := _LINE.match(text)) and (said["level"] in _ECHO_LEVELS or _MENDED in text):
            self._echo(said["level"], said["text"].replace(_MENDED, ""))

    def tail(self) -> list[str]:
        """The last lines, oldest first."""
        return list(self._tail)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _write(self, raw: bytes) -> None:
        try:
            self._file.write(raw)
        except OSError as fault:  # a full disk must not stop the part
            self._echo("error", f"{self.path} can't be written: {fault.strerror}")

    def _echo(self, level: str, text: str) -> None:
        now = time.monotonic()
        while self._echoes and now - self._echoes[0] > ECHO_SECONDS:
            self._echoes.popleft()
        if len(self._echoes) >= ECHOED:
            self._held_back += 1
            return
        if self._held_back:
            screen.warn(f"{self._part}: {self._held_back} more lines like these in {self.path}")
            self._held_back = 0
        self._echoes.append(now)
        said = " ".join(text.replace(f"part={self._part}", "").split())
        screen.warn(f"{self._part}: {level}: {said[:LONGEST_ECHO]}")
