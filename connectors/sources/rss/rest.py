"""How long a feed asks not to be polled."""

from datetime import timedelta
from typing import Final

_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_MOST_MINUTES: Final = 366 * 24 * 60


def longest_rest(ttl: str, period: str, frequency: str) -> timedelta | None:
    """From RSS ``ttl`` (minutes) and the syndication module's period and frequency; the longer one.

    ``None`` where nothing is asked, or nothing that can be read.
    """
    asked = [rest for rest in (_minutes(ttl), _syndication(period, frequency)) if rest]
    return max(asked, default=None)


def _minutes(ttl: str) -> timedelta | None:
    minutes = _whole(ttl)
    return timedelta(minutes=min(minutes, _MOST_MINUTES)) if minutes else None


def _syndication(period: str, frequency: str) -> timedelta | None:
    length = _PERIODS.get(period.strip().lower())
    return length / max(1, _whole(frequency)) if length else None


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
