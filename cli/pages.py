"""The generated pages of docs/, by file name."""

from collections.abc import Callable, Iterator, Mapping
from textwrap import dedent
from typing import Final

import click

from cli.exits import ENDINGS, MEANINGS
from runtime.reference import metrics_page
from tocsin.config.reference import configuration_page
from tocsin.routing import schema as routes_schema
from tocsin.routing.reference import routes_page
from tocsin.watchlist import schema as watchlist_schema
from tocsin.watchlist.reference import watchlists_page

INTRODUCTION = dedent(
    """\
    # The command line

    <!-- Written by `tocsin docs` from the commands' own help: change it there. -->

    `make setup` leaves `.venv/bin/tocsin`. Every command has `--help`.
    """
)


def command_line_page() -> str:
    """``docs/cli.md``: every command's help, then the exit codes."""
    from cli.__main__ import tocsin

    sections = [_section(path, command) for path, command in _commands("tocsin", tocsin)]
    return "\n".join([INTRODUCTION, *sections, _exit_codes()])


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "metrics.md": metrics_page,
    "configuration.md": configuration_page,
    "watchlists.md": watchlists_page,
    watchlist_schema.NAME: watchlist_schema.schema_page,
    "routes.md": routes_page,
    routes_schema.NAME: routes_schema.schema_page,
    "cli.md": command_line_page,
}


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _commands(f"{path} {name}", inner)


def _section(path: str, command: click.Command) -> str:
    context = click.Context(
        command, info_name=path, terminal_width=100, max_content_width=100, help_option_names=["-h", "--help"]
    )
    return f"## {path}\n\n```text\n{command.get_help(context)}\n```\n"


def _exit_codes() -> str:
    rows = [f"| {code} | {meaning} |" for code, meaning in MEANINGS.items()]
    own = [f"| {code} | {meaning} |" for code, meaning in ENDINGS.items() if code not in MEANINGS]
    parts = "A part that `tocsin run` or a service manager starts may also end itself, to be started again:"
    head = ["| code | meaning |", "|---|---|"]
    return "\n".join(["## Exit codes", "", *head, *rows, "", parts, "", *head, *own]) + "\n"
