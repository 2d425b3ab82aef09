"""The ids of alerts and digests: the same for every replay of their cause."""

import hashlib
from datetime import datetime
from typing import Final

ALERT_SIGN: Final = "tocsin-"
"""What every alert id begins with."""


def opened_by(watchlist: str, article: str, number: int = 1) -> str:
    """The alert of the story that ``article`` opens for ``watchlist``: of the first, or of the one with ``number``."""
    return alert_id(watchlist, article if number == 1 else f"{article}\0{number}")


def alert_id(watchlist: str, cause: str) -> str:
    """Of the story that ``cause`` opens for ``watchlist``; 39 characters, usable as a PagerDuty ``dedup_key``."""
    digest = hashlib.blake2b(f"{watchlist}\0{cause}".encode(), digest_size=16)
    return f"{ALERT_SIGN}{digest.hexdigest()}"


def digest_id(watchlist: str, route: str, number: int, until: datetime) -> str:
    """The same for every replay of the same cause."""
    parts = f"{watchlist}\0{route}\0{number}\0{until.isoformat()}"
    return f"tocsin-digest-{hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()}"
