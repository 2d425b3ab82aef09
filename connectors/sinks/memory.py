"""What a receiver is known to have, within bounds."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

REMEMBERED: Final = 100_000


class Known:
    """The ``event_id`` of the last ``limit`` alerts delivered; the oldest are forgotten first."""

    def __init__(self, event_ids: Iterable[str] = (), limit: int = REMEMBERED) -> None:
        self._limit = limit
        self._ids: OrderedDict[str, None] = OrderedDict()
        for event_id in event_ids:
            self.add(event_id)

    def add(self, event_id: str) -> None:
        """Remember it as the newest."""
        self._ids[event_id] = None
        self._ids.move_to_end(event_id)
        if len(self._ids) > self._limit:
            self._ids.popitem(last=False)

    def __contains__(self, event_id: object) -> bool:
        return event_id in self._ids
