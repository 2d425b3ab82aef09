"""The search of `tocsin.matching.search` on arrays, compiled. Same walk, same hits, in the same order."""

from typing import Final, NamedTuple

import numpy as np

from tocsin.matching.index import ANY, Index
from tocsin.matching.search import MOST_LIGHT
from tocsin.text.scan import Array, compiled
from tocsin.text.tokens import BREAK, LIGHT

NOWHERE: Final = -1


class Sequences(NamedTuple):
    """An index as arrays: each ``*_at`` has one entry more than there are things, so that it also tells the end."""

    slots: Array
    slots_at: Array
    gaps: Array
    detached: Array
    anchor_sequences: Array
    anchor_slots: Array
    anchors_at: Array


class Links(NamedTuple):
    """What each type stands for: from ``at[type]``, ``counts[type]`` words and rules. Type 0 stands for nothing."""

    at: Array
    counts: Array
    detached: Array
    words: Array
    rules: Array


def sequences_of(index: Index) -> Sequences:
    """``index`` as arrays."""
    anchors = [index.anchors.get(word, ()) for word in range(len(index.vocabulary.words))]
    flat = [anchor for found in anchors for anchor in found]
    return Sequences(
        slots=np.array([word for sequence in index.sequences for word in sequence.slots], np.int32),
        slots_at=_offsets([len(sequence.slots) for sequence in index.sequences]),
        gaps=np.array([sequence.gap for sequence in index.sequences], np.int32),
        detached=np.array([sequence.detached for sequence in index.sequences], np.bool_),
        anchor_sequences=np.array([anchor.sequence for anchor in flat], np.int32),
        anchor_slots=np.array([anchor.slot for anchor in flat], np.int32),
        anchors_at=_offsets([len(found) for found in anchors]),
    )


def _offsets(counts: list[int]) -> Array:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(counts, np.int64))]).astype(np.int64)


@compiled
def linked(links: Links, kind: int, word: int) -> int:
    """The rule by which a type stands for a word, or ``NOWHERE``."""
    first = links.at[kind]
    for place in range(first, first + links.counts[kind]):
        if links.words[place] == word:
            return int(links.rules[place])
    return NOWHERE


@compiled
def next_place(
    links: Links,
    types: Array,
    flags: Array,
    count: int,
    word: int,
    at: int,
    step: int,
    gap: int,
    detached: bool,
) -> tuple[int, int]:
    """The nearest place that ``word`` may stand at, and the rule; ``NOWHERE`` twice where there is none."""
    light = others = 0
    while True:
        at += step
        if at < 0 or at >= count or flags[max(at, at - step)] & BREAK:
            return NOWHERE, NOWHERE
        if word == ANY:
            return at, 0
        rule = linked(links, types[at], word)
        if rule != NOWHERE:
            return at, rule
        if (flags[at] & LIGHT or (detached and links.detached[types[at]])) and light < MOST_LIGHT:
            light += 1
        elif others < gap:
            others += 1
        else:
            return NOWHERE, NOWHERE


@compiled
def search_compiled(index: Sequences, links: Links, words: tuple[Array, ...], count: int, hits: Array) -> int:
    """Fill ``hits`` (sequence, first, last, start, end, rule in each row); returns how many there are.

    They may be more than fit. ``words`` are those of `tocsin.text.scan.read_words`.
    """
    types, starts, ends, flags, _ = words
    found = 0
    for at in range(count):
        kind = types[at]
        for link in range(links.at[kind], links.at[kind] + links.counts[kind]):
            word = links.words[link]
            for anchor in range(index.anchors_at[word], index.anchors_at[word + 1]):
                sequence = index.anchor_sequences[anchor]
                begin, end = index.slots_at[sequence], index.slots_at[sequence + 1]
                gap, detached = index.gaps[sequence], index.detached[sequence]
                rule = int(links.rules[link])
                first = last = at
                slot = begin + index.anchor_slots[anchor] - 1
                while slot >= begin and first != NOWHERE:
                    first, closer = next_place(
                        links, types, flags, count, index.slots[slot], first, -1, gap, detached
                    )
                    rule = max(rule, closer)
                    slot -= 1
                slot = begin + index.anchor_slots[anchor] + 1
                while slot < end and first != NOWHERE and last != NOWHERE:
                    last, closer = next_place(
                        links, types, flags, count, index.slots[slot], last, 1, gap, detached
                    )
                    rule = max(rule, closer)
                    slot += 1
                if first != NOWHERE and last != NOWHERE:
                    if found < len(hits):
                        hits[found, 0], hits[found, 1], hits[found, 2] = sequence, first, last
                        hits[found, 3], hits[found, 4], hits[found, 5] = starts[first], ends[last], rule
                    found += 1
    return found
