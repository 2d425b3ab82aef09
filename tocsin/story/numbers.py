"""Numbers in the place of names."""

from collections.abc import Iterator


class Numbers:
    """A number for each name for as long as somebody holds it; then it goes to another name."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, int]] = {}
        self._free: list[int] = []

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """All names that are held, with their numbers."""
        return ((name, number) for name, (number, _) in self._held.items())

    def hold(self, name: str) -> tuple[int, bool]:
        """Its number, and whether nobody else holds it."""
        number, holders = self._held.get(name, (-1, 0))
        if not holders:
            number = self._free.pop() if self._free else len(self._held)
        self._held[name] = number, holders + 1
        return number, not holders

    def let_go(self, name: str) -> tuple[int, bool]:
        """The same for the last time. Raises KeyError where nobody holds it."""
        number, holders = self._held.pop(name)
        if holders > 1:
            self._held[name] = number, holders - 1
        else:
            self._free.append(number)
        return number, holders == 1
