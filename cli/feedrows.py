"""The feeds as `tocsin feeds list` shows them."""

from collections.abc import Iterator, Sequence

import msgspec

from cli.paint import Painted
from cli.table import table
from tocsin.config.feeds import FeedList
from tocsin.config.model import Rss
from tocsin.config.types import duration_text
from tocsin.feeds.address import public
from tocsin.feeds.feed import Feed
from tocsin.feeds.settling import settled


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One feed, for people and programs; nothing in it is secret."""

    id: str
    url: str
    title: str
    enabled: bool
    group: str
    language: str
    country: str
    kind: str
    trust: str
    tags: tuple[str, ...]
    format: str
    interval: str
    full_text: bool


class Choice(msgspec.Struct, frozen=True):
    """Which feeds are meant; what is None or empty excludes none."""

    group: str | None = None
    language: str | None = None
    country: str | None = None
    kind: str | None = None
    tags: frozenset[str] = frozenset()

    def __contains__(self, row: Row) -> bool:
        return (
            self.group in (None, row.group)
            and self.country in (None, row.country)
            and self.kind in (None, row.kind)
            and self.language in (None, row.language, row.language.partition("-")[0])
            and self.tags <= set(row.tags)
        )


def rows_of(feeds: FeedList, rss: Rss) -> list[Row]:
    """Every feed, in order, with what its group and the defaults say."""
    every = FeedList(
        defaults=feeds.defaults,
        groups=feeds.groups,
        feeds=tuple(feed.model_copy(update={"enabled": True}) for feed in feeds.feeds),
    )
    enabled = {feed.id for feed in feeds.feeds if feed.enabled}
    return [_row(feed, feed.id in enabled) for feed in settled(every, rss)]


def view(rows: Sequence[Row]) -> Iterator[Painted]:
    """A table for a person."""
    heads = ("feed", "group", "language", "country", "kind", "trust", "interval", "tags", "title", "address")
    yield from table(heads, [_cells(row) for row in rows], most=32)


def _row(feed: Feed, enabled: bool) -> Row:
    return Row(
        id=feed.id,
        url=public(feed.url),
        title=feed.title,
        enabled=enabled,
        group=feed.group,
        language=feed.language,
        country=feed.country,
        kind=feed.kind or "",
        trust=feed.trust or "",
        tags=feed.tags,
        format=feed.format,
        interval="" if feed.interval is None else duration_text(feed.interval),
        full_text=feed.full_text,
    )


def _cells(row: Row) -> tuple[str, ...]:
    interval = row.interval or "its rhythm"
    return (
        row.id,
        row.group or "-",
        row.language or "-",
        row.country or "-",
        row.kind or "-",
        row.trust or "-",
        interval if row.enabled else "disabled",
        " ".join(row.tags) or "-",
        row.title or "-",
        row.url,
    )
