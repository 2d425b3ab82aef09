"""What Faust notes as read, for changelogs alone.

Of every partition Faust hands over no message before the last it noted. At a rebalance it throws away what waits and
forgets its notes, then notes the message it has in hand; once the memories are recovered it fetches again before it
has gone back everywhere, and corrects its notes after that. What waited before that message is dropped in between,
and the commits pass it. Handed over twice, a message is dropped by its id.
"""

from collections.abc import Callable, Mapping

from faust.types import TP


class ReadOffsets(dict[TP, int | None]):
    """The last offset read by partition, ``None`` where there is none; kept only where ``noted`` says yes."""

    def __init__(self, noted: Callable[[TP], bool]) -> None:
        super().__init__()
        self._noted = noted

    def __missing__(self, tp: TP) -> None:
        return None

    def __setitem__(self, tp: TP, offset: int | None) -> None:
        if self._noted(tp):
            super().__setitem__(tp, offset)

    def update(self, offsets: Mapping[TP, int | None]) -> None:  # type: ignore[override]  # as Faust calls it
        for tp, offset in offsets.items():
            self[tp] = offset
