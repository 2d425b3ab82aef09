"""A few hundred bytes of an article: all that later comparisons need of it."""

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Final

import msgspec

from tocsin.contract.events import Article
from tocsin.story.reading import Reading, own_text, reader
from tocsin.story.words import KEY_BYTES, NOTHING, SOUND_BYTES, Told, told
from tocsin.text.tokens import GLUED

LEAD: Final = 80
"""Words after the title that say what an article is about."""
LONGEST_TITLE: Final = 24
"""Words; what goes on longer is no title but a text."""
MOST_TITLE: Final = 14
MOST_LEAD: Final = 34
MOST_NAMES: Final = 20
MOST_NUMBERS: Final = 12
LONGEST_ENDING: Final = 3
"""Letters after an apostrophe that are an ending, no word."""
MOST_CAPITALS: Final = 0.5
"""Share of words; a text with more capitals is set in capitals, which then name nothing."""


class Sketch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of an article's own words. Bytes hold numbers of one width, packed, little end first.

    ``title`` and ``lead`` are keys of words that tell something, ``lead`` without those of the title; ``numbers`` keys
    of numbers in both; ``names`` sounds; ``shingles`` and ``sentences`` those of `tocsin.story.reading`.
    """

    words: int = 0
    title: bytes = b""
    lead: bytes = b""
    numbers: bytes = b""
    names: bytes = b""
    shingles: bytes = b""
    sentences: bytes = b""


def sketch_of(article: Article) -> Sketch:
    """The sketch of the article's own words, links and menus left out. Never raises."""
    text = own_text(article)
    reading = reader()(text, LONGEST_TITLE + LEAD)
    title, lead, sounds = _told(text, reading, len(article.title))
    numbers = dict.fromkeys(one.key for one in (*title, *lead) if one.number)
    telling = dict.fromkeys(one.key for one in title if one.key and not one.number)
    others = dict.fromkeys(one.key for one in lead if one.key and not one.number and one.key not in telling)
    return Sketch(
        reading.words,
        packed(islice(telling, MOST_TITLE)),
        packed(islice(others, MOST_LEAD)),
        packed(islice(numbers, MOST_NUMBERS)),
        packed(islice(dict.fromkeys(_names(text, reading, sounds)), MOST_NAMES), SOUND_BYTES),
        array("I", reading.shingles).tobytes(),
        array("H", reading.sentences).tobytes(),
    )


def packed(keys: Iterable[int], width: int = KEY_BYTES) -> bytes:
    """Numbers as bytes."""
    return b"".join(key.to_bytes(width, "little") for key in keys)


def unpacked(keys: bytes, width: int = KEY_BYTES) -> frozenset[bytes]:
    """The packed numbers, each as its bytes."""
    return frozenset([keys[at : at + width] for at in range(0, len(keys), width)])


def has_case(letter: str) -> bool:
    """Whether the script of ``letter`` has capitals."""
    return letter.lower() != letter.upper()


def _told(text: str, reading: Reading, title_end: int) -> tuple[list[Told], list[Told], list[int]]:
    """What the words of title and lead tell, and the sounds of those in a script without capitals."""
    title: list[Told] = []
    lead: list[Told] = []
    sounds: list[int] = []
    for start, end, flags in reading.places:
        if flags & GLUED and end - start <= LONGEST_ENDING:
            continue
        one = told(text[start:end])
        (title if start < title_end and len(title) < LONGEST_TITLE else lead).append(one)
        if one.sound and not has_case(text[start]):
            sounds.append(one.sound)
    return title, lead[:LEAD], sounds


def _names(text: str, reading: Reading, sounds: list[int]) -> list[int]:
    """The sounds of names: words with a capital, the most frequent first; without capitals what the beginning tells."""
    if len(reading.capitals) > MOST_CAPITALS * reading.words:
        return sounds
    heard = Counter(told(text[start:end]).sound for start, end in reading.capitals)
    del heard[NOTHING]
    return [one for one, _ in heard.most_common(MOST_NAMES)] + sounds
