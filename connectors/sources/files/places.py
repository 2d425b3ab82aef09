"""How far each file has been read, kept on disk: a process that starts again goes on there."""

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from runtime.logs import get

_HEAD: Final = 1024

log = get(__name__)


class Place(msgspec.Struct, frozen=True):
    """The bytes and lines of a file that are done, and the digest of its beginning, by which we know it again."""

    offset: int = 0
    line: int = 0
    head: str = ""
    measured: int = 0


_decoder: Final = msgspec.json.Decoder(dict[str, Place])


class Places:
    """The places by name of the path, in one file that is replaced as a whole."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._places: dict[str, Place] = {}

    def load(self) -> None:
        """Read what was saved; where that is unreadable every file is read from its beginning.

        Raises:
            OSError: the file is there and can't be read.
        """
        try:
            self._places = _decoder.decode(self._file.read_bytes())
        except FileNotFoundError:
            self._places = {}
        except ValueError as fault:
            log.warning(
                "how far files were read is unreadable; starting anew", file=str(self._file), why=str(fault)
            )
            self._places = {}

    def save(self, done: Mapping[str, Place]) -> None:
        """Keep ``done`` over a crash of the machine too. Raises ``OSError`` where the disk does not take it."""
        self._places |= done
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        with beside.open("wb") as out:
            out.write(msgspec.json.encode(self._places))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._file)

    def of(self, path: Path, ahead: Place | None = None) -> Place:
        """Where to go on in ``path``: at ``ahead``, else where it was left; at the beginning where it is another file.

        Raises ``OSError``.
        """
        place = ahead or self._places.get(name_of(path), Place())
        if path.stat().st_size < place.offset or _head(path, place.measured) != place.head:
            return Place()
        return place


def name_of(path: Path) -> str:
    """``path`` as text that can be sent and kept: bytes of a name that are no UTF-8 become such as ``\\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def onward(path: Path, place: Place, offset: int, line: int) -> Place:
    """The place ``offset`` bytes and ``line`` lines into ``path``. Raises ``OSError``."""
    if place.measured == _HEAD:
        return Place(offset, line, place.head, _HEAD)
    measured = min(offset, _HEAD)
    return Place(offset, line, _head(path, measured), measured)


def _head(path: Path, size: int) -> str:
    if not size:
        return ""
    with path.open("rb") as file:
        return blake2b(file.read(size), digest_size=16).hexdigest()
