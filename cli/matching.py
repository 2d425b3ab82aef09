"""Matchers as the commands and the worker use them."""

import gc
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache

from cli.exits import INTERNAL, Failure
from runtime.lexicon import open_lexicon
from tocsin.matching.habits import Habits
from tocsin.matching.matcher import Matcher, WatchlistMatcher
from tocsin.story.ready import make_ready
from tocsin.text.lexicon import Lexicon
from tocsin.watchlist.load import LoadedWatchlist


@cache
def lexicon() -> Lexicon:
    """The word forms that rules ask for. `make setup` makes their file; where there is none, it is made now.

    Raises:
        Failure: it can't be made.
    """
    try:
        return open_lexicon()
    except (OSError, sqlite3.Error) as fault:
        raise Failure(f"the file of word forms can't be made: {fault}", INTERNAL) from fault


def matcher_for(watchlists: Iterable[LoadedWatchlist], habits: Habits | None = None) -> Matcher:
    """All of them in one index, for many articles; ``habits`` as in ``WatchlistMatcher``."""
    return WatchlistMatcher(watchlists, lexicon(), many=True, habits=habits)


class Successive:
    """Matchers for a worker, each made from the one before; what hosts repeat is remembered from one to the next."""

    def __init__(self) -> None:
        self._habits = Habits()
        self._last: WatchlistMatcher | None = None

    def __call__(self, watchlists: Sequence[LoadedWatchlist]) -> Matcher:
        """The matcher that takes the last one's place, ready to be asked."""
        first = self._last is None
        self._last = WatchlistMatcher(
            watchlists, lexicon(), many=True, habits=self._habits, before=self._last
        )
        if first:  # compiled passes are compiled when first used: here, rather than on the event loop
            _compile(self._last)
            # The large matcher stays: the collector need not look through it over and over. Not at a change, when
            # what is garbage by then would stay too.
            gc.freeze()
        return self._last


def main() -> None:
    """Compile the matcher's passes, and those of stories, once for every process that starts later on this machine."""
    _compile(WatchlistMatcher([], lexicon(), many=True))


def _compile(matcher: WatchlistMatcher) -> None:
    matcher.engine.find("A few words.")
    make_ready()


if __name__ == "__main__":
    main()
