"""Words of a text, folded, each with its exact place in the original."""

import re
from functools import lru_cache
from typing import NamedTuple

from tocsin.text.fold import FORMATS, WORD, fold_word

_TRAILING_FORMATS = re.compile(f"[{FORMATS}]+$")


class Token(NamedTuple):
    """``text[start:end]`` is the word as written; ``folded`` what it is compared by. Offsets are code points."""

    folded: str
    start: int
    end: int


_fold_cached = lru_cache(maxsize=200_000)(fold_word)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of ``text`` in order. Punctuation, hyphens and apostrophes split; joiners and marks do not."""
    found = []
    for word in WORD.finditer(text):
        start, end = word.span()
        folded = _fold_cached(word[0])
        if folded:
            tail = _TRAILING_FORMATS.search(word[0])
            found.append(Token(folded, start, start + tail.start() if tail else end))
    return tuple(found)


def fold(text: str) -> str:
    """The folded words of ``text``, one blank between them."""
    return " ".join(token.folded for token in tokens(text))
