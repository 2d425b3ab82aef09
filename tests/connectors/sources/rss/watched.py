"""Which files and connections a call opens, as Python's own audit tells."""

import sys
from collections.abc import Callable
from typing import Any, Final

_TOLD: Final = ("open", "socket.", "os.", "subprocess.", "urllib.")
_watching: list[list[str]] = []
_hooked: list[bool] = []


def opened_while(call: Callable[[], object]) -> list[str]:
    """The events of opening, connecting or starting something while ``call`` runs, in this process."""
    if not _hooked:  # a hook can't be taken away again
        sys.addaudithook(_note)
        _hooked.append(True)
    events: list[str] = []
    _watching.append(events)
    try:
        call()
    finally:
        _watching.remove(events)
    return events


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event.startswith(_TOLD):
        _watching[-1].append(f"{event} {arguments!r:.200}")
