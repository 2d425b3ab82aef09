"""`tocsin feeds forget`"""

import asyncio
import os
from pathlib import Path

import click

from cli import options
from cli.exits import USAGE, Failure

EPILOG = """\b
Examples:
  tocsin feeds forget old-wire
  tocsin feeds health --json | jq -r '.[] | select(.health == "unlisted") | .feed' | xargs tocsin feeds forget"""


@click.command(epilog=EPILOG, short_help="Forget what is known of feeds that are in no list any more.")
@click.argument("feed", nargs=-1, required=True)
@options.config
@options.bootstrap_servers
def forget(feed: tuple[str, ...], config_path: Path | None, bootstrap: tuple[str, ...]) -> None:
    """Take what Kafka keeps of each FEED out of it.

    Only of feeds that nobody polls: unlisted or disabled ones. Should one be listed again, it is new: its entries
    are sent again, and dropped where they were seen within `dedup.window`. Otherwise it goes by itself 30 days after
    the last poll.
    """
    from cli.feedstates import forget_states, known
    from cli.kafka import connection
    from cli.progress import working
    from cli.settings import accepted, count, load_config, load_feeds

    config = accepted(load_config(config_path, os.environ))
    with working("reading the list of feeds"):
        feeds = load_feeds(config)
    polled = {one.id for one in accepted(feeds).feeds if one.enabled}
    if listed := sorted(polled.intersection(feed)):
        raise Failure(f"{', '.join(listed)}: listed, and polled; take it out of the list first", USAGE)
    kafka = connection(config, bootstrap)
    if unknown := sorted(set(feed) - known(kafka).keys()):
        raise Failure(f"nothing is known of {', '.join(unknown)}: see `tocsin feeds health`", USAGE)
    asyncio.run(forget_states(kafka, sorted(set(feed))))
    click.echo(f"forgot {count(len(set(feed)), 'feed')}")
