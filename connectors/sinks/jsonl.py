"""Alerts, digests and feed alerts as JSON lines in a file.

What was reported as delivered is on the disk, and known after a restart.
"""

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec

from connectors.sinks.blocking import Lane, reason
from connectors.sinks.linefile import LineFile
from runtime.logs import get
from tocsin.config.model import Jsonl
from tocsin.contract.codec import InvalidEvent, encode
from tocsin.delivery.notice import Notice, read_notice
from tocsin.delivery.outcome import Delivered, Outcome, Rejected, RetryAfter

REMEMBERED: Final = 100_000
"""How many of the file's last alerts are known after a restart."""

log = get(__name__)


class _Named(msgspec.Struct):
    """What makes the ``event_id`` of a notice."""

    type: Literal["alert", "digest", "feedalert"]
    id: str
    kind: str = ""
    sequence: int = 0


_names = msgspec.json.Decoder(_Named)


class JsonlSink:
    """Appends each as one line, as it crossed Kafka; ``type`` tells what it is.

    Disks block, so all of it happens in a thread.
    """

    def __init__(self, config: Jsonl) -> None:
        self._lines = LineFile(Path(config.path), _is_notice)
        # A delivery that was cancelled goes on in its thread; nobody closes the file under it.
        self._lane = Lane()
        self._untold: bytes | None = None  # the line that is in the file though nobody waited to hear it

    async def connect(self) -> Iterable[str]:
        """Open the file, mend what a crash left at its end, and read back what is in it."""
        return await self._lane.run(self._open)

    async def deliver(self, notice: Notice) -> Outcome:
        """Append one line; delivered means that the system has put it on the disk (fsync)."""
        try:
            line = encode(notice) + b"\n"
        except UnicodeEncodeError as fault:
            return Rejected("refused", f"not encodable as UTF-8: {fault.reason}")
        outcome = await self._lane.run(lambda: self._append(line))
        self._untold = None
        return outcome

    async def close(self) -> None:
        """Close the file, which lets another writer have it."""
        await self._lane.run(self._close)

    def _open(self) -> Iterable[str]:
        self._lines.open()
        return _event_ids(self._lines.path)

    def _append(self, line: bytes) -> Outcome:
        if line == self._untold:
            return Delivered()
        try:
            self._lines.append(line)
        except OSError as fault:
            return RetryAfter(reason(fault), f"{self._lines.path}: {fault.strerror or fault}")
        self._untold = line
        return Delivered()

    def _close(self) -> None:
        self._lines.close()


def _event_ids(path: Path) -> Iterable[str]:
    known: deque[str] = deque(maxlen=REMEMBERED)
    strangers = 0
    with path.open("rb") as lines:
        for line in lines:
            event_id = _event_id(line)
            if event_id is None:
                strangers += 1
            else:
                known.append(event_id)
    if strangers:
        log.warning("lines that are no alerts are left as they are", path=str(path), lines=strangers)
    return known


def _event_id(line: bytes) -> str | None:
    """As the event's own ``event_id``, read without building the whole of it: files grow long."""
    try:
        named = _names.decode(line)
    except (ValueError, RecursionError):
        return None
    parts = {"alert": f".{named.sequence}", "digest": "", "feedalert": f".{named.kind}"}
    return named.id + parts[named.type]


def _is_notice(line: bytes) -> bool:
    return not isinstance(read_notice(line), InvalidEvent)
