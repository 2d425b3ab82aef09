"""`tocsin.story.likeness` in one compiled pass over two sketches. Needs numba (the extra ``fast``)."""

from typing import Final

import numpy as np

from tocsin.story.compiled_keys import read, read_low
from tocsin.story.compiled_words import (
    BEYOND,
    BOTH,
    HELD,
    ONE,
    OTHER,
    OTHER_HELD,
    OTHER_TITLE,
    TITLE,
    TITLES,
    place_in,
    sum_up,
    weighed,
)
from tocsin.story.reading import SAMPLED
from tocsin.story.words import FEW, KEY_BYTES, SOUND_BYTES
from tocsin.text.scan import Array, compiled

_ALL: Final = np.uint32(0xFFFFFFFF)
_FEW: Final = np.array(sorted(int.from_bytes(key) for key in FEW), np.uint32)


@compiled
def in_both(one: Array, other: Array) -> int:
    """How many keys both have."""
    count = 0
    for key in one:
        count += place_in(key, other) >= 0
    return count


@compiled
def dice(both: float, one: float, other: float) -> float:
    whole = one + other
    return 2 * both / whole if whole else 0.0


@compiled
def part(held: float, whole: float) -> float:
    return held / whole if whole else 0.0


@compiled
def contained(one: Array, other: Array) -> tuple[int, int, int]:
    """How many triples are in both samples, and how many of each could be."""
    limit = _ALL
    if len(one) == SAMPLED:
        limit = min(limit, one[-1])
    if len(other) == SAMPLED:
        limit = min(limit, other[-1])
    both = mine = theirs = 0
    while theirs < len(other) and other[theirs] <= limit:
        theirs += 1
    while mine < len(one) and one[mine] <= limit:
        both += place_in(one[mine], other) >= 0
        mine += 1
    return both, mine, theirs


@compiled
def opening(one: bytes, other: bytes) -> int:
    """How many sentences both begin with."""
    at = 0
    while at + 1 < min(len(one), len(other)) and one[at] == other[at] and one[at + 1] == other[at + 1]:
        at += 2
    return at // 2


@compiled
def alike(
    one: tuple[bytes, ...],
    other: tuple[bytes, ...],
    titles: tuple[int, int],
    slots: Array,
    fixed: tuple[Array, Array],
    scale: float,
    rules: tuple[int, float],
    other_day: bool,
) -> tuple[float | int | bool, ...]:
    """The values of a ``Likeness``. Either side is title and lead, numbers, names, shingles and sentences.

    ``titles``: how many words of either beginning are the title's; ``rules``: ``WORTH_WEIGHING`` and ``OF_A_KIND``,
    which what is compiled would not see change.
    """
    sides = read(one[0], KEY_BYTES, 0), read(other[0], KEY_BYTES, 0)
    sums, replaced, swapped = sum_up(sides, titles, slots, fixed)
    if sums[BOTH, 0] + sums[BOTH, 2] < rules[0]:
        sums[:, 1], sums[:, 3] = 0, 0
    weights = [weighed(row, scale, rules[1]) for row in sums]
    both, mine, theirs = contained(read_low(one[3]), read_low(other[3]))
    parts = both / max(mine, 1), both / max(theirs, 1)
    held, other_held = part(weights[HELD], weights[TITLE]), part(weights[OTHER_HELD], weights[OTHER_TITLE])
    names, other_names = read(one[2], SOUND_BYTES, 0), read(other[2], SOUND_BYTES, 0)
    numbers, other_numbers = read(one[1], KEY_BYTES, 0), read(other[1], KEY_BYTES, 0)
    same, beyond_ten = 0, 0
    for number in numbers:
        if place_in(number, other_numbers) >= 0:
            same += 1
            beyond_ten += place_in(number, _FEW) < 0
    return (
        max(parts),
        min(parts),
        dice(weights[BOTH], weights[ONE], weights[OTHER]),
        (held + other_held) / 2,
        min(held, other_held),
        dice(weights[TITLES], weights[TITLE], weights[OTHER_TITLE]),
        dice(in_both(names, other_names), len(names), len(other_names)),
        same,
        both,
        weights[BOTH],
        max(part(weights[BOTH], weights[ONE]), part(weights[BOTH], weights[OTHER])),
        min(len(numbers), len(other_numbers)),
        replaced == 2,
        replaced > 0 and swapped == 2,
        opening(one[4], other[4]),
        weights[BEYOND],
        other_day,
        beyond_ten,
    )
