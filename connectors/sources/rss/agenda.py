"""Which feeds are due when: one heap of all of them."""

from heapq import heappop, heappush

from connectors.sources.rss.slot import Slot


class Agenda:
    """Slots by the time they are due. One that was planned anew stands there twice: the older time is outdated."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Slot, int]] = []
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._heap)

    def put(self, slot: Slot) -> bool:
        """Note ``slot.due`` for the turn it has now; says whether nothing is due before."""
        self._count += 1
        heappush(self._heap, (slot.due, self._count, slot, slot.turn))
        return self._heap[0][2] is slot

    def first(self) -> float:
        """When the first one is due."""
        return self._heap[0][0]

    def outdated(self) -> bool:
        """Whether the first one has been planned anew, or is polled no more."""
        _, _, slot, turn = self._heap[0]
        return turn != slot.turn

    def take(self) -> tuple[Slot, int]:
        """The first one, and the turn it was planned for."""
        _, _, slot, turn = heappop(self._heap)
        return slot, turn

    def clear(self) -> None:
        """Nothing is due any more."""
        self._heap.clear()
