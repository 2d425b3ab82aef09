"""What is kept of a text's wording: a sample of its word triples, prints of its sentences.

Methods: a document is the set of its shingles (Broder 1997, "On the resemblance and containment of documents"), of
which the smallest hashes are kept (bottom-k; Cohen and Kaplan 2007): since both samples are the smallest of their sets,
they tell how much of the one is contained in the other, whatever their lengths. Word hashes are 64-bit FNV-1a as in
`tocsin.text.scan`, so that the compiled reading and the plain one are equal.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import Final, NamedTuple

from tocsin.text.tokens import BREAK, Token, tokens

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


class Sentence(NamedTuple):
    """``text[start:end]`` with what follows it; ``print`` knows its words again, whatever their spelling."""

    start: int
    end: int
    print: int


def sentences_of(text: str) -> list[Sentence]:
    """All sentences of ``text`` that are long enough to know again, in order."""
    found = tokens(text)
    return list(read_sentences(found, [word_hash(token.folded) for token in found], len(text)))


def read_sentences(found: Sequence[Token], hashes: Sequence[int], length: int) -> Iterator[Sentence]:
    value, words, start = SEED, 0, 0
    closing = Token("", length, length, BREAK)
    for token, one in zip((*found, closing), (*hashes, 0), strict=True):
        if token.flags & BREAK:
            if words >= SHORTEST_SENTENCE:
                yield Sentence(start, token.start, (value ^ value >> 32) & 0xFFFF)
            value, words, start = SEED, 0, token.start
        value = (value ^ one) * PRIME & MASK
        words += 1


def sample_of(hashes: Sequence[int]) -> list[int]:
    """The smallest of the hashes of all triples of words, ascending."""
    return nsmallest(SAMPLED, set(map(_shingle, hashes, hashes[1:], hashes[2:])))


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
