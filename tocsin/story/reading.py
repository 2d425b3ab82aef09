"""An article's own words as numbers: where they stand, samples of its word triples, prints of its sentences.

Methods: a document is the set of its shingles (Broder 1997, "On the resemblance and containment of documents"), of
which the smallest hashes are kept (bottom-k; Cohen and Kaplan 2007): since both samples are the smallest of their sets,
they tell how much of the one is contained in the other, whatever their lengths. Word hashes are 64-bit FNV-1a as in
`tocsin.text.scan`, so that the compiled reading and the plain one are equal.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from heapq import nsmallest
from importlib.util import find_spec
from itertools import islice
from typing import Final, NamedTuple, Protocol

from tocsin.contract.events import Article
from tocsin.matching.zones import boilerplate
from tocsin.text.markup import without_markup
from tocsin.text.tokens import BREAK, GLUED, Token, tokens

SHINGLE: Final = 3
"""Words in a row."""
SAMPLED: Final = 28
"""Shingles kept of an article."""
SENTENCES: Final = 48
"""Sentences kept, from the first."""
SHORTEST_SENTENCE: Final = 4
"""Words; shorter ones are anybody's."""
MASK: Final = (1 << 64) - 1
SEED: Final = 0xCBF29CE484222325
PRIME: Final = 0x100000001B3
MIX: Final = 0x9E3779B97F4A7C15


class Reading(NamedTuple):
    """What was read of a text: ``places`` of its first words (start, end, flags), how many ``words`` there are, the
    places of those ``capitals`` that open no sentence, ``shingles`` ascending, ``sentences`` in order.
    """

    places: list[tuple[int, int, int]]
    words: int
    capitals: list[tuple[int, int]]
    shingles: list[int]
    sentences: list[int]


class Reader(Protocol):
    """Reads a text; ``first`` is how many words' places are wanted."""

    def __call__(self, text: str, first: int) -> Reading: ...


def own_text(article: Article) -> str:
    """Title, then the body without links and menus."""
    pieces, at = [article.title], 0
    for start, end in boilerplate(article):
        pieces.append(article.body[at:start])
        at = end
    pieces.append(article.body[at:])
    return "\n".join(pieces)


@cache
def reader() -> Reader:
    """The compiled reader where numba is installed, else the plain one."""
    if find_spec("numba") is None:
        return read_plainly
    from tocsin.story.fast import read_compiled

    return read_compiled


def read_plainly(text: str, first: int) -> Reading:
    """See ``Reader``."""
    found, read = tokens(text), without_markup(text)
    hashes = [word_hash(token.folded) for token in found]
    return Reading(
        [(token.start, token.end, token.flags) for token in found[:first]],
        len(found),
        [
            (one.start, one.end)
            for one in found
            if read[one.start].isupper() and not one.flags & (BREAK | GLUED)
        ],
        nsmallest(SAMPLED, set(map(_shingle, hashes, hashes[1:], hashes[2:]))),
        [one.print for one in islice(_sentences(found, hashes, len(text)), SENTENCES)],
    )


class Sentence(NamedTuple):
    """``text[start:end]`` with what follows it; ``print`` knows its words again, whatever their spelling."""

    start: int
    end: int
    print: int


def sentences_of(text: str) -> list[Sentence]:
    """All sentences of ``text`` that are long enough to know again, in order."""
    found = tokens(text)
    return list(_sentences(found, [word_hash(token.folded) for token in found], len(text)))


def _sentences(found: Sequence[Token], hashes: Sequence[int], length: int) -> Iterator[Sentence]:
    value, words, start = SEED, 0, 0
    closing = Token("", length, length, BREAK)
    for token, one in zip((*found, closing), (*hashes, 0), strict=True):
        if token.flags & BREAK:
            if words >= SHORTEST_SENTENCE:
                yield Sentence(start, token.start, (value ^ value >> 32) & 0xFFFF)
            value, words, start = SEED, 0, token.start
        value = (value ^ one) * PRIME & MASK
        words += 1


def _shingle(one: int, two: int, three: int) -> int:
    mixed = (one * MIX + two * PRIME + (three ^ SEED)) & MASK
    return ((mixed ^ mixed >> 32) * MIX & MASK) >> 32


def _word_hash(word: str) -> int:
    value = SEED
    for character in word:
        value = (value ^ ord(character)) * PRIME & MASK
    return max(value ^ value >> 29, 1)


_kept = lru_cache(maxsize=200_000)(_word_hash)


def word_hash(word: str) -> int:
    """The hash of a folded word, as `tocsin.text.scan` has it."""
    return _kept(word) if len(word) <= 64 else _word_hash(word)
