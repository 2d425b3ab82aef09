"""One process at a time on a data folder."""

import contextlib
import fcntl
import os
import time
from pathlib import Path


class DataLock:
    """A lock file that the system frees when its last holder is gone, however that one ended.

    Method: flock(2). A child that inherits the descriptor holds the lock too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, patience: float) -> int | None:
        """Take the lock and return ``None``, or the process id of the holder (0 if unknown).

        Waits up to ``patience`` seconds only where the holder itself is dead and a child of it is still finishing.
        """
        if self._descriptor is not None:
            return None
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        deadline = time.monotonic() + patience
        while not _try_lock(descriptor):
            holder = _read_holder(descriptor)
            if _runs(holder) or time.monotonic() > deadline:
                os.close(descriptor)
                return holder
            time.sleep(0.05)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor
        return None

    def descriptors(self) -> tuple[int, ...]:
        """What a child must inherit to hold the lock as well."""
        return () if self._descriptor is None else (self._descriptor,)

    def release(self) -> None:
        """Let go. Harmless when not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _try_lock(descriptor: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _read_holder(descriptor: int) -> int:
    text = os.pread(descriptor, 20, 0).decode("ascii", "replace")
    return int(text) if text.isdigit() else 0


def _runs(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
