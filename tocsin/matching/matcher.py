"""What every matcher is: articles in, matches with their evidence out."""

from datetime import datetime
from typing import Protocol

from tocsin.contract.events import Article, Match


class Matcher(Protocol):
    """Watchlists made ready. Its answer depends on the article alone, never on the order of the watchlists."""

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        """At most one match per watchlist, in the order of their ids; ``now`` is stamped on each."""
