"""The words of a text in one compiled pass: folded, hashed, looked up, with their places.

The same words as `tocsin.text.tokens`, without making a string of any: a word is known by a 64-bit hash (FNV-1a,
over folded code points) of which a table remembers what type it is. Needs numba (the extra ``fast``).
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from tocsin.text.characters import Kind, is_vowel_sign, kind_of
from tocsin.text.fold import fold_character
from tocsin.text.tokens import BREAK, GLUED, LIGHT, LONGEST_AFTER, LONGEST_BEFORE, SHORTEST_BEFORE_STOP

Array = npt.NDArray[Any]

F = TypeVar("F", bound=Callable[..., Any])

BEYOND: Final = 0x20000
"""A text with a code point from here on (rare ideographs) is left to the plain reader."""
UNKNOWN: Final = -1
UNREADABLE: Final = -1
"""What the compiled reader answers to such a text."""
_SEED: Final = np.uint64(0xCBF29CE484222325)
_PRIME: Final = np.uint64(0x100000001B3)
_LETTER, _LIGATURE, _ALONE = int(Kind.LETTER), int(Kind.LIGATURE), int(Kind.ALONE)
_FORMAT, _MARK = int(Kind.FORMAT), int(Kind.MARK)
_BLANK, _APOSTROPHE, _HARD, _DOT = int(Kind.BLANK), int(Kind.APOSTROPHE), int(Kind.HARD), int(Kind.DOT)
_VOWEL: Final = 10
_BREVE, _CAPITAL_I, _SMALL_I, _SHORT_I = 0x306, 0x418, 0x438, 0x439


def compiled(function: F) -> F:
    """``function`` compiled at its first call; kept for the next process where there is a place to keep it."""
    try:
        return cast(F, numba.njit(cache=True)(function))
    except RuntimeError:  # numba finds no folder it may write to, as in a read-only container
        return cast(F, numba.njit(function))


def character_tables() -> tuple[Array, Array, Array]:
    """Kind and fold of every code point below ``BEYOND``, and the spellings of ligatures.

    The fold of all but a plain letter is ``offset << 8 | length`` into the spellings.
    """
    kinds = np.zeros(BEYOND, np.uint8)
    folds = np.zeros(BEYOND, np.uint32)
    spellings: list[int] = []
    for code in range(BEYOND):
        kind, spelling = _told(chr(code))
        kinds[code] = kind
        if kind in (_LIGATURE, _ALONE, _VOWEL):
            folds[code] = len(spellings) << 8 | len(spelling)
            spellings.extend(map(ord, spelling))
        elif spelling:
            folds[code] = ord(spelling)
    return kinds, folds, np.array(spellings, np.uint32)


def _told(character: str) -> tuple[int, str]:
    kind = kind_of(character)
    if kind not in (Kind.LETTER, Kind.ALONE):
        return (_VOWEL, fold_character(character)) if is_vowel_sign(character) else (int(kind), "")
    folded = fold_character(character)
    if kind is Kind.LETTER and len(folded) != 1:
        return _LIGATURE, folded
    return int(kind), folded


@compiled
def look_up(keys: Array, ids: Array, wanted: np.uint64) -> int:
    """The id kept for a hash, or ``UNKNOWN``. Open addressing; 0 marks an empty slot."""
    mask = np.uint64(len(keys) - 1)
    at = wanted & mask
    while keys[at] != np.uint64(0):
        if keys[at] == wanted:
            return int(ids[at])
        at = (at + np.uint64(1)) & mask
    return UNKNOWN


@compiled
def keep(keys: Array, ids: Array, wanted: Array, values: Array) -> None:
    """Remember ``values`` for hashes that are not kept yet; the caller sees that there is room."""
    mask = np.uint64(len(keys) - 1)
    for one in range(len(wanted)):
        at = wanted[one] & mask
        while keys[at] != np.uint64(0):
            at = (at + np.uint64(1)) & mask
        keys[at] = wanted[one]
        ids[at] = values[one]


@compiled
def added(value: np.uint64, spellings: Array, kind: int, fold: int) -> np.uint64:
    """The hash with one more character of the word."""
    if kind == _LETTER:
        return (value ^ np.uint64(fold)) * _PRIME
    first = fold >> 8
    for place in range(first, first + (fold & 255)):
        value = (value ^ np.uint64(spellings[place])) * _PRIME
    return value


@compiled
def read_words(
    codes: Array, tables: tuple[Array, Array, Array], kept: tuple[Array, Array], out: tuple[Array, ...]
) -> tuple[int, int]:
    """Fill ``out`` (types, starts, ends, flags, hashes) with the words of ``codes``.

    Returns how many words there are, and how many of them have no type yet; or ``UNREADABLE``. One function, since it
    is one loop over the text with the state of the word and of the gap before it.
    """
    kinds, folds, spellings = tables
    keys, ids = kept
    types, starts, ends, flags, hashes = out
    count = unknown = start = end = length = length_before = 0
    apostrophes = others = 0
    hard = dot = stop = inside = alone = False
    value = before_last = _SEED
    for at in range(len(codes) + 1):
        code = codes[at] if at < len(codes) else np.uint32(0x20)
        if code >= BEYOND:
            return UNREADABLE, 0
        kind = kinds[code]
        fold = folds[code]
        if inside:
            if kind == _FORMAT:
                continue
            if kind == _MARK:
                end = at + 1
                if code == _BREVE and codes[at - 1] in (_SMALL_I, _CAPITAL_I):
                    value = (before_last ^ np.uint64(_SHORT_I)) * _PRIME
                continue
            if kind == _VOWEL or (not alone and kind in (_LETTER, _LIGATURE)):
                end = at + 1
                before_last = value
                value = added(value, spellings, kind, fold)
                length += 1 if kind == _LETTER else fold & 255
                continue
            inside = False
            if length == 0:
                others += 1
            else:
                flag = 0
                if count > 0 and apostrophes == 1 and others == 0:
                    flag = GLUED | LIGHT if length <= LONGEST_AFTER else GLUED
                    if length_before <= LONGEST_BEFORE:
                        flags[count - 1] |= LIGHT
                elif count > 0 and (hard or (stop and length_before >= SHORTEST_BEFORE_STOP)):
                    flag = BREAK
                value = max(value ^ (value >> np.uint64(29)), np.uint64(1))
                types[count] = look_up(keys, ids, value)
                unknown += types[count] == UNKNOWN
                starts[count], ends[count], flags[count], hashes[count] = start, end, flag, value
                count += 1
                length_before = length
                apostrophes = others = 0
                hard = dot = stop = False
        if kind in (_LETTER, _LIGATURE, _ALONE):
            inside, alone, start, end = True, kind == _ALONE, at, at + 1
            before_last = _SEED
            value = added(_SEED, spellings, kind, fold)
            length = 1 if kind == _LETTER else fold & 255
        elif kind == _APOSTROPHE:
            apostrophes += 1
        elif kind not in (_FORMAT, _MARK):
            others += 1
            hard = hard or kind == _HARD
            stop = stop or (dot and kind == _BLANK)
            dot = dot or kind == _DOT
    return count, unknown
