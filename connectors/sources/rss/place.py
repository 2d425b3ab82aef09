"""What a poll under way occupies."""

from collections.abc import Callable
from datetime import timedelta


class Place:
    """A poll's place: at its host, and among the polls under way. Given back early, others begin sooner."""

    def __init__(self, leave_host: Callable[[timedelta | None], None], leave: Callable[[], None]) -> None:
        self._leave_host: Callable[[timedelta | None], None] | None = leave_host
        self._leave: Callable[[], None] | None = leave

    def leave_host(self, retry_after: timedelta | None = None) -> None:
        """The host has answered; ``retry_after`` is how long it asked to be left alone. Once is enough."""
        leave, self._leave_host = self._leave_host, None
        if leave is not None:
            leave(retry_after)

    def leave(self) -> None:
        """The document is fetched and read."""
        self.leave_host()
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()
