"""The ids of alerts and digests: the same for every replay of their cause."""

import hashlib
from datetime import datetime


def alert_id(watchlist: str, article: str) -> str:
    """Of the story that ``article`` opens for ``watchlist``; 39 characters, usable as a PagerDuty ``dedup_key``."""
    digest = hashlib.blake2b(f"{watchlist}\0{article}".encode(), digest_size=16)
    return f"tocsin-{digest.hexdigest()}"


def digest_id(watchlist: str, route: str, number: int, until: datetime) -> str:
    """The same for every replay of the same cause."""
    parts = f"{watchlist}\0{route}\0{number}\0{until.isoformat()}"
    return f"tocsin-digest-{hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()}"
