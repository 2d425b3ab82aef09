"""Many things, each with a time or a number: which comes first, and which have come."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from typing import Final, Generic, TypeVar

When = TypeVar("When", datetime, int)

_STALE: Final = 256


class Alarms(Generic[When]):
    """A heap whose entries are forgotten lazily: what was set again stays in it until it comes up."""

    def __init__(self) -> None:
        self._times: dict[str, When] = {}
        self._heap: list[tuple[When, str]] = []

    def __len__(self) -> int:
        return len(self._times)

    def __contains__(self, name: str) -> bool:
        return name in self._times

    def __iter__(self) -> Iterator[str]:
        return iter(self._times)

    def set(self, name: str, at: When) -> None:
        """``name`` comes up at ``at``, and at no other time."""
        if self._times.get(name) == at:
            return
        self._times[name] = at
        heapq.heappush(self._heap, (at, name))
        if len(self._heap) > 2 * len(self._times) + _STALE:
            self._heap = [(when, whose) for whose, when in self._times.items()]
            heapq.heapify(self._heap)

    def unset(self, name: str) -> None:
        """``name`` comes up no more."""
        self._times.pop(name, None)

    def first(self) -> tuple[When, str] | None:
        """What comes up first; of several the one whose name is first."""
        heap = self._heap
        while heap and self._times.get(heap[0][1]) != heap[0][0]:
            heapq.heappop(heap)
        return heap[0] if heap else None

    def by(self, at: When, most: int) -> list[tuple[When, str]]:
        """The first ``most`` of all that has come up by ``at``, in order. They stay set."""
        found: list[tuple[When, str]] = []
        while len(found) < most and (first := self.first()) is not None and first[0] <= at:
            found.append(first)
            while self._heap and self._heap[0] == first:
                heapq.heappop(self._heap)
        for entry in found:
            heapq.heappush(self._heap, entry)
        return found

    def lowest(self, most: int) -> list[str]:
        """The names of the ``most`` that come up first. They stay set."""
        found: list[tuple[When, str]] = []
        while len(found) < most and (first := self.first()) is not None:
            found.append(first)
            while self._heap and self._heap[0] == first:
                heapq.heappop(self._heap)
        for entry in found:
            heapq.heappush(self._heap, entry)
        return [name for _, name in found]
