"""Which records hold a key, and how many stories do: in arrays. Needs numba (the extra ``fast``)."""

from typing import Final

import numpy as np

from tocsin.story.compiled_index import MOST_KEYS, move, put, shared, take
from tocsin.story.compiled_keys import HEAD, free_slots
from tocsin.story.index import MOST_HOLDERS, RAREST
from tocsin.text.scan import Array

_FULL: Final = 0.85
"""The part of the slots from which on they are moved to more of them."""
_FILLED: Final = 0.68
"""The part of them that has a key then."""
_GROWTH: Final = 1.25


class FastIndex:
    """See `tocsin.story.index.Index`, and `tocsin.story.rarity.Rarity`. Records and stories are numbers here.

    A record has ``width`` keys at most, each once. Raises ValueError where that is more than `MOST_KEYS`.
    """

    def __init__(self, width: int) -> None:
        if width > MOST_KEYS:
            raise ValueError(f"a record may hold {MOST_KEYS} keys, not {width}")
        self._links, self._story_of = np.empty((0, width), np.int32), np.empty(0, np.int32)
        self._counts = np.zeros(0, np.uint16)
        self._taken = 0
        self.slots = free_slots(1)
        """See `tocsin.story.compiled_keys`."""

    def add(self, record: int, story: int, keys: Array, *, alone: bool) -> None:
        """``record`` of ``story`` holds ``keys``; ``alone``: no other record is of that story."""
        if record >= len(self._story_of):
            self._make_room(max(int(record * _GROWTH), record + 8))
        if self._taken + len(keys) > _FULL * len(self.slots):
            self._move(len(keys))
        self._story_of[record] = story
        self._taken += put(self.slots, (self._links, self._story_of), record, keys, alone)

    def remove(self, record: int, keys: Array, *, alone: bool) -> None:
        """It no longer does."""
        take(self.slots, (self._links, self._story_of), record, keys, alone)

    def found(self, keys: Array, least: int, most: int) -> dict[int, int]:
        """How many of ``keys`` records hold, where ``least`` or more; without some that ``most`` others go before."""
        records, counts = shared(
            self.slots, self._links, keys, (least, most, RAREST, MOST_HOLDERS), self._counts
        )
        return dict(zip(records.tolist(), counts.tolist(), strict=True))

    def _make_room(self, records: int) -> None:
        links, story_of = self._links, self._story_of
        self._links = np.empty((records, links.shape[1]), np.int32)
        self._story_of, self._counts = np.empty(records, np.int32), np.zeros(records, np.uint16)
        self._links[: len(links)], self._story_of[: len(story_of)] = links, story_of

    def _move(self, more: int) -> None:
        """Into as many slots as are needed, with room for ``more``; those that no record holds are free again."""
        held = int(np.count_nonzero(self.slots[:, HEAD] >= 0))
        slots = free_slots(int((held + more) / _FILLED) + 1)
        self._taken, self.slots = move(self.slots, slots), slots
