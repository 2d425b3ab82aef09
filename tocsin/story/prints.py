"""The parts of a sketch, as they are kept and as they are compared."""

from typing import Protocol

import msgspec

from tocsin.story.words import KEY_BYTES


class Sketch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of an article's own words. Bytes hold numbers of one width, packed, little end first.

    ``title`` and ``lead`` are keys of words that tell something, ``lead`` without those of the title; ``numbers`` keys
    of the numbers in both; ``names`` sounds, the first ``titled`` of them in the title; ``kinds`` a bit for each kind
    of event that they speak of; ``shingles`` and ``sentences`` those of `tocsin.story.reading`.
    """

    words: int = 0
    title: bytes = b""
    lead: bytes = b""
    numbers: bytes = b""
    names: bytes = b""
    titled: int = 0
    kinds: int = 0
    shingles: bytes = b""
    sentences: bytes = b""


class Sketcher(Protocol):
    """Makes the sketch of a text whose first ``title`` code points are its title."""

    def __call__(self, text: str, title: int) -> Sketch: ...


def unpacked(keys: bytes, width: int = KEY_BYTES) -> frozenset[bytes]:
    """The packed numbers, each as its bytes."""
    return frozenset([keys[at : at + width] for at in range(0, len(keys), width)])
