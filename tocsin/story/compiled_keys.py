"""Packed keys as numbers, and hash tables of them: for compiled passes. Needs numba (the extra ``fast``)."""

from typing import Final

import numpy as np

from tocsin.text.scan import Array, compiled

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
def find(keys: Array, heads: Array, key: int) -> int:
    """The slot of ``key``, or the one that it would get."""
    at = (key * _MIX & _LOW) * len(keys) >> 32
    while heads[at] != NEVER and keys[at] != key:
        at = at + 1 if at + 1 < len(keys) else 0
    return at
