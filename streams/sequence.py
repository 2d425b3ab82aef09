"""What was handed over of each partition, and what of it is done: nothing is passed in silence.

Around a rebalance Faust fetches messages that it hands to nobody. So we know where each partition has to go on, hand
over nothing before we know it, and go back where something is missing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final, Literal

import msgspec
from faust.types import TP

Step = Literal["hand over", "pass", "go back"]
"""What to do with a message; ``go back``: pass it, and fetch again what was ``due``."""

# Times we go back to the same place before we believe that there is nothing: deleted, or a transaction's marker.
_TRIES: Final = 3


class _Missing(msgspec.Struct):
    """We have gone back ``tries`` times; ``furthest`` is the last offset passed since."""

    tries: int
    furthest: int


class Sequence:
    """Offsets by partition, from one assignment to the next."""

    def __init__(self) -> None:
        self.in_flight: dict[TP, set[int]] = defaultdict(set)
        self.next_offset: dict[TP, int] = {}
        self._starts: dict[TP, int] = {}
        self._passed: set[TP] = set()
        self._missing: dict[TP, _Missing] = {}

    def forget(self) -> None:
        """Partitions were assigned: everything not committed is fetched again, also of those we keep."""
        for known in (self.in_flight, self.next_offset, self._starts, self._passed, self._missing):
            known.clear()

    def begin(self, starts: Mapping[TP, int]) -> dict[TP, int]:
        """Faust has gone to ``starts``. Returns where it must go again, as something was passed meanwhile."""
        self._starts.update(starts)
        again = {tp: self._starts[tp] for tp in self._passed if tp in self._starts}
        self._passed.difference_update(again)
        return again

    def known(self) -> Collection[TP]:
        """The partitions of which something was fetched, or will be."""
        return {*self._starts, *self.next_offset, *self._passed}

    def due(self, tp: TP) -> int | None:
        """The offset that comes next; ``None`` where we do not know yet."""
        return self.next_offset.get(tp, self._starts.get(tp))

    def step(self, tp: TP, offset: int) -> Step:
        """What to do with the message at ``offset``; from now on it is in flight if it is handed over."""
        due = self.due(tp)
        if due is None:
            self._passed.add(tp)
            return "pass"
        if offset > due and (step := self._beyond(tp, offset)) is not None:
            return step
        self._missing.pop(tp, None)
        self.in_flight[tp].add(offset)
        self.next_offset[tp] = max(due, offset + 1)
        return "hand over"

    def finish(self, tp: TP, offset: int) -> None:
        """Everything is done for the message."""
        self.in_flight[tp].discard(offset)

    def done(self, tp: TP) -> int | None:
        """The offset up to which everything is done, ``None`` where nothing was handed over yet."""
        waiting = self.in_flight.get(tp)
        return min(waiting) if waiting else self.next_offset.get(tp)

    def reached(self, tp: TP) -> int | None:
        """The offset up to which everything is done, in this assignment or before; ``None`` where we do not know."""
        done = self.done(tp)
        return self.due(tp) if done is None else done

    def _beyond(self, tp: TP, offset: int) -> Step | None:
        """What to do with a message that should not come yet; ``None`` where there is nothing before it."""
        missing = self._missing.get(tp)
        if missing is not None and offset > missing.furthest:  # of what was fetched before we went back
            missing.furthest = offset
            return "pass"
        tries = missing.tries if missing is not None else 0
        if tries == _TRIES:
            return None
        self._missing[tp] = _Missing(tries + 1, offset)
        return "go back"
