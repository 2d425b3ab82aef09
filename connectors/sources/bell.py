"""Rings for feeds in trouble, and keeps a storm of them from the desk: ten thousand feeds fail when a network does."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.alerting.feeds import feed_alert
from tocsin.contract.events import FeedAlert
from tocsin.feeds.feed import Feed
from tocsin.metrics import FEED_ALERTS_HELD_BACK, FEED_ALERTS_SENT
from tocsin.polling.trouble import Change

MOST: Final = 30
WITHIN: Final = timedelta(minutes=10)
_LAST: Final = (
    f"this is number {MOST} within {WITHIN.total_seconds() / 60:g} minutes: "
    "further ones are held back, `tocsin feeds health` names the feeds"
)

log = get(__name__)


class Bell:
    """Makes feed alerts for ``receivers``: at most ``MOST`` within ``WITHIN``. What is held back is counted.

    The end of a trouble that rang always rings, that of one held back never does; where nobody knows, it counts like
    a new one.
    """

    def __init__(self, receivers: tuple[str, ...], instruments: Instruments) -> None:
        self._receivers = receivers
        self._instruments = instruments
        self._times: deque[datetime] = deque()
        for metric in (FEED_ALERTS_SENT, FEED_ALERTS_HELD_BACK):
            instruments.prime(metric)

    def __call__(self, change: Change, feed: Feed) -> FeedAlert | None:
        """The alert of ``change`` of ``feed``, or ``None`` where it is held back."""
        alert = feed_alert(change, feed, self._receivers)
        known = None if change.raised else change.trouble.rang
        if not (self._room(alert.at) if known is None else known):
            self._instruments.count(FEED_ALERTS_HELD_BACK, kind=alert.kind, trouble=alert.trouble)
            return None
        if not change.raised or len(self._times) < MOST:
            return alert
        log.warning("many feeds are in trouble at once; their alerts are held back for a while", most=MOST)
        return replace(alert, detail=f"{alert.detail}; {_LAST}" if alert.detail else _LAST)

    def _room(self, at: datetime) -> bool:
        """Whether one more may ring; it counts then."""
        while self._times and at - self._times[0] >= WITHIN:
            self._times.popleft()
        if len(self._times) >= MOST:
            return False
        self._times.append(at)
        return True
