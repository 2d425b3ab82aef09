"""`tocsin silence`"""

import asyncio
import functools
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cli import options
from cli.exits import WRONG, Failure
from cli.moments import Moment

if TYPE_CHECKING:
    from runtime.kafka import Connection
    from tocsin.contract.events import Scope

EPILOG = """\b
Examples:
  tocsin silence add --watchlist idlib --until 2h --comment 'known: exercise near the border'
  tocsin silence list
  tocsin silence expire 3f2a90c1d7e4"""

ADD_EPILOG = """\b
Examples:
  tocsin silence add --watchlist idlib --until 2h --comment 'known'
  tocsin silence add --watchlist idlib --until 2026-03-02T06:00+01:00 --language tr --feed wire --comment 'duplicated'
  tocsin silence add --all --until 30m --comment 'maintenance' --by omar

\b
Prints the id of each silence, one for each watchlist. What is held is told when it ends, or counted in a digest."""

LIST_EPILOG = """\b
Examples:
  tocsin silence list
  tocsin silence list --all --json | jq -r '.[] | [.watchlist, .by, .comment] | @tsv'"""

EXPIRE_EPILOG = """\b
Examples:
  tocsin silence expire 3f2a90c1d7e4
  tocsin silence list --json | jq -r '.[].id' | xargs tocsin silence expire"""


_SCOPE: Final = (
    ("terms", "--term", "ID", "Only reports in which it is found."),
    ("feeds", "--feed", "ID", "Only reports of this feed."),
    ("languages", "--language", "TAG", "Only reports in it, such as ar."),
    ("countries", "--country", "XX", "Only from outlets at home there."),
)


@click.group(epilog=EPILOG, short_help="Hold the later reports of a watchlist for a while.")
def silence() -> None:
    """Hold the later reports of a watchlist for a while. First reports of new stories go out all the same."""


def _scoped(command: options.Command) -> options.Command:
    """The options that narrow a silence down; the command gets a ``Scope``."""

    @functools.wraps(command)
    def gathered(*args: Any, first_reports: bool, **given: Any) -> Any:
        from tocsin.contract.events import Scope

        scope = Scope(**{key: given.pop(key) for key, *_ in _SCOPE}, first_reports=first_reports)
        return command(*args, scope=scope, **given)

    found: options.Command = gathered
    first = "Hold first reports of new stories too."
    found = click.option("--first-reports", is_flag=True, help=first)(found)
    for key, option, form, words in reversed(_SCOPE):
        found = click.option(option, key, metavar=form, multiple=True, help=words)(found)
    return found


@silence.command(epilog=ADD_EPILOG, short_help="Silence watchlists until a time.")
@click.option("--watchlist", "watchlists", metavar="ID", multiple=True, help="More than one may be given.")
@click.option("--all", "everything", is_flag=True, help="Every watchlist in the folder.")
@click.option(
    "--until", type=Moment(ahead=True), required=True, metavar="TIME", help="2h, or 2026-03-01T23:30Z."
)
@click.option("--comment", metavar="TEXT", required=True, help="Why: others will want to know.")
@click.option("--by", metavar="NAME", help="Who. [default: the login name]")
@_scoped
@options.config
@options.bootstrap_servers
def add(
    watchlists: tuple[str, ...],
    everything: bool,
    until: datetime,
    comment: str,
    by: str | None,
    scope: "Scope",
    config_path: Path | None,
    bootstrap: tuple[str, ...],
) -> None:
    """Silence watchlists until a time: reports that all options given hold for; each option by any of its values."""
    from cli.acting import author, new_id, send_actions
    from cli.kafka import connection
    from cli.settings import accepted, load_config
    from cli.silencing import ahead, meant, sound
    from tocsin.contract.events import Action

    config = accepted(load_config(config_path, os.environ))
    names, who = meant(config, watchlists, everything=everything), author(by)
    sound(scope, comment, config, names)
    kafka, now = connection(config, bootstrap), datetime.now(UTC)
    ahead(until, now, kafka)
    actions = [
        Action(
            id=new_id(),
            watchlist=name,
            verb="silence",
            by=who,
            at=now,
            text=comment,
            until=until,
            scope=scope,
        )
        for name in names
    ]
    asyncio.run(send_actions(kafka, actions))
    for action in actions:
        click.echo(f"{action.id}  {action.watchlist} until {until:%Y-%m-%d %H:%M:%S} UTC")


@silence.command("list", epilog=LIST_EPILOG, short_help="Show the silences.")
@click.option("--all", "everything", is_flag=True, help="Those that have ended too.")
@options.config
@options.bootstrap_servers
@options.as_json
def list_silences(
    everything: bool, config_path: Path | None, bootstrap: tuple[str, ...], as_json: bool
) -> None:
    """Show the silences that hold now, with who made them, why, and until when; the first to end first."""
    from cli.acting import silences
    from cli.answers import in_json
    from cli.paint import paint
    from cli.settings import count
    from cli.silenceview import view
    from tocsin.routing.silence import active

    every, now = asyncio.run(silences(_connection(config_path, bootstrap))), datetime.now(UTC)
    shown = [one for one in every if everything or active(one, now)]
    if as_json:
        click.echo(in_json(shown))
        return
    if shown:
        paint(view(shown, now))
    more = f"; {len(every) - len(shown)} ended, --all shows them" if len(every) > len(shown) else ""
    click.echo(f"{count(len(shown), 'silence')}{more}", err=True)


@silence.command(epilog=EXPIRE_EPILOG, short_help="End silences early.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--by", metavar="NAME", help="Who. [default: the login name]")
@options.config
@options.bootstrap_servers
def expire(
    ids: tuple[str, ...], by: str | None, config_path: Path | None, bootstrap: tuple[str, ...]
) -> None:
    """End silences now. What they held is told, or counted in a digest."""
    from cli.acting import author, new_id, send_actions, silences
    from tocsin.contract.events import Action
    from tocsin.routing.silence import active

    kafka = _connection(config_path, bootstrap)
    known, now = {one.id: one for one in asyncio.run(silences(kafka))}, datetime.now(UTC)
    for name in ids:
        if name not in known:
            raise Failure(f"there is no silence {name}: see `tocsin silence list`; nothing was done", WRONG)
        if not active(known[name], now):
            raise Failure(f"the silence {name} has ended already; nothing was done", WRONG)
    actions = [
        Action(id=new_id(), watchlist=known[name].watchlist, verb="expire", by=author(by), at=now, text=name)
        for name in dict.fromkeys(ids)
    ]
    asyncio.run(send_actions(kafka, actions))
    for action in actions:
        click.echo(f"ended {action.text}  {action.watchlist}")


def _connection(config_path: Path | None, bootstrap: tuple[str, ...]) -> "Connection":
    from cli.kafka import connection
    from cli.settings import accepted, load_config

    return connection(accepted(load_config(config_path, os.environ)), bootstrap)
