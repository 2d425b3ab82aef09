"""What is known of each feed, as metrics: after every poll, when a feed comes to us, and when it goes."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from runtime.metrics import Instruments
from tocsin.feeds.standing import FeedStanding, standing
from tocsin.metrics import (
    ARTICLES_FETCHED,
    ARTICLES_PUBLISHED,
    FEED_DUE,
    FEED_ENTRIES,
    FEED_GAPS,
    FEED_NEWS,
    FEED_TROUBLES,
    FEEDS,
    FEEDS_IN_TROUBLE,
    FETCHES,
    POLLS,
    Metric,
)
from tocsin.polling.state import FeedState
from tocsin.polling.trouble import TroubleKind

_COUNTERS: Final = (ARTICLES_FETCHED, ARTICLES_PUBLISHED, FETCHES, FEED_GAPS)
_GAUGES: Final = (FEED_NEWS, FEED_DUE, FEED_ENTRIES)
# Shown from zero; a feed's failures would be a dozen series.
_FROM_ZERO: Final[tuple[tuple[Metric, Mapping[str, str]], ...]] = (
    (ARTICLES_FETCHED, {}),
    *((ARTICLES_PUBLISHED, labels) for labels in ARTICLES_PUBLISHED.closed),
    (FEED_GAPS, {}),
    (FETCHES, {"outcome": "changed"}),
    (FETCHES, {"outcome": "unchanged"}),
)

Shown = tuple[FeedStanding, tuple[TroubleKind, ...]]


class FeedGauges:
    """Shows the feeds that this process holds; the totals follow. Nothing here waits or raises."""

    def __init__(self, instruments: Instruments) -> None:
        self._instruments = instruments
        self._shown: dict[str, Shown] = {}
        self._standing: Counter[FeedStanding] = Counter()
        self._troubles: Counter[TroubleKind] = Counter()
        for metric in (POLLS, FEEDS, FEEDS_IN_TROUBLE):
            instruments.prime(metric)

    def hold(self, feed: str) -> None:
        """A feed (its id) is ours now, and nothing is known of it yet. Holding it again changes nothing."""
        if feed in self._shown:
            return
        for metric, labels in _FROM_ZERO:
            self._instruments.count(metric, 0, feed=feed, **labels)
        self._become(feed, ("new", ()))

    def show(self, state: FeedState) -> None:
        """What is known of a feed now; it is held from then on."""
        feed = state.feed
        self.hold(feed)
        self._instruments.set(FEED_ENTRIES, state.entries, feed=feed)
        if state.changed is not None:
            self._instruments.set(FEED_NEWS, state.changed.timestamp(), feed=feed)
        if state.due is not None:
            self._instruments.set(FEED_DUE, state.due.timestamp(), feed=feed)
        self._become(feed, (standing(state), tuple(trouble.kind for trouble in state.troubles)))

    def drop(self, feed: str) -> None:
        """Another process holds it now. What was counted here was counted; what stands is told there."""
        if feed in self._shown:
            self._become(feed, None)
            for metric in _GAUGES:
                self._instruments.forget(metric, feed=feed)

    def forget(self, feed: str) -> None:
        """Nobody polls it any more: none of its series is shown."""
        self.drop(feed)
        for metric in _COUNTERS:
            for labels in metric.series({"feed": feed}):
                self._instruments.forget(metric, **labels)

    def _become(self, feed: str, now: Shown | None) -> None:
        before = self._shown.get(feed)
        if now == before:
            return
        if now is None:
            self._shown.pop(feed, None)
        else:
            self._shown[feed] = now
        self._tally(before, -1)
        self._tally(now, 1)
        self._troubled(feed, before[1] if before else (), now[1] if now else ())

    def _tally(self, shown: Shown | None, amount: int) -> None:
        if shown is not None:
            state, troubles = shown
            self._standing[state] += amount
            self._instruments.set(FEEDS, self._standing[state], state=state)
            for kind in troubles:
                self._troubles[kind] += amount
                self._instruments.set(FEEDS_IN_TROUBLE, self._troubles[kind], trouble=kind)

    def _troubled(self, feed: str, before: tuple[TroubleKind, ...], now: tuple[TroubleKind, ...]) -> None:
        for kind in before:
            if kind not in now:
                self._instruments.forget(FEED_TROUBLES, feed=feed, trouble=kind)
        for kind in now:
            self._instruments.set(FEED_TROUBLES, 1, feed=feed, trouble=kind)
