"""What kind of character each one is to the reader of words: part of one, between two, or nothing.

The kinds are the one truth that both readers share: the plain one (`tokens`) and the compiled one (`scan`).
"""

import unicodedata
from enum import IntEnum
from typing import Final

FORMATS: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""Joiners, direction marks, soft hyphens: inside a word they are nothing, at its end they are not part of it."""

MARKS: Final = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
"""Accents and vowel signs that a writer may leave out: nothing inside a word, but part of what is written."""

SOLO: Final = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d\U00020000-\U0003ffff"
)
"""Scripts written without blanks: each character is a word, so that a phrase of them is found anywhere."""

APOSTROPHES: Final = "'’‘‛ʼʹʻʾʿˈ`´′＇՚"
HARD: Final = "\n\r\v\f\x85\u2028\u2029!?؟۔…;؛。！？"


class Kind(IntEnum):
    """What a character does where words are read."""

    OTHER = 0
    BLANK = 1
    APOSTROPHE = 2
    HARD = 3
    """Ends a sentence or a line."""
    DOT = 4
    FORMAT = 5
    MARK = 6
    LETTER = 7
    """Folds to one character."""
    LIGATURE = 8
    """A letter that folds to several characters, or to none."""
    ALONE = 9
    """A word by itself."""


def ranges(characters: str) -> frozenset[int]:
    """The code points that a regular expression's character class of ``characters`` holds."""
    found: set[int] = set()
    at = 0
    while at < len(characters):
        first = last = ord(characters[at])
        if characters[at + 1 : at + 2] == "-":
            last = ord(characters[at + 2])
            at += 2
        found.update(range(first, last + 1))
        at += 1
    return frozenset(found)


_GROUPS: Final = (
    (ranges(APOSTROPHES), Kind.APOSTROPHE),
    (ranges(HARD), Kind.HARD),
    (ranges(FORMATS), Kind.FORMAT),
    (ranges(MARKS), Kind.MARK),
)
_SOLO: Final = ranges(SOLO)
VOWELS: Final = "".join(
    chr(code) for code in range(0x0900, 0x1360) if unicodedata.category(chr(code)).startswith("M")
)
"""Signs of Indian scripts and their neighbours that belong to the spelling."""
_VOWELS: Final = frozenset(VOWELS)


def is_vowel_sign(character: str) -> bool:
    """Whether it is a mark that spells, as in Devanagari."""
    return character in _VOWELS


def kind_of(character: str) -> Kind:
    """The kind of one character; a letter is not yet told from a ligature, since folding decides that."""
    code = ord(character)
    for group, kind in _GROUPS:
        if code in group:
            return kind
    if code in _SOLO:
        return Kind.ALONE
    if character.isalnum():
        return Kind.LETTER
    if character == ".":
        return Kind.DOT
    return Kind.BLANK if character.isspace() else Kind.OTHER
