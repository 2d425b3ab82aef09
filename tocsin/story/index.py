"""Which records hold a key."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final, Generic, TypeVar

K = TypeVar("K", bytes, int)

RAREST: Final = 12
"""Keys that are looked up however many records hold them."""
MOST_HOLDERS: Final = 48
"""Records that may hold any further key: what more hold is not worth looking up."""


class Index(Generic[K]):
    """From keys to the records that hold them."""

    def __init__(self) -> None:
        self._holders: defaultdict[K, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        """How many keys are held."""
        return len(self._holders)

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

    def found(self, keys: Collection[K], least: int) -> dict[str, int]:
        """How many of ``keys`` records hold, where ``least`` or more. The commonest keys are passed over."""
        held = [(len(found), key) for key in keys if (found := self._holders.get(key))]
        few = [one for one in held if one[0] <= MOST_HOLDERS]
        shared: Counter[str] = Counter()
        for _, key in few if len(few) >= RAREST else sorted(held)[: max(RAREST, len(few))]:
            shared.update(self._holders[key])
        return {record: count for record, count in shared.items() if count >= least}


def most_alike(shared: Mapping[str, int], most: int) -> list[str]:
    """The records that share most; among equals the first by name."""
    return sorted(sorted(shared), key=shared.__getitem__, reverse=True)[:most]
