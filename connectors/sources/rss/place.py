"""What a poll under way occupies."""

from collections.abc import Callable

from connectors.sources.turns import Wish


class Place:
    """A poll's place: at its host, and among the polls under way. Given back early, others begin sooner."""

    def __init__(self, leave_host: Callable[[Wish | None], None], leave: Callable[[], None]) -> None:
        self._leave_host: Callable[[Wish | None], None] | None = leave_host
        self._leave: Callable[[], None] | None = leave

    def leave_host(self, wish: Wish | None = None) -> None:
        """The host has answered, or whom it led to, with this ``wish``. Once is enough."""
        leave, self._leave_host = self._leave_host, None
        if leave is not None:
            leave(wish)

    def leave(self) -> None:
        """The document is fetched and read."""
        self.leave_host()
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()
