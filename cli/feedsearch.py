"""The feeds of a web site looked for, as `tocsin feeds discover` does."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from cli.feedadding import entry_of
from cli.feedasking import alive, polite
from cli.progress import progress
from connectors.sources.discovery import Discovered, discover
from connectors.sources.probe import Finding
from tocsin.config.feeds import FeedList
from tocsin.config.model import Rss
from tocsin.delivery.foreign import ascii_url, isolated
from tocsin.feeds.feed import Feed
from tocsin.feeds.settling import settled


def search(address: str, settings: Rss) -> Discovered:
    """The feeds to be found from ``address``, with a progress bar; without a scheme, by https, or else by http.

    Raises:
        Failure: it is no address.
    """
    for url in (address,) if "://" in address else (f"https://{address}", f"http://{address}"):
        (start,) = settled(FeedList(feeds=(entry_of({"id": "site", "url": url}),)), settings)
        found = asyncio.run(_search(start, settings))
        if found.start.outcome != "unreachable":
            break
    return found


def tell_missing(missing: Sequence[Finding]) -> None:
    """Tell on standard error what a page names as its feeds, and is none."""
    for one in missing:
        why = f"{one.outcome}: {isolated(one.detail)}"
        click.echo(f"named as a feed, and none: {ascii_url(one.url)}: {why}", err=True)


def for_programs(found: Discovered) -> dict[str, Any]:
    """What the discovery of a site brought, to be written as JSON."""
    feeds = [{"way": one.way, **msgspec.to_builtins(one.finding)} for one in found.feeds]
    return {"asked": found.asked, "start": found.start, "feeds": feeds, "missing": found.missing}


async def _search(start: Feed, settings: Rss) -> Discovered:
    now = datetime.now(UTC)
    with progress("looking for feeds", None) as advance:
        async with polite(settings) as fetch, alive(advance):
            return await discover(start, fetch, settings.max_bytes, now, advance)
