"""`tocsin feeds discover`"""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from cli import options
from cli.exits import WRONG, Failure

EPILOG = """\b
Examples:
  tocsin feeds discover https://outlet.example/
  tocsin feeds discover outlet.example --json | jq -r '.feeds[].url'
  tocsin feeds discover http://news.intranet.example/ --allow 10.1.0.0/16"""


@click.command(epilog=EPILOG, short_help="Find the feeds of a web site.")
@click.argument("url")
@options.config
@options.allow
@options.as_json
def discover(url: str, config_path: Path | None, allow: tuple[str, ...], as_json: bool) -> None:
    """Find the feeds of the web site at URL, each fetched once and read.

    Looked at are the feeds that the page names, links of the same site that look like feeds or say that they are, and
    the places where feeds usually stand. An address without https:// is tried with it, then with http://. Private
    addresses are asked only where `rss.allow` or --allow names them.

    Exit code 1 where nothing is found.
    """
    from cli.answers import in_json
    from cli.feedasking import allowing
    from cli.feedsearch import for_programs, search, tell_missing
    from cli.findings import found_view
    from cli.paint import paint
    from cli.settings import accepted, load_config

    config = accepted(load_config(config_path, os.environ))
    found = search(url, allowing(config.rss, allow))
    if as_json:
        click.echo(in_json(for_programs(found)))
    else:
        paint(found_view(found.feeds, datetime.now(UTC)))
        tell_missing(found.missing)
    if not found.feeds:
        why = f"{found.start.url} itself: {found.start.outcome}: {found.start.detail}"
        raise Failure(f"no feed was found at {found.asked} addresses; {why}", WRONG)
