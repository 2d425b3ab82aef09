"""The next lines of a file: whole ones, and not too many at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

_USUAL: Final = 1024 * 1024
LONGEST: Final = 4 * 1024 * 1024
"""Bytes of a line; a longer one comes in pieces."""


class Line(msgspec.Struct, frozen=True):
    """One line without its end: its number from 1, and at which byte it begins. ``piece``: it is only a part."""

    number: int
    offset: int
    text: bytes
    piece: bool = False


class Chunk(msgspec.Struct, frozen=True):
    """Lines, and where the next one begins: ``offset`` bytes and ``line`` lines into the file.

    ``rest`` is what stands there without an end: a line that is still being written, or the last of the file.
    """

    lines: tuple[Line, ...]
    offset: int
    line: int
    rest: bytes = b""


def next_lines(path: Path, offset: int, line: int) -> Chunk:
    """The lines from byte ``offset`` on, which is after ``line`` lines. Raises ``OSError``."""
    with path.open("rb") as file:
        file.seek(offset)
        block = file.read(_USUAL)
        if b"\n" not in block and len(block) == _USUAL:
            block += file.read(LONGEST - _USUAL)
    whole, end, rest = block.rpartition(b"\n")
    if not end and len(block) == LONGEST:
        return Chunk((Line(line + 1, offset, block, piece=True),), offset + LONGEST, line)
    lines = tuple(_lines(whole, offset, line)) if end else ()
    return Chunk(lines, offset + len(whole) + len(end), line + len(lines), rest)


def _lines(whole: bytes, offset: int, line: int) -> Iterator[Line]:
    for number, text in enumerate(whole.split(b"\n"), line + 1):
        yield Line(number, offset, text)
        offset += len(text) + 1
