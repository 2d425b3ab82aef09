"""Which records hold a key, and how rare a key is among the stories."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from heapq import nlargest
from math import log
from typing import Final, Generic, TypeVar

from tocsin.story.likeness import Keys, Weigh

K = TypeVar("K", bytes, int)

RAREST: Final = 12
"""Keys that are looked up however many records hold them."""
MOST_HOLDERS: Final = 128
"""Records that may hold any further key: what more hold is not worth looking up."""
COMMONEST: Final = 0.9
"""What a key loses of its weight of 1 when every story holds it."""
EASE: Final = 10
"""Stories there are before a key that many hold counts as common."""


class Index(Generic[K]):
    """From keys to the records that hold them."""

    def __init__(self) -> None:
        self._holders: defaultdict[K, set[str]] = defaultdict(set)

    def add(self, record: str, keys: Iterable[K]) -> None:
        """``record`` holds ``keys``."""
        for key in keys:
            self._holders[key].add(record)

    def remove(self, record: str, keys: Iterable[K]) -> None:
        """It no longer does."""
        for key in keys:
            holders = self._holders[key]
            holders.discard(record)
            if not holders:
                del self._holders[key]

    def found(self, keys: Collection[K], weigh: Mapping[K, float] | None = None) -> dict[str, float]:
        """What records share of ``keys``, by weight (1 where none is given). The commonest keys are passed over."""
        holders = sorted((len(self._holders[key]), key) for key in keys if key in self._holders)
        shared: dict[str, float] = {}
        for place, (count, key) in enumerate(holders):
            if place >= RAREST and count > MOST_HOLDERS:
                break
            weight = 1.0 if weigh is None else weigh[key]
            for record in self._holders[key]:
                shared[record] = shared.get(record, 0.0) + weight
        return shared


def most_alike(shared: Mapping[str, float], most: int) -> list[str]:
    """The records that share most; among equals the first by name."""
    return nlargest(most, sorted(shared), key=shared.__getitem__)


class Rarity:
    """In how many of the open stories a key stands: what they all speak of tells none from another."""

    def __init__(self) -> None:
        self._stories: Counter[bytes] = Counter()
        self._held: defaultdict[str, Counter[bytes]] = defaultdict(Counter)

    def add(self, story: str, keys: Keys) -> None:
        """A record of ``story`` holds ``keys``."""
        held = self._held[story]
        self._stories.update(keys - held.keys())
        held.update(keys)

    def remove(self, story: str, keys: Keys) -> None:
        """It no longer does."""
        held = self._held[story]
        held.subtract(keys)
        for key in [key for key in keys if not held[key]]:
            del held[key]
            self._stories[key] -= 1
            if not self._stories[key]:
                del self._stories[key]
        if not held:
            del self._held[story]

    def weigher(self, story: str | None) -> Weigh:
        """The weight of a key, from 0.1 to 1, where it is to tell ``story`` from all others."""
        own = self._held.get(story, Counter()) if story is not None else Counter()
        scale = COMMONEST / log(1 + EASE + len(self._held))

        def weigh(key: bytes) -> float:
            others = self._stories.get(key, 0) - (key in own)
            return 1.0 - scale * log(1 + others) if others else 1.0

        return weigh
