"""Lines of a file, numbered, however long the file is."""

from collections.abc import Iterator
from typing import IO, Final, NamedTuple

LONGEST: Final = 64 * 1024 * 1024


class Line(NamedTuple):
    """``number`` counts from 1, ``size`` is in bytes; ``text`` is ``None`` where it is too long."""

    number: int
    text: bytes | None
    size: int


def lines(file: IO[bytes], longest: int = LONGEST) -> Iterator[Line]:
    """Every line that is not blank. Holds one at a time, and of one that is too long no more than that.

    Raises:
        OSError: the file can't be read on.
    """
    number = 0
    while text := file.readline(longest + 1):
        number += 1
        size = len(text)
        if size > longest and not text.endswith(b"\n"):
            yield Line(number, None, size + _pass_over(file, longest))
        elif text.strip():
            yield Line(number, text, size)


def _pass_over(file: IO[bytes], longest: int) -> int:
    """To the end of the line; how many bytes that were."""
    passed = 0
    while rest := file.readline(longest):
        passed += len(rest)
        if rest.endswith(b"\n"):
            break
    return passed
