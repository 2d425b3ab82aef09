"""What people did, out of a file of lines."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

import click

from cli.exits import WRONG, Failure
from cli.lines import LONGEST, lines
from tocsin.config.words import listed
from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import Action, Verb

_AT_FIELD: Final = re.compile(r".* - at `\$\.(?P<field>\w+)`")
_TIME: Final = "must be a time with its zone, such as 2026-03-01T12:00:00Z"
_MUST_BE: Final[Mapping[str, str]] = {
    "verb": f"must be {listed(get_args(Verb))}",
    "at": _TIME,
    "until": _TIME,
}


def read_actions(path: Path | None) -> tuple[list[Action], int]:
    """The actions in the order of their times, and how many lines were none; each was told on standard error.

    Raises:
        Failure: the file can't be read.
    """
    if path is None:
        return [], 0
    found: list[Action] = []
    bad = 0
    try:
        with path.open("rb") as file:
            for number, text, _ in lines(file):
                action = decode(text, Action) if text else InvalidEvent(f"longer than {LONGEST} bytes")
                if isinstance(action, Action):
                    found.append(action)
                else:
                    bad += 1
                    click.echo(f"{path}:{number}: no action: {_in_words(action.detail)}", err=True)
    except OSError as fault:
        raise Failure(f"{path} can't be read: {fault.strerror}", WRONG) from fault
    return sorted(found, key=lambda action: action.at), bad


def _in_words(fault: str) -> str:
    found = _AT_FIELD.fullmatch(fault)
    return f"{found['field']} {_MUST_BE[found['field']]}" if found and found["field"] in _MUST_BE else fault
