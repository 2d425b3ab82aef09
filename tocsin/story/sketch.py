"""A few hundred bytes of an article: all that later comparisons need of it."""

from functools import cache
from importlib.util import find_spec
from typing import Protocol

import msgspec

from tocsin.contract.events import Article
from tocsin.matching.zones import boilerplate
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


def sketch_of(article: Article) -> Sketch:
    """The sketch of the article's own words, links and menus left out. Never raises."""
    return sketcher()(own_text(article), len(article.title))


def own_text(article: Article) -> str:
    """Title, then the body without links and menus."""
    pieces, at = [article.title], 0
    for start, end in boilerplate(article):
        pieces.append(article.body[at:start])
        at = end
    pieces.append(article.body[at:])
    return "\n".join(pieces)


@cache
def sketcher() -> Sketcher:
    """The compiled one where numba is installed, else the plain one; their sketches are equal."""
    if find_spec("numba") is None:
        from tocsin.story.plain import sketch_plainly

        return sketch_plainly
    from tocsin.story.fast import FastSketcher

    return FastSketcher()


def unpacked(keys: bytes, width: int = KEY_BYTES) -> frozenset[bytes]:
    """The packed numbers, each as its bytes."""
    return frozenset([keys[at : at + width] for at in range(0, len(keys), width)])
