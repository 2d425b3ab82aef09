"""A feed as the command line and a look at it describe it."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import click

from cli.exits import USAGE, WRONG, Failure
from cli.feedasking import ask_each
from tocsin.config.feeds import FeedEntry
from tocsin.config.model import Rss
from tocsin.config.validate import validated
from tocsin.delivery.foreign import neutral
from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed
from tocsin.safety.guard import guard_of, target_refusal
from tocsin.safety.hosts import is_local, literal

_TRY: Final = "try `tocsin feeds discover`, or --no-fetch"


def entry_of(said: Mapping[str, Any]) -> FeedEntry:
    """The feed that ``said`` describes, empty values left out.

    Raises:
        Failure: a value is none; each is told on standard error.
    """
    entry = validated({key: value for key, value in said.items() if value}, FeedEntry)
    if isinstance(entry, FeedEntry):
        return entry
    for fault in entry:
        click.echo(f"{fault.path[0]}: {fault.message}", err=True)
    raise Failure("that is no feed: nothing was done", USAGE)


def looked_at(entry: FeedEntry, settings: Rss) -> FeedEntry:
    """``entry`` with the title and language that the feed itself says, where it has none; oddities are told.

    Raises:
        Failure: there is no feed at its address.
    """
    asked = Feed(id=entry.id, url=entry.url, format=entry.format, language=entry.language or "")
    (finding,) = asyncio.run(ask_each([asked], settings, lambda _: None))
    if not finding.good:
        raise Failure(
            f"there is no feed at {public(entry.url)}: {finding.outcome}: {finding.detail}. Nothing was added; "
            + ("the source would refuse it too" if finding.outcome == "forbidden" else _TRY),
            WRONG,
        )
    for warning in finding.warnings:
        click.echo(f"{entry.id}: {warning}", err=True)
    title = " ".join(neutral(finding.title).split())
    language = finding.language.replace("_", "-")
    found = {"title": entry.title or title, "language": entry.language or _sound(language)}
    return entry.model_copy(update={key: value for key, value in found.items() if value})


def warn_of_refusal(entry: FeedEntry, settings: Rss) -> None:
    """Tell on standard error where the source will not ask ``entry``'s address, as far as the address itself says."""
    parts = urlsplit(entry.url)
    host = parts.hostname or ""
    guard = guard_of(settings.allow, settings.ports)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if is_local(host) and literal(host) is None and settings.allow:
        return  # only its addresses tell whether the networks opened hold it
    refusal = target_refusal(guard, parts.scheme, host, port, resolved_elsewhere=True)
    if refusal is not None:
        click.echo(f"{entry.id}: the source will refuse it: {refusal}", err=True)


def _sound(language: str) -> str | None:
    """``language`` where it is a tag as we write them; feeds say all sorts of things."""
    tag = language[:2].lower() + language[2:]
    alone = validated({"id": "x", "url": "http://x.example", "language": tag}, FeedEntry)
    return None if isinstance(alone, list) else tag
