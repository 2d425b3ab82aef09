"""What a poll brought, for whoever watches: counted, and logged where something is wrong."""

from typing import Final

from connectors.sources.rss.seen import Brought
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.alerting.feeds import detail
from tocsin.feeds.address import shown
from tocsin.feeds.feed import Feed
from tocsin.metrics import ARTICLES_FETCHED, FEED_GAPS, FETCHES
from tocsin.polling.follow import Step
from tocsin.polling.observation import Observation
from tocsin.polling.state import FeedState
from tocsin.polling.trouble import Change

log = get(__name__)

_FINE: Final = frozenset({"changed", "unchanged"})


def tell(feed: Feed, before: FeedState, brought: Brought, step: Step, instruments: Instruments) -> None:
    """Count a poll that led from ``before`` to ``step``, and log what is wrong with the feed."""
    seen = brought.seen
    instruments.count(FETCHES, feed=feed.id, outcome=seen.outcome)
    if seen.found is not None:
        instruments.count(ARTICLES_FETCHED, seen.found.entries, feed=feed.id)
    if step.state.gaps > before.gaps:
        instruments.count(FEED_GAPS, step.state.gaps - before.gaps, feed=feed.id)
    _log_failure(feed, before, seen, step.state)
    for change in step.changes:
        tell_change(feed, change)


def tell_change(feed: Feed, change: Change) -> None:
    """Log that a trouble began, or is over."""
    said = "a feed is in trouble" if change.raised else "a feed is out of trouble"
    log.warning(said, feed=feed.id, trouble=change.trouble.kind, detail=detail(change))


def _log_failure(feed: Feed, before: FeedState, seen: Observation, after: FeedState) -> None:
    if seen.outcome in _FINE or not _worth_a_line(before, after):
        return
    said = (
        "feed is damaged; what can be read of it is read"
        if seen.found is not None
        else "feed can't be read; it stays in the schedule"
    )
    log.warning(
        said,
        feed=feed.id,
        url=shown(feed.url),
        reason=seen.outcome,
        detail=seen.detail,
        entries=seen.found.entries if seen.found is not None else 0,
        failures=after.failures,
    )


def _worth_a_line(before: FeedState, after: FeedState) -> bool:
    """The first time, when it fails otherwise, and ever more rarely: ten thousand feeds must not fill the log."""
    if after.outcome != before.outcome:
        return True
    return after.failures.bit_count() == 1
