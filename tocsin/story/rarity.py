"""How much a word tells of a story: the less, the more of the watchlist's stories hold it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import repeat
from math import log
from typing import Final

from tocsin.story.words import KIND_KEYS

Keys = frozenset[bytes]

COMMONEST: Final = 0.9
"""What a word loses of its weight of 1 when every story holds it."""
EASE: Final = 10
"""Stories there are before a word that many hold counts as common."""
OF_A_KIND: Final = 0.4
"""What a word weighs that says what kind of thing happened, beside one that says which."""
MOST_WEIGHED: Final = 256
"""Sets of words whose weight is kept until a record comes or goes."""
MOST: Final = 8192
GRAIN: Final = 1 << 20
# Whole numbers: their sum is the same in whatever order a set gives its members.
LOGS: Final = [0, *(round(log(stories) * GRAIN) for stories in range(1, MOST))]


class Rarity:
    """In how many of the open stories a word stands (inverse document frequency, Sparck Jones 1972)."""

    def __init__(self) -> None:
        self._stories: dict[bytes, int] = {}
        self._held: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
        self._records: Counter[str] = Counter()
        self._weighed: dict[Keys, float] = {}
        self._scale = 0.0
        self._changed()

    def add(self, story: str, keys: Iterable[bytes]) -> None:
        """A record of ``story`` holds ``keys``, each once."""
        held = self._held[story]
        self._records[story] += 1
        for key in keys:
            if not held[key]:
                self._stories[key] = self._stories.get(key, 0) + 1
            held[key] += 1
        self._changed()

    def remove(self, story: str, keys: Iterable[bytes]) -> None:
        """It no longer does."""
        held = self._held[story]
        for key in keys:
            held[key] -= 1
            if not held[key]:
                del held[key]
                self._stories[key] -= 1
                if not self._stories[key]:
                    del self._stories[key]
        self._records[story] -= 1
        if not self._records[story]:  # not when it holds nothing: there are records without a key
            del self._held[story], self._records[story]
        self._changed()

    def weight(self, keys: Keys) -> float:
        """What ``keys`` weigh together, each from 0.1 to 1.

        One story less is counted than hold each: what two texts share is to tell the one's story from all others.
        """
        known = self._weighed.get(keys)
        if known is None:
            kinds = keys & KIND_KEYS
            known = self._sum(keys - kinds) + OF_A_KIND * self._sum(kinds)
            if len(self._weighed) < MOST_WEIGHED:
                self._weighed[keys] = known
        return known

    def _sum(self, keys: Keys) -> float:
        if not self._stories:
            return float(len(keys))
        stories = map(self._stories.get, keys, repeat(0))
        return len(keys) - self._scale * sum(map(LOGS.__getitem__, map(min, stories, repeat(MOST - 1))))

    def _changed(self) -> None:
        self._weighed.clear()
        self._scale = COMMONEST / log(1 + EASE + len(self._records)) / GRAIN
