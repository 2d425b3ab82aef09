"""A file of lines with one writer: an appended line is on the disk as a whole, or not in the file at all."""

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from runtime.logs import get

_BLOCK: Final = 65_536

log = get(__name__)


class LineFile:
    """``complete`` tells whether a last line without its line break is otherwise whole. All methods block."""

    def __init__(self, path: Path, complete: Callable[[bytes], bool]) -> None:
        self.path = path
        self._complete = complete
        self._file: int | None = None
        self._whole: int | None = None  # where the whole lines end, while a half one may stand behind them

    def open(self) -> None:
        """Create the file and its folder, lock it (flock), and mend what a crash left at its end.

        Raises:
            OSError: that can't be done now, or another process holds the file.
        """
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = _locked(self.path)
            _sync_folder(self.path.parent)
        self._undo()
        self._mend(self._file)

    def append(self, line: bytes) -> None:
        """Write ``line`` (its line break included) and wait for the disk.

        Raises:
            OSError: nothing of it stays in the file; where even that failed, the next call or start sees to it.
        """
        file = self._current()
        self._undo()
        self._whole = os.fstat(file).st_size
        try:
            _write(file, line)
            os.fsync(file)
        except OSError:
            with contextlib.suppress(OSError):
                self._undo()
            raise
        self._whole = None

    def close(self) -> None:
        """Close the file, which unlocks it."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._undo()
            os.close(self._file)
        self._file = self._whole = None

    def _current(self) -> int:
        """The open file; opened anew where someone moved or deleted it, or lines would go nowhere."""
        if self._file is not None and not _same(self._file, self.path):
            log.warning("the file was moved or deleted; writing a new one", path=str(self.path))
            self.close()
        if self._file is None:
            self.open()
        assert self._file is not None  # noqa: S101 -- open() leaves a file or raises
        return self._file

    def _undo(self) -> None:
        if self._file is not None and self._whole is not None:
            os.ftruncate(self._file, self._whole)
            self._whole = None

    def _mend(self, file: int) -> None:
        torn = _last_fragment(file)
        if not torn:
            return
        if self._complete(torn):
            _write(file, b"\n")
        else:
            aside = self._move_aside(torn)
            os.ftruncate(file, os.fstat(file).st_size - len(torn))
            log.warning(
                "the last line was torn; moved it aside", path=str(self.path), to=str(aside), bytes=len(torn)
            )
        os.fsync(file)

    def _move_aside(self, torn: bytes) -> Path:
        aside = self.path.with_name(self.path.name + ".torn")
        with aside.open("ab") as kept:
            kept.write(torn + b"\n")
            kept.flush()
            os.fsync(kept.fileno())
        return aside


def _locked(path: Path) -> int:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
    try:
        _lock(file, path)
    except OSError:
        os.close(file)
        raise
    return file


def _lock(file: int, path: Path) -> None:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        why = "another process writes to this file; it takes one writer only"
        raise BlockingIOError(fault.errno, why, str(path)) from fault


def _last_fragment(file: int) -> bytes:
    """What stands behind the last line break; empty in a file of whole lines."""
    fragment = b""
    at = os.fstat(file).st_size
    while at > 0 and b"\n" not in fragment:
        start = max(0, at - _BLOCK)
        fragment = os.pread(file, at - start, start) + fragment
        at = start
    return fragment.rpartition(b"\n")[2]


def _same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
