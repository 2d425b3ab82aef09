"""`tocsin feeds add`"""

import os
from pathlib import Path
from typing import Any, get_args

import click

from cli import options
from cli.exits import USAGE, WRONG, Failure
from tocsin.config.feeds import Format, Kind, Trust

EPILOG = """\b
Examples:
  tocsin feeds add https://outlet.example/rss.xml
  tocsin feeds add https://outlet.example/rss.xml --id outlet --language ar --group levant --tag border
  tocsin feeds add https://outlet.example/news-sitemap.xml --format sitemap --no-fetch"""


@click.command(epilog=EPILOG, short_help="Add a feed to feeds.yaml.")
@click.argument("url")
@options.config
@click.option("--id", help="What the feed is called in articles, metrics and logs. [default: made from URL]")
@click.option("--title", help="What people call the source. [default: what the feed says]")
@click.option("--language", metavar="TAG", help="What it is written in. [default: what the feed says]")
@click.option("--country", metavar="XX", help="Where the outlet is at home.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="What sort of outlet it is.")
@click.option("--trust", type=click.Choice(get_args(Trust)), help="How far the desk trusts it.")
@click.option("--group", help="One of the groups in feeds.yaml.")
@click.option("--tag", "tags", multiple=True, help="A word to find it by; may be given again.")
@click.option("--interval", metavar="DURATION", help="Poll it this often, whatever its rhythm.")
@click.option("--full-text", is_flag=True, help="Fetch the linked pages and extract their articles.")
@click.option("--format", type=click.Choice(get_args(Format)), help="`sitemap` for a news sitemap.")
@click.option("--no-fetch", is_flag=True, help="Do not look whether there is a feed.")
@options.allow
def add(config_path: Path | None, no_fetch: bool, allow: tuple[str, ...], **said: Any) -> None:
    """Add the feed at URL to the end of `feeds.yaml`, after a look whether there is one.

    Nothing else in the file is touched, comments included; what would make it faulty is not written. A running
    source polls the feed within seconds.
    """
    from cli.feedadding import entry_of, looked_at, warn_of_refusal
    from cli.feedasking import allowing
    from cli.feedbook import put_in
    from cli.feedimporting import own_list
    from cli.settings import accepted, load_config
    from tocsin.config.validate import unknown
    from tocsin.feeds.naming import feed_id

    config = accepted(load_config(config_path, os.environ))
    own = own_list(config)
    groups, group = tuple(one.name for one in own.groups), said["group"]
    if group is not None and group not in groups:
        why = unknown(group, groups, "group") if groups else "there are no groups"
        raise Failure(f"--group {group}: {why}; write it into {config.feeds} first", USAGE)
    for feed in own.feeds:
        if feed.url == said["url"]:
            raise Failure(f"that address is there already, as {feed.id}", WRONG)
    entry = entry_of({**said, "id": said["id"] or feed_id(said["url"])})
    if not no_fetch:
        entry = looked_at(entry, allowing(config.rss, allow))
    put_in(config, (), (entry,))
    click.echo(f"added {entry.id} to {config.feeds}")
    warn_of_refusal(entry, config.rss)
