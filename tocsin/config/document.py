"""What a YAML file held: its data, where each piece stood, and what was wrong with its form."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from tocsin.config.issues import Issue

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Both count from 1; zeros mean that no file holds it."""

    line: int
    column: int


NOWHERE = Place(0, 0)


class Document(msgspec.Struct, frozen=True):
    """Mappings, lists, texts and ``None`` as read.

    Every scalar is text: its key's type says later what ``no``, ``012`` or ``30`` means. ``values`` and ``keys``
    hold places by path; ``variables`` the environment variable that gave what is at a path.
    """

    name: str
    data: Any
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    issues: tuple[Issue, ...] = ()
    variables: Mapping[Path, str] = {}

    def issue(self, path: Path, message: str, *, at_key: bool = False) -> Issue:
        """``message`` about ``path``, at its place or the nearest one above that was written."""
        for known in _upwards(path):
            if known in self.variables:
                variable = self.variables[known]
                return Issue(path="environment", line=0, column=0, field=variable, message=message)
        place = self._place(path, at_key=at_key)
        return Issue(
            path=self.name, line=place.line, column=place.column, field=dotted(path), message=message
        )

    def _place(self, path: Path, *, at_key: bool) -> Place:
        if path in self.keys and (at_key or value_at(self.data, path) is None):
            return self.keys[path]
        return next((self.values[known] for known in _upwards(path) if known in self.values), NOWHERE)


def value_at(data: Any, path: Path) -> Any:
    """What stands at ``path`` in ``data``, ``None`` where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def dotted(path: Path) -> str:
    """The path as an operator would say it: ``receivers[0].url``."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def _upwards(path: Path) -> Iterator[Path]:
    return (path[:length] for length in range(len(path), -1, -1))
