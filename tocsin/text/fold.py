"""Folding: two spellings of one word become the same string, whatever keyboard wrote them.

Language-blind on purpose: a wrong guess of the language must not cost a match. What folds: case (Turkish dotted and
dotless i included), Latin accents, Arabic vowel marks, hamza seats, alef, yeh and kaf of both keyboards, teh
marbuta, tatweel, presentation forms, full width, all digits. What is dropped: joiners, direction marks, soft hyphens.
"""

import re
import unicodedata
from typing import Final

# Marks and format characters that stand inside a word without being part of it.
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
)
FORMATS: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
WORD: Final = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}{FORMATS}])*")

_ONE_TO_ONE: Final = {
    **dict.fromkeys("آأإٱٲٳ", "ا"),
    **dict.fromkeys("ىیېےۍ", "ي"),
    **dict.fromkeys("ئ", "ي"),
    **dict.fromkeys("ؤ", "و"),
    **dict.fromkeys("کڪګ", "ك"),
    **dict.fromkeys("ةۀەہۂۃھ", "ه"),
    **dict.fromkeys("ıİI", "i"),
    **dict.fromkeys("ёЁ", "е"),
    **dict.fromkeys("йЙ", "й"),  # NFKD would make it и
    "ß": "ss",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ـ": "",
}


class _Table(dict[int, str]):
    """What each code point folds to, worked out at first sight and kept."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    known = _ONE_TO_ONE.get(character)
    if known is not None:
        return known
    if character.isdigit():
        return str(unicodedata.digit(character))
    lowered = unicodedata.normalize("NFKC", character).casefold()
    if "CYRILLIC" not in unicodedata.name(character, ""):
        lowered = unicodedata.normalize("NFKD", "".join(_ONE_TO_ONE.get(c, c) for c in lowered))
    # What a compatibility form takes apart may hold marks and signs (¼, ﷺ): only letters and digits are compared.
    return "".join(_ONE_TO_ONE.get(c, c) for c in lowered if c.isalnum())


_TABLE: Final = _Table()


def fold_word(word: str) -> str:
    """One word, folded; empty where nothing of it is left."""
    return unicodedata.normalize("NFC", word).translate(_TABLE)
