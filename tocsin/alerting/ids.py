"""The ids of alerts and digests: the same for every replay of their cause."""

import hashlib
from datetime import datetime
from typing import Final

from tocsin.contract.events import Article

ALERT_SIGN: Final = "tocsin-"
"""What every alert id begins with."""


def opened_by(watchlist: str, article: Article) -> str:
    """The alert of the story that ``article`` opens for ``watchlist``.

    An article may come again when its story is long over, and opens another then: what tells the two apart is when it
    was fetched, which is the same however often one message comes.
    """
    return alert_id(watchlist, "\0".join((article.id, article.content, f"{article.fetched.timestamp():.6f}")))


def alert_id(watchlist: str, cause: str) -> str:
    """Of the story that ``cause`` opens for ``watchlist``; 39 characters, usable as a PagerDuty ``dedup_key``."""
    digest = hashlib.blake2b(f"{watchlist}\0{cause}".encode(), digest_size=16)
    return f"{ALERT_SIGN}{digest.hexdigest()}"


def digest_id(watchlist: str, route: str, number: int, until: datetime) -> str:
    """The same for every replay of the same cause."""
    parts = f"{watchlist}\0{route}\0{number}\0{until.isoformat()}"
    return f"tocsin-digest-{hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()}"
