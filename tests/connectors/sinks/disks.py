"""A disk that is really full: a small tmpfs where we may mount one, a file size limit elsewhere."""

import contextlib
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from tests.brokers.jars import Unavailable, skip_or_fail


class Disk(Protocol):
    """A folder on a disk that can be filled and emptied."""

    folder: Path

    def fill(self) -> None: ...

    def empty(self) -> None: ...


class SmallDisk:
    """ENOSPC from the kernel: a tmpfs of 64 KiB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, leaving: int = 0) -> None:
        """Write until nothing fits; then leave ``leaving`` bytes, in whole pages."""
        with contextlib.suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
        size = (self.folder / "filler").stat().st_size
        with (self.folder / "filler").open("r+b") as filler:
            filler.truncate(max(0, size - leaving))

    def empty(self) -> None:
        (self.folder / "filler").unlink()


class LimitedFiles:
    """EFBIG from the kernel: no file of this process may grow beyond what ``alerts.jsonl`` has now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self, leaving: int = 0) -> None:
        file = self.folder / "alerts.jsonl"
        size = file.stat().st_size if file.exists() else 0
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + leaving, self._before[1]))

    def empty(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


@contextlib.contextmanager
def disk(folder: Path) -> Iterator[SmallDisk | LimitedFiles]:
    """Yields the disk; it is gone afterwards."""
    folder.mkdir()
    if _mount(folder):
        with _unmounting(folder) as small:
            yield small
    else:
        limited = LimitedFiles(folder)
        try:
            yield limited
        finally:
            limited.empty()


@contextlib.contextmanager
def mounted(folder: Path) -> Iterator[SmallDisk]:
    """Yields a disk that is full for other processes too; skips where none can be mounted, fails under CI."""
    folder.mkdir()
    if not _mount(folder):
        skip_or_fail(Unavailable("no disk to fill: mounting a tmpfs takes root"))
    with _unmounting(folder) as small:
        yield small


@contextlib.contextmanager
def _unmounting(folder: Path) -> Iterator[SmallDisk]:
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(folder: Path) -> bool:
    if shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
