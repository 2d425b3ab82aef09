"""What every sink can do: three verbs and a memory. A sink decides nothing; it delivers and reports."""

from collections.abc import Iterable
from typing import Protocol

from tocsin.delivery.notice import Notice
from tocsin.delivery.outcome import Outcome


class Sink(Protocol):
    """A way to reach one receiver."""

    async def connect(self) -> Iterable[str]:
        """Get ready. Returns the ``event_id`` of what this receiver is known to have (empty if it can't tell).

        Raises:
            OSError: the receiver can't be reached or opened now; the runner tries again.
        """

    async def deliver(self, notice: Notice) -> Outcome:
        """Hand over one notice. Never raises for what the receiver does: that is an outcome."""

    async def close(self) -> None:
        """Let go; what was reported as delivered is safe already."""
