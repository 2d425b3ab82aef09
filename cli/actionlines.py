"""What people did, out of a file of lines."""

from pathlib import Path

import click

from cli.exits import WRONG, Failure
from cli.lines import LONGEST, lines
from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import Action


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
                    click.echo(f"{path}:{number}: no action: {action.detail}", err=True)
    except OSError as fault:
        raise Failure(f"{path} can't be read: {fault.strerror}", WRONG) from fault
    return sorted(found, key=lambda action: action.at), bad
