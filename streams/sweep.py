"""What is too old in a memory is found now and then, and forgotten bit by bit with the messages of its partition."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import faust

SWEEP_SECONDS: Final = 300.0
SWEPT_PER_MESSAGE: Final = 50


class Sweep:
    """Keys that may be forgotten, by the partition that they are at home in."""

    def __init__(
        self,
        app: faust.App,
        pairs: Callable[[], Iterator[tuple[bytes, bytes]]],
        expired: Callable[[bytes], bool],
        partition: Callable[[bytes, bytes], int],
    ) -> None:
        """``expired`` takes a value, ``partition`` a key and its value."""
        self._pairs, self._expired, self._partition = pairs, expired, partition
        self.found: dict[int, list[bytes]] = {}
        app.timer(interval=SWEEP_SECONDS)(self.sweep)

    async def sweep(self) -> None:
        """Find what is too old."""
        old: dict[int, list[bytes]] = {}
        for key, value in list(self._pairs()):
            if self._expired(value):
                old.setdefault(self._partition(key, value), []).append(key)
        self.found = old

    def some(self, message: Any, value: Callable[[bytes], bytes | None]) -> list[bytes]:
        """A few keys of the partition of ``message`` that are still too old; they are not given again."""
        due = self.found.get(message.partition, [])
        few, due[:SWEPT_PER_MESSAGE] = due[:SWEPT_PER_MESSAGE], []
        values = ((key, value(key)) for key in few)
        return [key for key, found in values if found is not None and self._expired(found)]
