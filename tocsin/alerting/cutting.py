"""How much of a text, and how many of several things, an event has room for."""

from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

LONGEST_NAME: Final = 255
LONGEST_TITLE: Final = 400
LONGEST_TEXT: Final = 1_000
LONGEST_ADDRESS: Final = 2_000
MOST_BYTES: Final = 64 * 1024
"""Of each list in an event, as JSON: an event is a few such lists and one report with its evidence."""
_encoder: Final = msgspec.json.Encoder()


def fitting(things: Iterable[T], most: int = MOST_BYTES) -> tuple[T, ...]:
    """The first of ``things``, as many as fit in ``most`` bytes."""
    found, size = list[T](), 0
    for thing in things:
        size += len(_encoder.encode(thing)) + 1
        if size > most:
            break
        found.append(thing)
    return tuple(found)
