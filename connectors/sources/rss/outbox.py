"""What polls brought and Kafka does not have yet: bounded, so that a Kafka that is away fills no memory."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from connectors.sources.base import Reading
from tocsin.polling.decide import Offer
from tocsin.polling.state import FeedState

# Characters: together some tens of megabytes. While as much waits, no poll begins.
_MOST: Final = 32_000_000
_AROUND: Final = 1000


class Outbox:
    """Readings in order. What is taken counts until it is done with; ``freed`` is called when there is room again."""

    def __init__(self, freed: Callable[[], None]) -> None:
        self._readings: deque[Reading] = deque()
        self._some = asyncio.Event()
        self._roomy = asyncio.Event()
        self._roomy.set()
        self._freed = freed
        self._weight = 0

    def room(self) -> bool:
        """Whether more may come."""
        return self._roomy.is_set()

    async def until_room(self) -> None:
        """Wait until more may come."""
        await self._roomy.wait()

    def put(self, reading: Reading) -> None:
        """Have it taken after all others."""
        self._weigh(weight(reading.offers, reading.state))
        self._readings.append(reading)
        self._some.set()

    async def take(self) -> Reading:
        """The first one; waits for it, and may be cancelled: none is lost by that."""
        while not self._readings:
            self._some.clear()
            await self._some.wait()
        return self._readings.popleft()

    def done(self, characters: int) -> None:
        """A reading of that weight is acknowledged."""
        full = not self.room()
        self._weigh(-characters)
        if full and self.room():
            self._freed()

    def _weigh(self, characters: int) -> None:
        self._weight += characters
        if self._weight < _MOST:
            self._roomy.set()
        else:
            self._roomy.clear()


def weight(offers: Sequence[Offer], state: FeedState | None) -> int:
    """About how many characters a reading of these keeps in memory."""
    articles = sum(_AROUND + len(offer.article.title) + len(offer.article.body) for offer in offers)
    return _AROUND + articles + (len(state.memory) if state is not None else 0)
