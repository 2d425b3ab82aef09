"""`tocsin routes`"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from cli import options
from cli.exits import USAGE, WRONG, Failure
from cli.moments import Moment
from tocsin.config.feeds import Kind, Trust
from tocsin.contract.events import Severity, Status

if TYPE_CHECKING:
    from tocsin.config.model import Config
    from tocsin.routing.rules import Rules

EPILOG = """\b
Examples:
  tocsin routes show
  tocsin routes test --watchlist idlib --severity high --at 2026-03-01T23:30Z"""

SHOW_EPILOG = """\b
Examples:
  tocsin routes show
  tocsin routes show --json | jq '.route.routes[].receivers'"""

TEST_EPILOG = """\b
Examples:
  tocsin routes test --watchlist idlib --feed sample-wire
  tocsin routes test --watchlist idlib --severity critical --language ar --at 2026-03-01T23:30Z
  tocsin routes test matches.jsonl --json | jq -r '.told[].receivers[]'

\b
What a watchlist or a feed says of itself where you wrote it (severity, status, receivers; language, country, kind,
trust, tags) is taken from there, unless an option says otherwise.
A line of FILE is a match or an alert as its topic holds it. An alert does not say what is known of its feed."""


@click.group(epilog=EPILOG, short_help="Show the routes; ask who would get a report, when and why.")
def routes() -> None:
    """Show the routes; ask who would get a report, when and why."""


@routes.command(epilog=SHOW_EPILOG, short_help="Show the route tree with what each route inherits.")
@options.config
@options.as_json
def show(config_path: Path | None, as_json: bool) -> None:
    """Show the route tree: what each route asks, whom it tells and when, what it inherits included.

    Warns of routes that no report can come to. Kafka is not asked.
    """
    from cli.answers import in_json
    from cli.paint import paint
    from cli.routeview import tree
    from cli.routewords import in_builtins

    _, rules = _rules(config_path)
    if as_json:
        click.echo(in_json({"route": in_builtins(rules.routes), "inhibit": rules.inhibit}))
    else:
        paint(tree(rules))


@routes.command(epilog=TEST_EPILOG, short_help="Say who would get a report, when, by which route, and why.")
@click.argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True), required=False
)
@click.option("--watchlist", metavar="ID", help="The watchlist it fires.")
@click.option("--severity", type=click.Choice(get_args(Severity)), help="[default: the watchlist's]")
@click.option("--status", type=click.Choice(get_args(Status)), help="[default: the watchlist's]")
@click.option("--feed", metavar="ID", help="The feed it is from.")
@click.option("--source", metavar="NAME", help="What people call the outlet.")
@click.option("--language", metavar="TAG", help="What it is written in, such as ar.")
@click.option("--country", metavar="XX", help="Where the outlet is at home.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="What sort of outlet it is.")
@click.option("--trust", type=click.Choice(get_args(Trust)), help="How far the desk trusts the feed.")
@click.option(
    "--tag", "tags", metavar="TAG", multiple=True, help="A tag of its feed; more than one may be given."
)
@click.option(
    "--term", "terms", metavar="ID", multiple=True, help="A watch-term found; more than one may be given."
)
@click.option("--receiver", "named", metavar="NAME", multiple=True, help="A receiver the watchlist names.")
@click.option("--at", type=Moment(), metavar="TIME", help="When it comes. [default: now, or what FILE says]")
@options.config
@options.as_json
def test(
    file: Path | None,
    at: datetime | None,
    named: tuple[str, ...],
    config_path: Path | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Say who would get a report, when, by which route, and why the routes before it passed it by.

    Either of one report that the options describe, or of every line of FILE (`-` for standard input). A line that
    is neither a match nor an alert is told on standard error, and the exit code is 1. Silences are not asked.
    """
    from cli.routetesting import Answers, reported

    said = {key: value for key, value in said.items() if value}
    if file and (said or named):
        raise Failure("either FILE or options that describe a report; --at goes with both", USAGE)
    if not file and "watchlist" not in said:
        raise Failure("say which report: --watchlist at least, or a FILE of matches or alerts", USAGE)
    config, rules = _rules(config_path)
    told = Answers(rules, as_json=as_json)
    if file:
        told.of_lines(file, at)
    else:
        facts, own = reported(config, said)
        told.of_report(facts, named or own, at or datetime.now(UTC))
    if told.bad:
        click.get_current_context().exit(WRONG)


def _rules(config_path: Path | None) -> "tuple[Config, Rules]":
    from cli.settings import accepted, load_config, load_routes
    from tocsin.routing.compiled import rules_of

    config = accepted(load_config(config_path, os.environ))
    written = accepted(load_routes(config))
    for warning in written.warnings:
        click.echo(f"warning: {warning}", err=True)
    return config, rules_of(config, written.routes)
