"""What every source can do: three verbs. A source reads articles; the runner brings them to Kafka."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from tocsin.contract.events import DeadLetter, FeedAlert
from tocsin.polling.decide import Offer
from tocsin.polling.state import FeedState


def always() -> bool:
    """A source that shares nothing holds what it read for good."""
    return True


class Reading(msgspec.Struct, frozen=True):
    """What one read brought.

    The runner brings readings in the order they were read and gives none up: first the articles, then dead letters
    and ``alerts``, then ``state``, and when Kafka has all of it, and not before, it calls ``acknowledged``. So the
    next reading of a feed may build on this one before that. What a process leaves unacknowledged when it ends, the
    next one offers again, from the last state that Kafka has.

    ``held`` tells whether the feed is still this process's to speak for. Once it is not, articles and dead letters
    are brought all the same (they may be had nowhere else by then, and repeats under the same id do no harm); alerts
    and ``state`` are left to whoever took the feed over.
    """

    feed: str
    offers: tuple[Offer, ...]
    dead: tuple[DeadLetter, ...]
    acknowledged: Callable[[], None]
    alerts: tuple[FeedAlert, ...] = ()
    state: FeedState | None = None
    held: Callable[[], bool] = always


class Source(Protocol):
    """Where articles come from."""

    async def connect(self) -> None:
        """Get ready (open sessions and files)."""

    async def read(self) -> Reading:
        """The next reading; waits until there is one, and may be cancelled: nothing is lost by that.

        Never raises for what a feed does: it counts and goes on.
        """

    async def close(self) -> None:
        """Let go."""
