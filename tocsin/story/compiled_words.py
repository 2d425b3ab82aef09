"""What the words of two beginnings weigh, counted in one compiled pass. Needs numba (the extra ``fast``)."""

import numpy as np

from tocsin.story.compiled_keys import HEAD, NEVER, STORIES, find, free_slots
from tocsin.story.rarity import LOGS
from tocsin.story.words import KIND_KEYS
from tocsin.text.scan import Array, compiled

ONE, OTHER, TITLE, OTHER_TITLE, HELD, OTHER_HELD, BOTH, TITLES, BEYOND = range(9)
"""Sets of words that are weighed: beginnings, titles, what of each title the other beginning holds; what is in both
beginnings, in both titles, in both beginnings but not in both titles."""


def fixed_tables() -> tuple[Array, Array]:
    """Slots of the keys that say what kind of thing happened, and logarithms."""
    kinds = free_slots(4 * len(KIND_KEYS))
    for key in map(int.from_bytes, KIND_KEYS):
        kinds[find(kinds, key)] = key, 0, 0, 0
    return kinds, np.array(LOGS, np.int64)


@compiled
def place_in(key: int, keys: Array) -> int:
    """Where ``key`` stands; -1 where it does not."""
    for at in range(len(keys)):
        if keys[at] == key:
            return at
    return -1


@compiled
def weighed(sums: Array, scale: float, of_a_kind: float) -> float:
    """What a set of words weighs: see `tocsin.story.rarity`."""
    words, logs, kinds, kind_logs = sums
    return float((words - scale * logs) + of_a_kind * (kinds - scale * kind_logs))


@compiled
def log_of(key: int, slots: Array, logs: Array) -> int:
    """The logarithm of how many stories hold it."""
    slot = find(slots, key)
    return int(logs[min(slots[slot, STORIES], len(logs) - 1)])


@compiled
def add(sums: Array, log: int, column: int) -> None:
    """Put one word into a set."""
    sums[column] += 1
    sums[column + 1] += log


@compiled
def sum_up(
    sides: tuple[Array, Array], titles: tuple[int, int], slots: Array, fixed: tuple[Array, Array]
) -> tuple[Array, int, int]:
    """The words of all sets; how many titles have a word that the other beginning lacks, and that the other title does.

    Words that say what kind of thing happened do not count for that.
    """
    kinds, logs = fixed
    sums = np.zeros((9, 4), np.int64)
    replaced = swapped = 0
    partners = np.full(len(sides[1]), -1, np.int64)
    for side in range(2):
        keys = sides[side]
        fresh = other = False
        for at in range(len(keys)):
            log = log_of(keys[at], slots, logs)
            kind = kinds[find(kinds, keys[at]), HEAD] != NEVER
            column = 2 if kind else 0
            titled, there = at < titles[side], partners[at] if side else place_in(keys[at], sides[1])
            if there >= 0 and not side:
                partners[there] = at
            both, in_titles = there >= 0, titled and 0 <= there < titles[1 - side]
            add(sums[ONE + side], log, column)
            if titled:
                add(sums[TITLE + side], log, column)
                fresh, other = fresh or not (both or kind), other or not (in_titles or kind)
            if titled and both:
                add(sums[HELD + side], log, column)
            if both and not side:
                add(sums[BOTH], log, column)
                add(sums[TITLES if in_titles else BEYOND], log, column)
        replaced, swapped = replaced + fresh, swapped + other
    return sums, replaced, swapped


@compiled
def logs_of(keys: Array, slots: Array, logs: Array) -> int:
    """The logarithms of how many stories hold each, together."""
    total = 0
    for key in keys:
        total += log_of(key, slots, logs)
    return total
