"""The matcher as the analyst's tools use it."""

from collections.abc import Iterable

from tocsin.matching.matcher import Matcher
from tocsin.matching.phrases import PhraseMatcher
from tocsin.watchlist.load import LoadedWatchlist


def matcher_for(watchlists: Iterable[LoadedWatchlist]) -> Matcher:
    """All of them in one index."""
    return PhraseMatcher(watchlists)
