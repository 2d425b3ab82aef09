"""The passes of `tocsin.story.fast` over the words of a text, compiled. Needs numba (the extra ``fast``)."""

from typing import Final

import numpy as np

from tocsin.story.plain import (
    LEAD,
    LONGEST_ENDING,
    LONGEST_TITLE,
    MOST_CAPITALS,
    MOST_LEAD,
    MOST_NAMES,
    MOST_NUMBERS,
    MOST_TITLE,
)
from tocsin.story.reading import MIX, PRIME, SEED, SENTENCES, SHINGLE, SHORTEST_SENTENCE
from tocsin.text.scan import Array, compiled
from tocsin.text.tokens import BREAK, GLUED

_MIX, _PRIME, _SEED = np.uint64(MIX), np.uint64(PRIME), np.uint64(SEED)
_HALF: Final = np.uint64(32)
_PRINT: Final = np.uint64(0xFFFF)
NUMBER: Final = 1
BARE: Final = 2
"""What is kept of a word: flags; beside its key, its sound and its kind."""


@compiled
def choose(
    codes: Array, uppers: Array, places: tuple[Array, Array, Array], count: int, title: int, chosen: Array
) -> tuple[int, int, int]:
    """Fill ``chosen`` with the words of title, of lead, and with capitals; returns how many there are of each."""
    starts, ends, flags = places
    first = lead = 0
    for at in range(min(count, LONGEST_TITLE + LEAD)):
        if flags[at] & GLUED and ends[at] - starts[at] <= LONGEST_ENDING:
            continue
        if first + lead < LONGEST_TITLE and starts[at] < title:
            first += 1
        else:
            lead += 1
        chosen[first + lead - 1] = at
    lead = min(lead, LEAD)
    capitals = 0
    for at in range(count):
        if uppers[codes[starts[at]]] and not flags[at] & (BREAK | GLUED):
            if capitals < MOST_CAPITALS:
                chosen[first + lead + capitals] = at
            capitals += 1
    return first, lead, 0 if 2 * capitals > count else min(capitals, MOST_CAPITALS)


@compiled
def added_once(value: int, kept: Array, count: int, most: int) -> int:
    """``kept`` with one more value, unless it holds it or is full; returns how many it holds."""
    for at in range(count):
        if kept[at] == value:
            return count
    if count < most:
        kept[count] = value
        return count + 1
    return count


@compiled
def tell(
    chosen: Array,
    counts: tuple[int, int, int],
    types: Array,
    told: tuple[Array, ...],
    keys: tuple[Array, ...],
    names: tuple[Array, Array, Array],
) -> tuple[int, int, int, int, int, int]:
    """Fill ``keys`` (of title, lead, numbers) and ``names`` (their sounds; all sounds, how often each).

    Returns how many there are of each, how many names the title has, and the kinds as bits. One function, since all of
    it hangs on one walk over the words.
    """
    key_of, sound_of, kind_of, flags_of = told
    in_title, in_lead, numbers = keys
    kept, heard, often = names
    first, lead, capitals = counts
    titles = leads = figures = sounds = kinds = 0
    for at in range(first + lead + capitals):
        kind = types[chosen[at]]
        sound = sound_of[kind]
        if at < first + lead and kind_of[kind]:
            kinds |= 1 << kind_of[kind]
        if at < first + lead and key_of[kind]:
            if flags_of[kind] & NUMBER:
                figures = added_once(key_of[kind], numbers, figures, MOST_NUMBERS)
            elif at < first:
                titles = added_once(key_of[kind], in_title, titles, LONGEST_TITLE)
            else:
                known = False
                for other in range(titles):
                    known = known or in_title[other] == key_of[kind]
                if not known:
                    leads = added_once(key_of[kind], in_lead, leads, MOST_LEAD)
        if sound and (at >= first + lead or flags_of[kind] & BARE):
            place = 0
            while place < sounds and heard[place] != sound:
                place += 1
            if place == sounds:
                heard[place], often[place] = sound, 0
                sounds += 1
            often[place] += 1
    titled = 0
    for at in range(first):
        sound = sound_of[types[chosen[at]]]
        for place in range(sounds):
            if sound and heard[place] == sound:
                titled = added_once(sound, kept, titled, MOST_NAMES)
    named = titled
    for _ in range(min(sounds, MOST_NAMES)):
        most = 0
        for place in range(sounds):
            if often[place] > often[most]:
                most = place
        named = added_once(heard[most], kept, named, MOST_NAMES)
        often[most] = 0
    return min(titles, MOST_TITLE), leads, figures, named, titled, kinds


@compiled
def digest(hashes: Array, flags: Array, count: int, shingles: Array, sentences: Array) -> int:
    """Fill ``shingles`` with a hash for each triple and ``sentences`` with prints; returns how many prints."""
    words = prints = 0
    value = _SEED
    for at in range(count):
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
def smallest(shingles: Array, count: int, kept: Array) -> int:
    """Fill ``kept`` with the smallest of ``shingles``, each once, ascending; returns how many there are."""
    size = 0
    for at in range(count):
        one = shingles[at]
        if size == len(kept) and one >= kept[size - 1]:
            continue
        place = size
        while place > 0 and kept[place - 1] > one:
            place -= 1
        if place > 0 and kept[place - 1] == one:
            continue
        size = min(size + 1, len(kept))
        for after in range(size - 1, place, -1):
            kept[after] = kept[after - 1]
        kept[place] = one
    return size
