"""What holds for each feed: its own words, else its group's, else the defaults', else ``rss``'s."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import SecretStr

from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedList
from tocsin.config.model import Rss
from tocsin.feeds.feed import Access, Feed

T = TypeVar("T")


def settled(feeds: FeedList, rss: Rss) -> tuple[Feed, ...]:
    """The enabled feeds of ``feeds``, in order, with everything about them settled."""
    groups = {group.name: group for group in feeds.groups}
    return tuple(
        _settled(entry, [entry, *_group(groups.get(entry.group or "")), feeds.defaults], rss)
        for entry in feeds.feeds
        if entry.enabled
    )


def _group(group: FeedDefaults | None) -> list[FeedDefaults]:
    return [group] if group else []


def _settled(entry: FeedEntry, layers: Sequence[FeedDefaults], rss: Rss) -> Feed:
    return Feed(
        id=entry.id,
        url=entry.url,
        format=entry.format,
        title=entry.title,
        group=entry.group or "",
        language=_first([layer.language for layer in layers], ""),
        timezone=_first([layer.timezone for layer in layers], ""),
        country=_first([layer.country for layer in layers], ""),
        kind=_first([layer.kind for layer in layers], None),
        trust=_first([layer.trust for layer in layers], None),
        tags=tuple(dict.fromkeys(tag for layer in layers for tag in layer.tags)),
        interval=_first([layer.interval for layer in layers], rss.interval),
        min_interval=_first([layer.min_interval for layer in layers], rss.min_interval),
        max_interval=_first([layer.max_interval for layer in layers], rss.max_interval),
        timeout=_first([layer.timeout for layer in layers], rss.timeout),
        access=_access(layers, rss),
        full_text=_first([layer.full_text for layer in layers], False),
        websub=_first([layer.websub for layer in layers], True),
    )


def _access(layers: Sequence[FeedDefaults], rss: Rss) -> Access:
    # Capitals make no difference in a header's name.
    headers = {
        name.lower(): (name, value.get_secret_value())
        for layer in reversed(layers)
        for name, value in layer.headers.items()
    }
    return Access(
        user_agent=_first([layer.user_agent for layer in layers], rss.user_agent),
        headers=tuple(headers.values()),
        username=_first([layer.username for layer in layers], ""),
        password=_secret([layer.password for layer in layers]),
        token=_secret([layer.token for layer in layers]),
        proxy=_first([layer.proxy for layer in layers], ""),
        cookies=_first([layer.cookies for layer in layers], False),
    )


def _first(said: Sequence[T | None], otherwise: T) -> T:
    return next((value for value in said if value is not None), otherwise)


def _secret(said: Sequence[SecretStr | None]) -> str:
    return next((value.get_secret_value() for value in said if value is not None), "")
