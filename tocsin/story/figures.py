"""The numbers that two headlines give."""

import re
from functools import lru_cache
from typing import Final, Literal

Figures = Literal["same", "other", "unsaid"]

_DIGITS: Final = re.compile(r"\d{1,18}")


def figures(one: str, other: str) -> Figures:
    """Whether two titles, in whatever digits and languages, have a number in common; ``unsaid`` if one has none."""
    mine, theirs = _numbers(one), _numbers(other)
    if not mine or not theirs:
        return "unsaid"
    return "same" if mine & theirs else "other"


@lru_cache(maxsize=20_000)
def _numbers(title: str) -> frozenset[int]:
    return frozenset(map(int, _DIGITS.findall(title)))
