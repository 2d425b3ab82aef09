"""The numbers that two headlines give."""

import re
from functools import lru_cache
from typing import Final, Literal

from tocsin.story.numerals import NUMERALS
from tocsin.text.fold import fold_word

Figures = Literal["same", "other", "unsaid"]

_DIGITS: Final = re.compile(r"\d{1,18}")
_WORD: Final = re.compile(r"[^\W\d_]+")


def figures(one: str, other: str) -> Figures:
    """Whether two titles, in whatever digits and languages, have a number in common; ``unsaid`` if one has none."""
    mine, theirs = _numbers(one), _numbers(other)
    if not mine or not theirs:
        return "unsaid"
    return "same" if mine & theirs else "other"


@lru_cache(maxsize=20_000)
def _numbers(title: str) -> frozenset[int]:
    said = (NUMERALS[word] for word in map(fold_word, _WORD.findall(title)) if word in NUMERALS)
    return frozenset(map(int, (*_DIGITS.findall(title), *said)))
