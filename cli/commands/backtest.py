"""`tocsin backtest`"""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, WRONG, Failure

EPILOG = """\b
Examples:
  tocsin backtest ceasefire
  tocsin backtest ceasefire --since 30d --bootstrap-servers kafka:9092
  tocsin backtest drafts/ceasefire.yaml --against watchlists/ceasefire.yaml
  tocsin backtest ceasefire articles.jsonl --json | jq .this.alerts_per_day

\b
The file holds one article a line, as `tocsin match` reads them.
An alert is counted on the day its article was fetched, each article once, as the alert agent rings; filters by age
look from there. Whether the watchlist is live, on trial (shadow) or a test makes no difference here."""


def _duration(ctx: click.Context, param: click.Parameter, value: str | None) -> timedelta | None:
    from tocsin.config.types import parse_duration

    if value is None:
        return None
    try:
        found = parse_duration(value)
    except ValueError:
        found = None
    if not isinstance(found, timedelta) or not found:
        raise click.BadParameter(f"{value!r} is no duration such as 12h or 7d", ctx, param)
    return found


@click.command(
    epilog=EPILOG, short_help="Say what a watchlist would have done over the articles of the last days."
)
@click.argument("watchlist")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--against",
    metavar="WATCHLIST",
    help="Another version, by its file or id: what only one of the two fires.",
)
@click.option(
    "--since",
    metavar="DURATION",
    callback=_duration,
    help="How far back to read from Kafka: 12h, 7d. [default: 7d]",
)
@options.config
@options.bootstrap_servers
@options.as_json
def backtest(
    watchlist: str,
    file: Path | None,
    against: str | None,
    since: timedelta | None,
    config_path: Path | None,
    bootstrap: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say what WATCHLIST (an id, or a file) would have done: alerts per day, languages, sources, samples.

    Over the articles that Kafka retains in `articles.unique`, as many as there are at the start, or over FILE.
    Nothing is sent, and no other reader is disturbed. Exit code 1 where a line or record could not be read.
    """
    from cli.answers import in_json
    from cli.backtesting import Trial, over_file, over_kafka
    from cli.backtestview import view
    from cli.kafka import connection
    from cli.paint import paint
    from cli.settings import accepted, load_config
    from cli.watchlists import one_watchlist

    if file and (since or bootstrap):
        raise Failure("--since and --bootstrap-servers are for Kafka; with a FILE leave them out", USAGE)
    config = accepted(load_config(config_path, os.environ))
    names = [watchlist, *([against] if against else [])]
    trial = Trial([one_watchlist(name, Path(config.watchlists)) for name in names])
    if file:
        outcome = over_file(trial, file)
    else:
        start = _start(datetime.now(UTC), since or timedelta(days=7))
        outcome = asyncio.run(over_kafka(trial, connection(config, bootstrap), start))
    if as_json:
        click.echo(in_json(outcome.result))
    else:
        paint(view(outcome.result, (watchlist, against or "")))
    if outcome.unreadable:
        click.get_current_context().exit(WRONG)


def _start(now: datetime, since: timedelta) -> datetime:
    beginning = datetime(1970, 1, 1, tzinfo=UTC)  # Kafka's first moment
    return beginning if since > now - beginning else now - since
