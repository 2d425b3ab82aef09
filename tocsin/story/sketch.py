"""A few hundred bytes of an article: all that later comparisons need of it."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

import msgspec

from tocsin.contract.events import Article
from tocsin.story.reading import Reading, own_text, reader
from tocsin.story.words import KEY_BYTES, Told, told
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
    both = title + lead
    keys = dict.fromkeys([one.key for one in title if not one.number])
    others = dict.fromkeys([one.key for one in lead if not one.number])
    titled, names = _names(text, reading, title, both)
    return Sketch(
        reading.words,
        b"".join(islice(keys, MOST_TITLE)),
        b"".join(islice((key for key in others if key not in keys), MOST_LEAD)),
        b"".join(islice(dict.fromkeys([one.key for one in both if one.number]), MOST_NUMBERS)),
        b"".join(islice(dict.fromkeys((*titled, *names)), MOST_NAMES)),
        len(titled),
        sum({1 << one.kind for one in both if one.kind}),
        array("I", reading.shingles).tobytes(),
        array("H", reading.sentences).tobytes(),
    )


def unpacked(keys: bytes, width: int = KEY_BYTES) -> frozenset[bytes]:
    """The packed numbers, each as its bytes."""
    return frozenset([keys[at : at + width] for at in range(0, len(keys), width)])


def _beginning(text: str, reading: Reading, title_end: int) -> tuple[list[Told], list[Told]]:
    """What the words of title and lead tell, those left out that tell nothing."""
    words = [
        (start, told(text[start:end]))
        for start, end, flags in reading.places
        if not flags & GLUED or end - start > LONGEST_ENDING
    ]
    titled = sum(start < title_end for start, _ in words[:LONGEST_TITLE])
    title, lead = words[:titled], words[titled : titled + LEAD]
    return [one for _, one in title if one.key], [one for _, one in lead if one.key]


def _names(
    text: str, reading: Reading, title: Sequence[Told], both: Sequence[Told]
) -> tuple[list[bytes], list[bytes]]:
    """The sounds of names in the title, and of all, the most frequent first.

    Names are words with a capital that opens no sentence; in a script without capitals whatever the beginning tells.
    """
    sounds = [one.sound for one in both if one.bare and one.sound]
    if len(reading.capitals) <= MOST_CAPITALS * reading.words:
        sounds += filter(None, (told(text[start:end]).sound for start, end in reading.capitals))
    heard = Counter(sounds)
    titled = dict.fromkeys(one.sound for one in title if one.sound in heard)
    return list(islice(titled, MOST_NAMES)), [one for one, _ in heard.most_common(MOST_NAMES)]
