"""The fast normalisation that the peers get: the matcher's own reading of words, written out with their places.

`tocsin.text.scan` makes no string of a word; peers need one. This is the same walk on the same tables with two more
arrays filled: the folded text with one blank around each word, and where each of its characters comes from.
"""

from functools import cache
from typing import Final

import numpy as np

from tocsin.text.characters import Kind
from tocsin.text.fold import fold_word
from tocsin.text.markup import without_markup
from tocsin.text.scan import BEYOND, Array, character_tables, compiled
from tocsin.text.tokens import fold

_LETTER, _LIGATURE, _ALONE = int(Kind.LETTER), int(Kind.LIGATURE), int(Kind.ALONE)
_FORMAT, _MARK = int(Kind.FORMAT), int(Kind.MARK)
_VOWEL: Final = 10
_BLANK: Final = 0x20
_BREVE, _CAPITAL_I, _SMALL_I, _SHORT_I = 0x306, 0x418, 0x438, 0x439
# A character may fold to several: ﷺ to eighteen.
_ROOM_FOR_LIGATURES: Final = 4096
_tables = cache(character_tables)


class Normaliser:
    """Texts in; `` word word `` out, folded. ``places[i]`` is where character ``i`` of the last text comes from."""

    def __init__(self) -> None:
        self._room(1 << 16)

    def __call__(self, text: str) -> str:
        codes = np.frombuffer(without_markup(text).encode("utf-32-le", "surrogatepass"), np.uint32)
        if len(codes) and codes.max() >= BEYOND:
            return f" {fold(text)} "
        if 2 * len(codes) + _ROOM_FOR_LIGATURES > len(self._written):
            self._room(4 * len(codes) + _ROOM_FOR_LIGATURES)
        count = write_words(codes, _tables(), self._written, self.places)
        return str(self._written[:count].tobytes(), "utf-32-le", "surrogatepass")

    def _room(self, characters: int) -> None:
        self._written, self.places = np.zeros(characters, np.uint32), np.zeros(characters, np.int32)


@compiled
def write_words(codes: Array, tables: tuple[Array, Array, Array], written: Array, places: Array) -> int:
    """Fill ``written`` and ``places``; returns how many characters there are."""
    kinds, folds, spellings = tables
    written[0], places[0] = _BLANK, 0
    count = first = 1
    inside = alone = False
    for at in range(len(codes) + 1):
        code = codes[at] if at < len(codes) else np.uint32(_BLANK)
        kind, fold = kinds[code], folds[code]
        if inside:
            if kind == _FORMAT:
                continue
            if kind == _MARK:
                if code == _BREVE and codes[at - 1] in (_SMALL_I, _CAPITAL_I):
                    written[count - 1] = _SHORT_I
                continue
            if kind == _VOWEL or (not alone and kind in (_LETTER, _LIGATURE)):
                count = _put(written, places, count, at, kind, fold, spellings)
                continue
            inside = False
            if count > first:
                written[count], places[count] = _BLANK, at
                count += 1
        if kind in (_LETTER, _LIGATURE, _ALONE):
            inside, alone, first = True, kind == _ALONE, count
            count = _put(written, places, count, at, kind, fold, spellings)
    return count


@compiled
def _put(written: Array, places: Array, count: int, at: int, kind: int, fold: int, spellings: Array) -> int:
    if kind == _LETTER:
        written[count], places[count] = fold, at
        return count + 1
    for place in range(fold >> 8, (fold >> 8) + (fold & 255)):
        written[count], places[count] = spellings[place], at
        count += 1
    return count


class ListTranslation:
    """What one would do without a compiled pass: ``str.translate`` with a list, no offsets and no marks taken out."""

    def __init__(self) -> None:
        self._table = [fold_word(chr(code)) or " " for code in range(1 << 16)]

    def find(self, text: str) -> int:
        text.translate(self._table)
        return 0
