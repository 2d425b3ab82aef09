"""`tocsin feeds discover`"""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

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
    from cli.feedadding import entry_of
    from cli.feedasking import allowing, search
    from cli.findings import found_view
    from cli.paint import paint
    from cli.settings import accepted, load_config
    from tocsin.config.feeds import FeedList
    from tocsin.delivery.foreign import ascii_url, isolated
    from tocsin.feeds.address import public
    from tocsin.feeds.settling import settled

    config = accepted(load_config(config_path, os.environ))
    settings = allowing(config.rss, allow)
    addresses = (url,) if "://" in url else (f"https://{url}", f"http://{url}")
    for address in addresses:
        (start,) = settled(FeedList(feeds=(entry_of({"id": "site", "url": address}),)), settings)
        outcome = asyncio.run(search(start, settings))
        if outcome.start.outcome != "unreachable":
            break
    if as_json:
        feeds: list[Any] = [{"way": one.way, **msgspec.to_builtins(one.finding)} for one in outcome.feeds]
        told = {"asked": outcome.asked, "start": outcome.start, "feeds": feeds, "missing": outcome.missing}
        click.echo(in_json(told))
    else:
        paint(found_view(outcome.feeds, datetime.now(UTC)))
        for one in outcome.missing:
            why = f"{one.outcome}: {isolated(one.detail)}"
            click.echo(f"named as a feed, and none: {ascii_url(one.url)}: {why}", err=True)
    if not outcome.feeds:
        why = f"{outcome.start.outcome}: {outcome.start.detail}"
        raise Failure(
            f"no feed was found at {outcome.asked} addresses; {public(address)} itself: {why}", WRONG
        )
