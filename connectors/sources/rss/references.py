"""References by number to no character: halves of UTF-16, of which two make one, and what is past Unicode."""

from typing import Final

_REPLACEMENT: Final = "\ufffd"
_LAST: Final = 0x10FFFF
_FIRST_HALVES: Final = range(0xD800, 0xDC00)
_SECOND_HALVES: Final = range(0xDC00, 0xE000)
_MOST_DIGITS: Final = 8  # of the longest numbers Python makes none


class _Half(str):
    """The first half of a character: stands as the replacement until its second half comes."""

    number: int


def number_of(reference: str) -> int:
    """What ``&#reference;`` names, in decimal or (after an ``x``) hexadecimal digits; all past Unicode is one."""
    digits, base = (reference[1:], 16) if reference[:1] in ("x", "X") else (reference, 10)
    digits = digits.lstrip("0") or "0"
    return min(int(digits, base), _LAST + 1) if len(digits) <= _MOST_DIGITS else _LAST + 1


def is_character(number: int) -> bool:
    """Whether text can hold it."""
    return number <= _LAST and number not in _FIRST_HALVES and number not in _SECOND_HALVES


def add(number: int, pieces: list[str]) -> None:
    """Add to the ``pieces`` of a text what a reference to ``number``, which is no character, stands for."""
    before = pieces[-1] if pieces else ""
    if isinstance(before, _Half) and number in _SECOND_HALVES:
        high, low = before.number - _FIRST_HALVES.start, number - _SECOND_HALVES.start
        pieces[-1] = chr(0x10000 + high * len(_SECOND_HALVES) + low)
    elif number in _FIRST_HALVES:
        half = _Half(_REPLACEMENT)
        half.number = number
        pieces.append(half)
    else:
        pieces.append(_REPLACEMENT)
