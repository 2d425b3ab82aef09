"""What every source can do: three verbs. A source reads articles; the runner brings them to Kafka."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from tocsin.contract.events import DeadLetter
from tocsin.polling.decide import Offer


class Reading(msgspec.Struct, frozen=True):
    """What one read brought. ``acknowledged`` is called once Kafka has every record of it, and not before.

    Where Kafka does not take it, the runner does not call ``acknowledged``, and the source offers the same again.
    """

    feed: str
    offers: tuple[Offer, ...]
    dead: tuple[DeadLetter, ...]
    acknowledged: Callable[[], None]


class Source(Protocol):
    """Where articles come from."""

    async def connect(self) -> None:
        """Get ready (open sessions and files)."""

    async def read(self) -> Reading:
        """The next reading; waits until there is one. Never raises for what a feed does: it counts and goes on."""

    async def close(self) -> None:
        """Let go."""
