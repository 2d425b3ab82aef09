"""Words of a text, folded, each with its exact place in the original."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from tocsin.text.characters import APOSTROPHES, FORMATS, HARD, MARKS, SOLO, VOWELS, ranges
from tocsin.text.fold import fold_word
from tocsin.text.markup import without_markup

GLUED: Final = 1
"""Flag: an apostrophe and nothing else parts the token from the one before it."""
BREAK: Final = 2
"""Flag: a sentence or a line ends between the token and the one before it."""
LIGHT: Final = 4
"""Flag: a small word on one side of an apostrophe, which may stand between the words of a phrase (d', 'de)."""
LONGEST_BEFORE: Final = 2
LONGEST_AFTER: Final = 6
"""How many characters a light token has before its apostrophe, and after it."""
SHORTEST_BEFORE_STOP: Final = 3
"""A full stop after fewer characters than this abbreviates (U.S., г., Dr.) and ends nothing."""

_INNER: Final = rf"[{MARKS}{FORMATS}{VOWELS}]"
_LETTER: Final = rf"[^\W_{APOSTROPHES}{SOLO}]"
_WORD: Final = re.compile(rf"[{SOLO}](?:{_INNER})*|{_LETTER}(?:{_LETTER}|{_INNER})*")
_FORMATS: Final = "".join(map(chr, sorted(ranges(FORMATS))))
_NOTHING: Final = re.compile(f"[{FORMATS}{MARKS}]+")
_HARD: Final = frozenset(HARD)
_BLANK: Final = re.compile(r"\s")


class Token(NamedTuple):
    """``text[start:end]`` is the word as written; ``folded`` what it is compared by. Offsets are code points."""

    folded: str
    start: int
    end: int
    flags: int = 0


LONGEST_KEPT: Final = 64
"""Longer words are folded anew each time: a feed of megabyte words must not fill the memory."""
_fold_cached = lru_cache(maxsize=200_000)(fold_word)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of ``text`` in order.

    Punctuation, hyphens and apostrophes split; joiners and marks do not. Left-over markup is read as what it stands
    for (``&eacute;``) or as a blank (``<b>``).
    """
    read = without_markup(text)
    found: list[Token] = []
    last_end = 0
    for word in _WORD.finditer(read):
        written = word[0]
        folded = _folded(written)
        if not folded:
            continue
        start = word.start()
        flags = _flags(read[last_end:start], found, len(folded)) if found else 0
        found.append(Token(folded, start, start + len(written.rstrip(_FORMATS)), flags))
        last_end = word.end()
    return tuple(found)


def fold(text: str) -> str:
    """The folded words of ``text``, one blank between them."""
    words = map(_folded, _WORD.findall(without_markup(text)))
    return " ".join(filter(None, words))


def _folded(written: str) -> str:
    return _fold_cached(written) if len(written) <= LONGEST_KEPT else fold_word(written)


def _flags(between: str, before: list[Token], length: int) -> int:
    if between == " ":
        return 0
    bare = _NOTHING.sub("", between)
    if len(bare) == 1 and bare in APOSTROPHES:
        if len(before[-1].folded) <= LONGEST_BEFORE:
            before[-1] = before[-1]._replace(flags=before[-1].flags | LIGHT)
        return GLUED | LIGHT if length <= LONGEST_AFTER else GLUED
    if not _HARD.isdisjoint(bare):
        return BREAK
    stops = len(before[-1].folded) >= SHORTEST_BEFORE_STOP and _BLANK.search(bare.partition(".")[2])
    return BREAK if stops else 0
