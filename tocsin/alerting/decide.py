"""Which alert a story is: the same for every replay of its cause."""

import hashlib


def alert_id(watchlist: str, article: str) -> str:
    """Of the story that ``article`` opens for ``watchlist``; 39 characters, usable as a PagerDuty ``dedup_key``."""
    digest = hashlib.blake2b(f"{watchlist}\0{article}".encode(), digest_size=16)
    return f"tocsin-{digest.hexdigest()}"
