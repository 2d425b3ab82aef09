"""`tocsin silence`"""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli import options
from cli.exits import USAGE, WRONG, Failure
from cli.moments import Moment

if TYPE_CHECKING:
    from runtime.kafka import Connection

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


@click.group(epilog=EPILOG, short_help="Hold the later reports of a watchlist for a while.")
def silence() -> None:
    """Hold the later reports of a watchlist for a while. First reports of new stories go out all the same."""


@silence.command(epilog=ADD_EPILOG, short_help="Silence watchlists until a time.")
@click.option("--watchlist", "watchlists", metavar="ID", multiple=True, help="More than one may be given.")
@click.option("--all", "everything", is_flag=True, help="Every watchlist in the folder.")
@click.option(
    "--until", type=Moment(ahead=True), required=True, metavar="TIME", help="2h, or 2026-03-01T23:30Z."
)
@click.option("--comment", metavar="TEXT", required=True, help="Why: others will want to know.")
@click.option("--by", metavar="NAME", help="Who. [default: the login name]")
@click.option("--term", "terms", metavar="ID", multiple=True, help="Only reports in which it is found.")
@click.option("--feed", "feeds", metavar="ID", multiple=True, help="Only reports of this feed.")
@click.option("--language", "languages", metavar="TAG", multiple=True, help="Only reports in it, such as ar.")
@click.option("--country", "countries", metavar="XX", multiple=True, help="Only from outlets at home there.")
@click.option("--first-reports", is_flag=True, help="Hold first reports of new stories too.")
@options.config
@options.bootstrap_servers
def add(
    watchlists: tuple[str, ...],
    everything: bool,
    until: datetime,
    comment: str,
    by: str | None,
    terms: tuple[str, ...],
    feeds: tuple[str, ...],
    languages: tuple[str, ...],
    countries: tuple[str, ...],
    first_reports: bool,
    config_path: Path | None,
    bootstrap: tuple[str, ...],
) -> None:
    """Silence watchlists until a time: reports that all options given hold for; each option by any of its values."""
    from cli.acting import author, new_id, send_actions
    from cli.kafka import connection
    from cli.settings import accepted, load_config
    from cli.watchlists import known_ids
    from tocsin.config.validate import unknown
    from tocsin.contract.events import Action, Scope

    if everything == bool(watchlists):
        raise Failure("say which: --watchlist, or --all by itself", USAGE)
    config = accepted(load_config(config_path, os.environ))
    known = known_ids(Path(config.watchlists))
    for name in watchlists:
        if known and name not in known:
            raise Failure(f"{name}: {unknown(name, known, 'watchlist')}", USAGE)
    if everything and not known:
        raise Failure(f"there is no watchlist in {config.watchlists}", WRONG)
    kafka, now = connection(config, bootstrap), datetime.now(UTC)
    _ahead(until, now, kafka)
    scope = Scope(
        terms=terms, feeds=feeds, languages=languages, countries=countries, first_reports=first_reports
    )
    actions = [
        Action(
            id=new_id(),
            watchlist=name,
            verb="silence",
            by=author(by),
            at=now,
            text=comment,
            until=until,
            scope=scope,
        )
        for name in dict.fromkeys(known if everything else watchlists)
    ]
    asyncio.run(send_actions(kafka, actions))
    for action in actions:
        click.echo(f"{action.id}  {action.watchlist} until {until:%Y-%m-%d %H:%M:%S} UTC")


@silence.command("list", short_help="Show the silences.")
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


@silence.command(short_help="End silences early.")
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


def _ahead(until: datetime, now: datetime, kafka: "Connection") -> None:
    from tocsin.config.types import duration_text
    from tocsin.contract.topics import ACTIONS

    kept = kafka.retention(ACTIONS)
    if until <= now:
        raise Failure(f"--until {until:%Y-%m-%d %H:%M:%S} UTC has passed", USAGE)
    if kept is not None and until - now > kept:
        raise Failure(f"--until is too far off: silences are known for {duration_text(kept)}", USAGE)
