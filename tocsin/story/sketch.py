"""A few hundred bytes of an article: all that later comparisons need of it."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

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


def sketch_of(article: Article) -> Sketch:
    """The sketch of the article's own words, links and menus left out. Never raises."""
    text = own_text(article)
    reading = reader()(text, LONGEST_TITLE + LEAD)
    title, lead = _beginning(text, reading, len(article.title))
    both = [*title, *lead]
    keys = dict.fromkeys(one.told.key for one in title if one.told.key and not one.told.number)
    others = dict.fromkeys(
        one.told.key for one in lead if one.told.key and not one.told.number and one.told.key not in keys
    )
    titled, names = _names(text, reading, title, both)
    return Sketch(
        reading.words,
        packed(islice(keys, MOST_TITLE)),
        packed(islice(others, MOST_LEAD)),
        packed(islice(dict.fromkeys(one.told.key for one in both if one.told.number), MOST_NUMBERS)),
        packed(islice(dict.fromkeys((*titled, *names)), MOST_NAMES), SOUND_BYTES),
        len(titled),
        sum({1 << one.told.kind for one in both if one.told.kind}),
        array("I", reading.shingles).tobytes(),
        array("H", reading.sentences).tobytes(),
    )


def packed(keys: Iterable[int], width: int = KEY_BYTES) -> bytes:
    """Numbers as bytes."""
    return b"".join(key.to_bytes(width, "little") for key in keys)


def unpacked(keys: bytes, width: int = KEY_BYTES) -> frozenset[bytes]:
    """The packed numbers, each as its bytes."""
    return frozenset([keys[at : at + width] for at in range(0, len(keys), width)])


class _Word(NamedTuple):
    """A word of the beginning; ``bare``: its script has no capitals, so that any word may be a name."""

    told: Told
    bare: bool


def _beginning(text: str, reading: Reading, title_end: int) -> tuple[list[_Word], list[_Word]]:
    """What the words of title and lead tell."""
    title: list[_Word] = []
    lead: list[_Word] = []
    for start, end, flags in reading.places:
        if flags & GLUED and end - start <= LONGEST_ENDING:
            continue
        word = _Word(told(text[start:end]), not has_case(text[start]))
        (title if start < title_end and len(title) < LONGEST_TITLE else lead).append(word)
    return title, lead[:LEAD]


def _names(
    text: str, reading: Reading, title: Sequence[_Word], both: Sequence[_Word]
) -> tuple[list[int], list[int]]:
    """The sounds of names in the title, and of all, the most frequent first.

    Names are words with a capital that opens no sentence; in a script without capitals whatever the beginning tells.
    """
    heard: Counter[int] = Counter()
    if len(reading.capitals) <= MOST_CAPITALS * reading.words:
        heard.update(told(text[start:end]).sound for start, end in reading.capitals)
    heard.update(one.told.sound for one in both if one.bare)
    del heard[NOTHING]
    titled = dict.fromkeys(one.told.sound for one in title if one.told.sound in heard)
    return list(islice(titled, MOST_NAMES)), [one for one, _ in heard.most_common(MOST_NAMES)]


def has_case(letter: str) -> bool:
    """Whether the script of ``letter`` has capitals."""
    return letter.lower() != letter.upper()
