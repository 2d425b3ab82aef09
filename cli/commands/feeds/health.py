"""`tocsin feeds health`"""

import asyncio
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, Failure

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
    from cli.feedhealth import samples, states, view
    from cli.kafka import connection
    from cli.paint import paint
    from cli.settings import accepted, load_config, load_feeds, tell
    from tocsin.feeds.health import healths

    config = accepted(load_config(config_path, os.environ))
    feeds, now = load_feeds(config), datetime.now(UTC)
    known = asyncio.run(states(connection(config, bootstrap)))
    if isinstance(feeds, list):
        tell(feeds)
        click.echo("the list of feeds is at fault: shown is what Kafka knows, listed or not", err=True)
        every = healths(None, known, now)
    else:
        every = healths((*feeds.feeds, *samples(config)), known, now)
    unknown = set(feed) - {one.feed for one in every}
    if unknown:
        raise Failure(f"no feed is called {', '.join(sorted(unknown))}: see `tocsin feeds list`", USAGE)
    shown = [
        one
        for one in every
        if (not feed or one.feed in feed) and (not bad or one.health in ("troubled", "failing", "damaged"))
    ]
    if as_json:
        click.echo(in_json(shown))
        return
    paint(view(shown, now))
    tally = Counter(one.health for one in shown)
    click.echo(", ".join(f"{number} {name}" for name, number in tally.items()) or "no feed", err=True)
