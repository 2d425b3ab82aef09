"""What one written word tells of a story: which word it is, how it sounds, whether it is a number."""

from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

from tocsin.story.common import COMMON
from tocsin.story.kinds import kinds
from tocsin.story.sounds import sound
from tocsin.story.stems import stem
from tocsin.text.fold import fold_word

NOTHING: Final = 0
KEY_BYTES: Final = 3
SOUND_BYTES: Final = 2
_KEY: Final = 0xFFFFFF
_SOUND: Final = 0xFFFF
LONGEST_KEPT: Final = 64
"""Longer words are looked at anew each time: a feed of megabyte words must not fill the memory."""


class Told(NamedTuple):
    """``key`` is that of the stem, or of the number; ``sound`` that of the skeleton. ``NOTHING``: it tells nothing.

    ``kind`` is the number of the kind of event that the word stands for: then it is no name.
    """

    key: int
    sound: int = NOTHING
    number: bool = False
    kind: int = NOTHING


_SILENT: Final = Told(NOTHING)


def told(written: str) -> Told:
    """What ``written``, one word of a text, tells."""
    return _kept(written) if len(written) <= LONGEST_KEPT else _told(written)


def _told(written: str) -> Told:
    word = fold_word(written)
    if not word or word in COMMON:
        return _SILENT
    if word.isdigit():
        return _SILENT if _is_year(word) else Told(_hash(word.lstrip("0")) & _KEY or 1, number=True)
    if len(word) < 2 and word.isascii():
        return _SILENT
    root = stem(word)
    kind = kinds().get(root, NOTHING)
    heard = "" if kind else sound(word)
    return Told(_hash(root) & _KEY or 1, (_hash(heard) & _SOUND or 1) if heard else NOTHING, kind=kind)


_kept = lru_cache(maxsize=200_000)(_told)


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


KIND_KEYS: Final = frozenset((_hash(word) & _KEY or 1).to_bytes(KEY_BYTES, "little") for word in kinds())
"""The keys of words that say what kind of thing happened."""


def _is_year(digits: str) -> bool:
    """Whether it is a year of our time, in either calendar: it tells little."""
    return len(digits) == 4 and ("1380" <= digits <= "1449" or "1900" <= digits <= "2099")
