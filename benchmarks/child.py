"""A contestant as a process of its own, and its use of the machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
import psutil

from benchmarks.contestants import Order
from cli.leash import leashed

_ROOT: Final = Path(__file__).parents[1]
_STOP_SECONDS: Final = 40.0


class Child:
    """A running contestant."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self._process, self._log = process, log
        self._usage = psutil.Process(process.pid)

    def cpu_seconds(self) -> float:
        """What it has used so far, all its threads."""
        times = self._usage.cpu_times()
        return float(times.user + times.system)

    def rss_bytes(self) -> int:
        """Its resident memory now."""
        return int(self._usage.memory_info().rss)

    def require_alive(self) -> None:
        """Check that it runs.

        Raises:
            RuntimeError: it ended; with the end of its log.
        """
        if self._process.poll() is not None:
            raise RuntimeError(f"a contestant ended by itself:\n{self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(_STOP_SECONDS)


@contextmanager
def started(order: Order, folder: Path) -> Iterator[Child]:
    """The contestant of ``order`` with ``folder`` as its working directory, stopped at the end."""
    module = "benchmarks.worker" if order.contestant.style == "pipeline" else "benchmarks.bare"
    words = [sys.executable, "-m", module, msgspec.json.encode(order).decode()]
    log = folder / f"{order.prefix}log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            leashed(words),
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    child = Child(process, log)
    try:
        yield child
    finally:
        child.stop()
