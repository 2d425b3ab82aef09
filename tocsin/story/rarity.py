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
_MOST: Final = 8192
_GRAIN: Final = 1 << 20
# Whole numbers: their sum is the same in whatever order a set gives its members.
_LOGS: Final = [round(log(1 + stories) * _GRAIN) for stories in range(_MOST)]
_LOGS_WITHOUT: Final = [0, *_LOGS[:-1]]


class Rarity:
    """In how many of the open stories a word stands (inverse document frequency, Sparck Jones 1972)."""

    def __init__(self) -> None:
        self._stories: dict[bytes, int] = {}
        self._held: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
        self._scale = 0.0
        self._rescale()

    def add(self, story: str, keys: Iterable[bytes]) -> None:
        """A record of ``story`` holds ``keys``, each once."""
        held = self._held[story]
        for key in keys:
            if not held[key]:
                self._stories[key] = min(self._stories.get(key, 0) + 1, _MOST - 1)
            held[key] += 1
        self._rescale()

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
        if not held:
            del self._held[story]
        self._rescale()

    def weight(self, keys: Keys) -> float:
        """What ``keys`` weigh together, each from 0.1 to 1."""
        return self._weight(keys, _LOGS)

    def weight_without(self, keys: Keys) -> float:
        """The same of words that one story holds, that story not counted: what tells it from all others."""
        return self._weight(keys, _LOGS_WITHOUT)

    def _weight(self, keys: Keys, logs: list[int]) -> float:
        kinds = keys & KIND_KEYS
        return self._sum(keys - kinds, logs) + OF_A_KIND * self._sum(kinds, logs)

    def _sum(self, keys: Keys, logs: list[int]) -> float:
        stories = map(self._stories.get, keys, repeat(0))
        return len(keys) - self._scale * sum(map(logs.__getitem__, stories))

    def _rescale(self) -> None:
        self._scale = COMMONEST / log(1 + EASE + len(self._held)) / _GRAIN
