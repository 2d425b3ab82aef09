"""The time zone of a feed's dates."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from tocsin.feeds.feed import Feed


def zone_of(feed: Feed) -> tzinfo | None:
    """For those of its dates that name none; ``None``: nobody said."""
    return ZoneInfo(feed.timezone) if feed.timezone else None
