"""Documents that change their encoding on the way: UTF-8 in some parts, an older encoding in others.

A part is what stands between ASCII markup (tags, quotes, ends of lines): nobody changes the encoding within a text.
"""

import re
from collections.abc import Iterator
from typing import Final

_PIECE: Final = 64 * 1024
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# At the end what may be the rest of a character.
_TEXT: Final = re.compile(rb'[^<>"\n]{1,65536}[\x80-\xbf]{0,3}')
_REST: Final = re.compile(rb"[\x80-\xbf]{0,3}")
_MOST_PARTS: Final = 100_000
"""Beyond them it goes by pieces: ten megabytes of single letters are three million parts."""

# Bytes that are not ASCII, of one part. A letter or two of an older encoding may be UTF-8 by chance, a text never is;
# and what is not UTF-8 may be a character that was cut.
_LEAST_IN_UTF_8: Final = 8
_LEAST_IN_ANOTHER: Final = 4
_ASCII: Final = bytes(range(128))


def mixture(raw: bytes) -> list[str | bytes] | None:
    """``raw`` in parts: text where they are UTF-8, bytes where they are not; ``None`` where it is no mixture."""
    parts = [_read(part) for part in _parts(raw)]
    in_utf_8 = max((_high(part.encode()) for part in parts if isinstance(part, str)), default=0)
    in_another = max((_high(part) for part in parts if isinstance(part, bytes)), default=0)
    return parts if in_utf_8 >= _LEAST_IN_UTF_8 and in_another >= _LEAST_IN_ANOTHER else None


def _parts(raw: bytes) -> Iterator[bytes]:
    at = count = 0
    while at < len(raw) and count < _MOST_PARTS:
        count += 1
        high = _HIGH.search(raw, at, at + _PIECE)
        found = _TEXT.match(raw, high.start()) if high else None
        start, end = found.span() if found else (at + _PIECE, at + _PIECE)
        yield raw[at:start]
        yield raw[start:end]
        at = end
    yield from _pieces(raw, at)


def _pieces(raw: bytes, at: int) -> Iterator[bytes]:
    while at < len(raw):
        end = _end_of_piece(raw, at)
        yield raw[at:end]
        at = end


def _end_of_piece(raw: bytes, at: int) -> int:
    """Where markup begins, or where there is none, no character is cut."""
    end = at + _PIECE
    if end >= len(raw):
        return len(raw)
    markup = max(raw.rfind(mark, at + 1, end) for mark in (b"<", b"\n"))
    rest = _REST.match(raw, end)
    return markup if markup > at or rest is None else rest.end()


def _read(part: bytes) -> str | bytes:
    try:
        return part.decode()
    except UnicodeDecodeError:
        text = part.decode(errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return text if 2 * bad <= good else part  # slips


def _high(part: bytes) -> int:
    return 0 if part.isascii() else len(part.translate(None, _ASCII))
