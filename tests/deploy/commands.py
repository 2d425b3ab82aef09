"""Reads a `tocsin` command line as the command would, without running it."""

from collections.abc import Sequence

import click

from cli.__main__ import tocsin


def parse(words: Sequence[str]) -> click.Context:
    """The context of the innermost command that ``words`` (without `tocsin`) name.

    Raises:
        click.UsageError: there is no such command or option, or an argument is missing.
    """
    command: click.Command = tocsin
    rest, parent = list(words), None
    while True:
        parent = command.make_context(command.name or "", rest, parent=parent)
        if not isinstance(command, click.Group):
            return parent
        # What click itself hands on to the subcommand; it has no public name for it.
        name, chosen, rest = command.resolve_command(parent, [*parent._protected_args, *parent.args])
        if chosen is None:
            raise click.UsageError(f"no such command: {name}", parent)
        command = chosen
