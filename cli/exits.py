"""How the command ends, and the errors that end it."""

import signal
from typing import IO, Any, Final

import click

FINE: Final = 0
WRONG: Final = 1
USAGE: Final = 2
UNREACHABLE: Final = 3
KEEPS_DYING: Final = 4
INTERNAL: Final = 70
INTERRUPTED: Final = 130

MEANINGS: Final = {
    FINE: "fine",
    WRONG: "something you wrote is wrong, or a check found a difference",
    USAGE: "the command line itself is wrong",
    UNREACHABLE: "Kafka can't be reached in time",
    KEEPS_DYING: "a part of `tocsin run` keeps dying",
    INTERNAL: "a fault of Tocsin's own",
    INTERRUPTED: "interrupted before it was done",
}

# A part may also end itself; whoever started it starts it anew, and what was not committed comes again.
SHUTDOWN_TOO_LONG: Final = 71
UNSENT: Final = 74
UNHEALTHY: Final = 75
ENDINGS: Final = {
    FINE: "it stopped without being asked to",
    WRONG: "something you wrote is wrong",
    INTERNAL: "a fault of its own",
    SHUTDOWN_TOO_LONG: "its shutdown took too long",
    UNSENT: "Kafka did not take what it sent in time",
    UNHEALTHY: "its watchdog found it alive in name only",
}


class Failure(click.ClickException):
    """Ends the command with one of the codes above. The message names the thing and says what to do."""

    def __init__(self, message: str, code: int = WRONG) -> None:
        super().__init__(message)
        self.exit_code = code

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(
            f"{click.style('error:', fg='red', bold=True)} {self.message}", file=file, err=file is None
        )


def epilog() -> str:
    """The exit codes, as the last paragraph of `tocsin --help`."""
    lines = [f"  {code:>3}  {meaning}" for code, meaning in MEANINGS.items()]
    return "\b\nExit codes:\n" + "\n".join(lines)


def how_it_ended(code: int) -> str:
    """A process's exit code in words; negative codes are signals."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    meaning = ENDINGS.get(code) or MEANINGS.get(code)
    return f"exit code {code} ({meaning})" if meaning else f"exit code {code}"
