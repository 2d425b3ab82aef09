"""Folding: two spellings of one word become the same string, whatever keyboard wrote them.

Language-blind on purpose: a wrong guess of the language must not cost a match. What folds: case (Turkish dotted and
dotless i included), accents, Arabic vowel marks, hamza seats, alef, yeh and kaf of both keyboards, teh marbuta,
tatweel, presentation forms, full width, all digits. What is dropped: joiners, direction marks, soft hyphens.
Character by character, but for й: NFD writes it as two, and it is no и.
"""

import unicodedata
from typing import Final

from tocsin.text.characters import APOSTROPHES, Kind, is_vowel_sign, kind_of

BREVE: Final = "\u0306"

_ONE_TO_ONE: Final = {
    **dict.fromkeys("آأإٱٲٳ", "ا"),
    **dict.fromkeys("ىیېےۍۑ", "ي"),
    **dict.fromkeys("ئ", "ي"),
    **dict.fromkeys("ؤ", "و"),
    **dict.fromkeys("کڪګ", "ك"),
    **dict.fromkeys("ةۀەہۂۃھ", "ه"),
    **dict.fromkeys("ıİI", "i"),
    **dict.fromkeys("йЙ", "й"),
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
        folded = self[code] = fold_character(chr(code))
        return folded


def fold_character(character: str) -> str:
    """What one character of a word folds to: usually one, for a ligature several, for a mark or joiner none."""
    known = _ONE_TO_ONE.get(character)
    if known is not None:
        return known
    if character.isdigit():
        return str(unicodedata.digit(character))
    if kind_of(character) in (Kind.APOSTROPHE, Kind.MARK, Kind.FORMAT):
        return ""
    composed = unicodedata.normalize("NFKC", character).casefold()
    apart = unicodedata.normalize("NFKD", "".join(_ONE_TO_ONE.get(c, c) for c in composed))
    # What a compatibility form takes apart may hold marks and signs (¼, ﷺ): only what spells is compared.
    spelt = "".join(_ONE_TO_ONE.get(c, c) for c in apart if c not in APOSTROPHES and _spells(c))
    return spelt if _reads_alike(character, spelt) else character


def _spells(character: str) -> bool:
    return character.isalnum() or is_vowel_sign(character)


def _reads_alike(character: str, spelt: str) -> bool:
    """Whether what is spelt would be read as one word again (ำ taken apart begins with a mark, and ໜ is two words)."""
    if any(kind_of(one) is Kind.ALONE for one in spelt):
        return len(spelt) == 1 and kind_of(character) is Kind.ALONE
    return is_vowel_sign(character) or not is_vowel_sign(spelt[:1])


_TABLE: Final = _Table()


def fold_word(word: str) -> str:
    """One word, folded; empty where nothing of it is left."""
    if word.isascii():
        return "".join(c for c in word.lower() if c.isalnum())
    return word.replace("и" + BREVE, "й").replace("И" + BREVE, "й").translate(_TABLE)
