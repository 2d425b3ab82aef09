"""Ids out of what people call things."""

import re
from typing import Final

from tocsin.text.tokens import fold

_LONGEST_ID: Final = 64
_ACRONYMS: Final = "-acronyms"
_LONGEST_BASE: Final = _LONGEST_ID - len(_ACRONYMS)


def identifier(text: str) -> str:
    """``text`` as an id: its Latin letters and digits, empty where there are none."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:_LONGEST_ID].strip("-")


class Names:
    """An id for every term, no two alike."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._ids: dict[tuple[str, bool], str] = {}
        self._taken: set[str] = set()

    def of(self, term: str, *, beside: bool = False) -> str:
        """The id of ``term``, or of the one ``beside`` it for its acronyms."""
        key = (term, beside)
        if key not in self._ids:
            wanted = f"{self.of(term)[:_LONGEST_BASE]}{_ACRONYMS}" if beside else self._wanted(term)
            self._ids[key] = self._free(wanted)
            self._taken.add(self._ids[key])
        return self._ids[key]

    def _wanted(self, term: str) -> str:
        return identifier(term) or (self._default if not term else f"term-{len(self._ids) + 1}")

    def _free(self, wanted: str) -> str:
        number, name = 1, wanted
        while name in self._taken:
            number += 1
            name = f"{wanted[: _LONGEST_ID - 8]}-{number}"
        return name
