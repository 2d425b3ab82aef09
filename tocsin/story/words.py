"""What one written word tells of a story: which word it is, how it sounds, whether it is a number."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from zlib import crc32

from tocsin.story.calendar import DAYS
from tocsin.story.common import COMMON
from tocsin.story.kinds import kinds
from tocsin.story.numerals import NUMERALS
from tocsin.story.sounds import sound
from tocsin.story.stems import stem
from tocsin.text.fold import fold_word

KEY_BYTES: Final = 3
SOUND_BYTES: Final = 2
FIRST_DAY: Final = 40
"""The kind that Monday is; kinds of event have lower numbers."""
MOST_KEPT: Final = 200_000
"""Words that are known by heart; all are forgotten when there are so many."""
LONGEST_KEPT: Final = 64
"""Longer words are looked at anew each time: a feed of megabyte words must not fill the memory."""


class Told(NamedTuple):
    """``key`` is that of the stem, or of the number, ``sound`` that of the skeleton; empty where it tells nothing.

    ``kind`` is the number of the kind of event that it stands for, then it is no name, or of the day of the week, then
    it has no key. ``bare``: its script has no
    capitals, so that any word may be a name.
    """

    key: bytes = b""
    sound: bytes = b""
    number: bool = False
    kind: int = 0
    bare: bool = False


_SILENT: Final = Told()
_kept: Final[dict[str, Told]] = {}


def told(written: str) -> Told:
    """What ``written``, one word of a text, tells."""
    known = _kept.get(written)
    if known is None:
        known = _told(written)
        if len(written) <= LONGEST_KEPT:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[written] = known
    return known


def told_of(words: Sequence[str]) -> list[Told]:
    """What each of them tells."""
    return [_kept.get(word) or told(word) for word in words]


def _told(written: str) -> Told:
    word = fold_word(written)
    word = NUMERALS.get(word, word)
    if word in DAYS:
        return Told(kind=FIRST_DAY + DAYS[word] - 1)
    if not word or word in COMMON or (len(word) == 1 and word.isascii() and word.isalpha()):
        return _SILENT
    if word.isdigit():
        return _SILENT if _is_year(word) else Told(_key(word.lstrip("0")), number=True)
    root = stem(word)
    kind = kinds().get(root, 0)
    heard = "" if kind else sound(word)
    return Told(
        _key(root), _hashed(heard, SOUND_BYTES) if heard else b"", kind=kind, bare=not _has_case(word[0])
    )


def _has_case(letter: str) -> bool:
    return letter.lower() != letter.upper()


def _key(word: str) -> bytes:
    return _hashed(word, KEY_BYTES)


def _hashed(word: str, width: int) -> bytes:
    value = crc32(word.encode("utf-8", "surrogatepass")) & ((1 << 8 * width) - 1)
    return max(value, 1).to_bytes(width, "little")  # 0 is nothing


KIND_KEYS: Final = frozenset(map(_key, kinds()))
"""The keys of words that say what kind of thing happened."""

FEW: Final = frozenset(_key(str(number)) for number in range(10))
"""The keys of numbers of one digit: any two lists have them in common."""


def _is_year(digits: str) -> bool:
    """Whether it is a year of our time, in either calendar: it tells little."""
    return len(digits) == 4 and ("1380" <= digits <= "1449" or "1900" <= digits <= "2099")
