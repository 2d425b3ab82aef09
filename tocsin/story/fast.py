"""The reading of `tocsin.story.reading` in compiled passes. Needs numba (the extra ``fast``)."""

from functools import cache
from typing import Final

import numpy as np

from tocsin.story.reading import (
    MIX,
    PRIME,
    SAMPLED,
    SEED,
    SENTENCES,
    SHINGLE,
    SHORTEST_SENTENCE,
    Reading,
    read_plainly,
)
from tocsin.text.markup import without_markup
from tocsin.text.scan import BEYOND, UNREADABLE, Array, character_tables, compiled, read_words
from tocsin.text.tokens import BREAK, GLUED

_MIX, _PRIME, _SEED = np.uint64(MIX), np.uint64(PRIME), np.uint64(SEED)
_HALF: Final = np.uint64(32)
_PRINT: Final = np.uint64(0xFFFF)
_KINDS: Final = (np.int32, np.int32, np.int32, np.uint8, np.uint64)
_OPENS: Final = BREAK | GLUED


@cache
def _tables() -> tuple[tuple[Array, Array, Array], Array, tuple[Array, Array]]:
    uppers = np.array([chr(code).isupper() for code in range(BEYOND)], np.bool_)
    return character_tables(), uppers, (np.zeros(8, np.uint64), np.zeros(8, np.int32))


@compiled
def _digest(hashes: Array, flags: Array, shingles: Array, sentences: Array) -> int:
    """Fill ``shingles`` with a hash for each triple and ``sentences`` with prints; returns how many prints."""
    words = prints = 0
    value = _SEED
    for at in range(len(hashes)):
        if flags[at] & BREAK:
            if words >= SHORTEST_SENTENCE and prints < SENTENCES:
                sentences[prints] = (value ^ (value >> _HALF)) & _PRINT
                prints += 1
            value, words = _SEED, 0
        value = (value ^ hashes[at]) * _PRIME
        words += 1
        if at >= SHINGLE - 1:
            mixed = hashes[at - 2] * _MIX + hashes[at - 1] * _PRIME + (hashes[at] ^ _SEED)
            shingles[at - 2] = ((mixed ^ (mixed >> _HALF)) * _MIX) >> _HALF
    if words >= SHORTEST_SENTENCE and prints < SENTENCES:
        sentences[prints] = (value ^ (value >> _HALF)) & _PRINT
        prints += 1
    return prints


@compiled
def _smallest(shingles: Array, kept: Array) -> int:
    """Fill ``kept`` with the smallest of ``shingles``, each once, ascending; returns how many there are."""
    count = 0
    for one in np.sort(shingles):
        if count == len(kept):
            break
        if count == 0 or kept[count - 1] != one:
            kept[count] = one
            count += 1
    return count


def read_compiled(text: str, first: int) -> Reading:
    """See ``Reader``."""
    codes = np.frombuffer(without_markup(text).encode("utf-32-le", "surrogatepass"), np.uint32)
    tables, uppers, kept = _tables()
    words = tuple(np.empty(len(codes) + 1, kind) for kind in _KINDS)
    count, _ = read_words(codes, tables, kept, words)
    if count == UNREADABLE:
        return read_plainly(text, first)
    _, starts, ends, flags, hashes = (column[:count] for column in words)
    shingles, sentences = np.empty(max(count - SHINGLE + 1, 0), np.uint32), np.empty(SENTENCES, np.uint16)
    sample = np.empty(SAMPLED, np.uint32)
    prints = _digest(hashes, flags, shingles, sentences)
    sampled = _smallest(shingles, sample)
    capitals = np.flatnonzero(
        np.logical_and(uppers[codes[starts]], np.logical_not(np.bitwise_and(flags, _OPENS)))
    )
    return Reading(
        list(zip(starts[:first].tolist(), ends[:first].tolist(), flags[:first].tolist(), strict=True)),
        count,
        list(zip(starts[capitals].tolist(), ends[capitals].tolist(), strict=True)),
        sample[:sampled].tolist(),
        sentences[:prints].tolist(),
    )
