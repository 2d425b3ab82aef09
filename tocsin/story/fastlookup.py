"""Finds records by what they hold: in compiled passes over arrays. Needs numba (the extra ``fast``)."""

from collections.abc import Iterator
from math import log
from typing import Final

from tocsin.story.compared import Arrival
from tocsin.story.compiled_keys import read, read_low
from tocsin.story.compiled_likeness import alike
from tocsin.story.compiled_words import fixed_tables, logs_of
from tocsin.story.fastindex import FastIndex
from tocsin.story.index import most_alike
from tocsin.story.likeness import WORTH_WEIGHING, Likeness
from tocsin.story.lookup import LEAST_NAMES, LEAST_TRIPLES, LEAST_WORDS
from tocsin.story.model import Filed
from tocsin.story.numbers import Numbers
from tocsin.story.plain import MOST_LEAD, MOST_NAMES, MOST_TITLE
from tocsin.story.prints import Sketch
from tocsin.story.rarity import COMMONEST, EASE, GRAIN, OF_A_KIND, Keys, Rarity
from tocsin.story.reading import SAMPLED
from tocsin.story.words import FIRST_DAY, KEY_BYTES, SOUND_BYTES
from tocsin.text.scan import Array

_FIXED: Final = fixed_tables()
_RULES: Final = WORTH_WEIGHING, OF_A_KIND


class FastRarity(Rarity):
    """See ``Rarity``; how many stories hold a key is told by the index of the records that do."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.index = FastIndex(width)
        self.stories = 0
        self.scale = 0.0
        """What a word loses of its weight, by the logarithm of its stories."""

    def put(self, record: int, story: int, keys: Array, *, alone: bool) -> None:
        """See ``FastIndex.add``."""
        self.index.add(record, story, keys, alone=alone)
        self.stories += alone
        self._rescale()

    def take(self, record: int, keys: Array, *, alone: bool) -> None:
        """See ``FastIndex.remove``."""
        self.index.remove(record, keys, alone=alone)
        self.stories -= alone
        self._rescale()

    def weight(self, keys: Keys) -> float:
        packed = b"".join(keys)
        return len(keys) - self.scale * logs_of(read(packed, SOUND_BYTES, 0), self.index.slots, _FIXED[1])

    def _rescale(self) -> None:
        self.scale = COMMONEST / log(1 + EASE + self.stories) / GRAIN


class FastLookup:
    """See ``Lookup``. Records, stories and languages are numbers within."""

    def __init__(self) -> None:
        self.names, self._words = FastRarity(MOST_NAMES), FastRarity(MOST_TITLE + MOST_LEAD)
        self._shingles, self._named = FastIndex(SAMPLED), FastIndex(MOST_NAMES)
        self._records, self._stories, self._languages = Numbers(), Numbers(), Numbers()
        self._articles: list[str] = []

    def add(self, record: Filed) -> None:
        number, _ = self._records.hold(record.article)
        self._articles[number : number + 1] = [record.article]
        story, alone = self._stories.hold(record.story)
        told, triples, heard, named = _keys(record.sketch, self._languages.hold(record.language)[0])
        self._words.put(number, story, told, alone=alone)
        self.names.put(number, story, heard, alone=alone)
        self._shingles.add(number, story, triples, alone=True)
        self._named.add(number, story, named, alone=True)

    def remove(self, record: Filed) -> None:
        number, _ = self._records.let_go(record.article)
        _, alone = self._stories.let_go(record.story)
        told, triples, heard, named = _keys(record.sketch, self._languages.let_go(record.language)[0])
        self._words.take(number, told, alone=alone)
        self.names.take(number, heard, alone=alone)
        self._shingles.remove(number, triples, alone=True)
        self._named.remove(number, named, alone=True)

    def by_words(self, arrival: Arrival, most: int) -> list[str]:
        keys = read(arrival.sketch.title + arrival.sketch.lead, KEY_BYTES, 0)
        return self._found(self._words.index, keys, LEAST_WORDS, most)

    def by_triples(self, arrival: Arrival, most: int) -> list[str]:
        keys = read_low(arrival.sketch.shingles)
        return self._found(self._shingles, keys, LEAST_TRIPLES, most)

    def by_names(self, arrival: Arrival, most: int) -> Iterator[list[str]]:
        for language, number in self._languages:
            if language != arrival.article.language:
                keys = read(arrival.sketch.names, SOUND_BYTES, number)
                yield self._found(self._named, keys, LEAST_NAMES, most)

    def likeness(self, arrival: Arrival, record: Filed) -> Likeness:
        one, other = arrival.sketch, record.sketch
        days, other_days = one.kinds >> FIRST_DAY, other.kinds >> FIRST_DAY
        other_day = days > 0 and other_days > 0 and not days & other_days
        titles = len(one.title) // KEY_BYTES, len(other.title) // KEY_BYTES
        slots, scale = self._words.index.slots, self._words.scale
        return Likeness._make(
            alike(_parts(one), _parts(other), titles, slots, _FIXED, scale, _RULES, other_day)
        )

    def _found(self, index: FastIndex, keys: Array, least: int, most: int) -> list[str]:
        found = index.found(keys, least, most)
        return most_alike({self._articles[record]: shared for record, shared in found.items()}, most)


def _keys(sketch: Sketch, language: int) -> tuple[Array, Array, Array, Array]:
    return (
        read(sketch.title + sketch.lead, KEY_BYTES, 0),
        read_low(sketch.shingles),
        read(sketch.names, SOUND_BYTES, 0),
        read(sketch.names, SOUND_BYTES, language),
    )


def _parts(sketch: Sketch) -> tuple[bytes, ...]:
    return sketch.title + sketch.lead, sketch.numbers, sketch.names, sketch.shingles, sketch.sentences
