"""`tocsin feeds health`"""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from cli import options

EPILOG = """\b
Examples:
  tocsin feeds health
  tocsin feeds health --bad
  tocsin feeds health wire post --json | jq '.[] | {feed, health, troubles}'

\b
health    troubled: something is wrong for longer than one poll (it is said what, and since when);
          failing: the last poll failed; damaged: not all of its document could be read; new: it has not
          answered yet; well; unpolled: no source has told of it; disabled; unlisted: polled once, in no list any more
next poll a feed that brings nothing is told of every 10 minutes: after that only how often it is polled is known;
          overdue: no source seems to poll it
gaps      polls that shared no entry with the one before: entries may have come and gone in between"""


@click.command(epilog=EPILOG, short_help="Show how each feed is: troubles, last news, rhythm, next poll.")
@click.argument("feed", nargs=-1)
@options.config
@options.bootstrap_servers
@click.option("--bad", is_flag=True, help="Only feeds that are troubled, failing or damaged.")
@options.as_json
def health(
    feed: tuple[str, ...], config_path: Path | None, bootstrap: tuple[str, ...], bad: bool, as_json: bool
) -> None:
    """Show how each feed (or each FEED named) is, the worst first, as the sources left word of it in Kafka.

    Sources need not run for it, Kafka must. Where the list of feeds is at fault, the faults are told and every feed
    that Kafka knows of is shown. Exit code 0 whatever the feeds' health: for alarms there are feed alerts and metrics.
    """
    from cli.answers import in_json
    from cli.feedhealth import chosen, every_health, tally
    from cli.healthview import view
    from cli.paint import paint
    from cli.settings import accepted, load_config

    config, now = accepted(load_config(config_path, os.environ)), datetime.now(UTC)
    shown = chosen(every_health(config, bootstrap, now), feed, bad=bad)
    if as_json:
        click.echo(in_json(shown))
        return
    paint(view(shown, now))
    click.echo(tally(shown), err=True)
