"""A sketch made word by word, where there is no numba. What `tocsin.story.fast` makes is the same."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from tocsin.story.prints import Sketch
from tocsin.story.reading import SENTENCES, read_sentences, sample_of, word_hash
from tocsin.story.words import Told, told
from tocsin.text.markup import without_markup
from tocsin.text.tokens import BREAK, GLUED, Token, tokens

LEAD: Final = 80
"""Words after the title that say what an article is about."""
LONGEST_TITLE: Final = 24
"""Words; what goes on longer is no title but a text."""
MOST_TITLE: Final = 14
MOST_LEAD: Final = 34
MOST_NAMES: Final = 20
MOST_NUMBERS: Final = 12
MOST_CAPITALS: Final = 400
"""Words with a capital that are looked at."""
LONGEST_ENDING: Final = 3
"""Letters after an apostrophe that are an ending, no word."""


def sketch_plainly(text: str, title: int) -> Sketch:
    """See ``Sketcher``."""
    found = tokens(text)
    hashes = [word_hash(token.folded) for token in found]
    first, lead = _beginning(text, found[: LONGEST_TITLE + LEAD], title)
    both = first + lead
    keys = dict.fromkeys(one.key for one in first if one.key and not one.number)
    others = dict.fromkeys(one.key for one in lead if one.key and not one.number and one.key not in keys)
    titled, names = _names(first, both, _with_capitals(text, found))
    return Sketch(
        len(found),
        b"".join(islice(keys, MOST_TITLE)),
        b"".join(islice(others, MOST_LEAD)),
        b"".join(islice(dict.fromkeys(one.key for one in both if one.number), MOST_NUMBERS)),
        b"".join(islice(dict.fromkeys((*titled, *names)), MOST_NAMES)),
        len(titled),
        sum({1 << one.kind for one in both if one.kind}),
        array("I", sample_of(hashes)).tobytes(),
        array(
            "H", [one.print for one in islice(read_sentences(found, hashes, len(text)), SENTENCES)]
        ).tobytes(),
    )


def _beginning(text: str, found: Sequence[Token], title: int) -> tuple[list[Told], list[Told]]:
    """What the words of title and lead tell, those left out that tell nothing."""
    words = [one for one in found if not one.flags & GLUED or one.end - one.start > LONGEST_ENDING]
    titled = sum(one.start < title for one in words[:LONGEST_TITLE])
    said = [told(text[one.start : one.end]) for one in words[: titled + LEAD]]
    return [one for one in said[:titled] if one.key or one.kind], [
        one for one in said[titled:] if one.key or one.kind
    ]


def _with_capitals(text: str, found: Sequence[Token]) -> list[Told]:
    """What the words tell that have a capital and open no sentence; none where most words have one."""
    read = without_markup(text)
    capitals = [one for one in found if read[one.start].isupper() and not one.flags & (BREAK | GLUED)]
    if 2 * len(capitals) > len(found):
        return []
    return [told(text[one.start : one.end]) for one in capitals[:MOST_CAPITALS]]


def _names(
    title: Sequence[Told], both: Sequence[Told], capitals: Sequence[Told]
) -> tuple[list[bytes], list[bytes]]:
    """The sounds of names in the title, and of all, the most frequent first.

    Names are words with a capital that opens no sentence; in a script without capitals whatever the beginning tells.
    """
    sounds = [one.sound for one in both if one.bare and one.sound]
    heard = Counter([*sounds, *(one.sound for one in capitals if one.sound)])
    titled = dict.fromkeys(one.sound for one in title if one.sound in heard)
    return list(islice(titled, MOST_NAMES)), [one for one, _ in heard.most_common(MOST_NAMES)]
