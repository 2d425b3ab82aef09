"""Packed keys as numbers, and hash tables of them: for compiled passes. Needs numba (the extra ``fast``).

What numba keeps of a pass on disk it does not make anew when only what that pass calls is another, here or in
`tocsin.story.compiled_words`: the Makefile does.
"""

from typing import Final

import numpy as np

from tocsin.text.scan import Array, compiled

KEY, HEAD, HOLDERS, STORIES = range(4)
"""What is in a slot: a key, the head of its chain, how many records hold it, and how many stories."""
NEVER: Final = -2
"""The head of a slot that no key ever had."""
_MIX: Final = 0x9E3779B1
_LOW: Final = 0xFFFFFFFF


@compiled
def read(packed: bytes, width: int, above: int) -> Array:
    """The packed keys as numbers that are in the order of their bytes; ``above`` is put before each."""
    keys = np.empty(len(packed) // width, np.uint32)
    for at in range(len(keys)):
        value = above
        for byte in range(width):
            value = value << 8 | packed[at * width + byte]
        keys[at] = value
    return keys


@compiled
def read_low(packed: bytes) -> Array:
    """Packed numbers of four bytes, little end first."""
    keys = np.empty(len(packed) // 4, np.uint32)
    for at in range(len(keys)):
        value = 0
        for byte in range(3, -1, -1):
            value = value << 8 | packed[at * 4 + byte]
        keys[at] = value
    return keys


@compiled
def find(slots: Array, key: int) -> int:
    """The slot of ``key``, or the one that it would get. One is always free."""
    at, kept = (key * _MIX & _LOW) * len(slots) >> 32, np.int32(key)
    while slots[at, HEAD] != NEVER and slots[at, KEY] != kept:
        at = at + 1 if at + 1 < len(slots) else 0
    return at


def free_slots(count: int) -> Array:
    """A table of so many slots that nothing is in."""
    slots = np.zeros((count, 4), np.int32)
    slots[:, HEAD] = NEVER
    return slots
