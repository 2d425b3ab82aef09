"""A feed in trouble is news for the desk too: what changed at a poll, as an event that sinks deliver."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tocsin.contract.events import FeedAlert, Severity
from tocsin.feeds.address import shown
from tocsin.feeds.feed import Feed
from tocsin.polling.trouble import Change, TroubleKind

SEVERITY: Final[Mapping[TroubleKind, Severity]] = {
    "failing": "medium",
    "gone": "high",
    "emptied": "high",
    "html": "high",
    "malformed": "medium",
    "frozen": "medium",
    "silent": "medium",
    "gap": "high",
}
"""How bad each trouble is: high where entries are lost, or nothing will come any more unless somebody acts."""
_LONGEST_DETAIL: Final = 500


def feed_alert_id(feed: str, trouble: TroubleKind, since: datetime) -> str:
    """The same for raising and clearing one trouble, and for every replay; fits PagerDuty's ``dedup_key``."""
    digest = hashlib.blake2b(f"{feed}\0{trouble}\0{since.timestamp():.6f}".encode(), digest_size=16)
    return f"tocsin-feed-{digest.hexdigest()}"


def feed_alert(change: Change, feed: Feed, receivers: tuple[str, ...]) -> FeedAlert:
    """The event for ``change`` of ``feed``; a trouble that ends is as grave as it was.

    ``receivers`` are those configured that want such events: who joins later has no use for old ones.
    """
    trouble = change.trouble
    return FeedAlert(
        id=feed_alert_id(feed.id, trouble.kind, trouble.last_good or trouble.since),
        kind="raised" if change.raised else "cleared",
        trouble=trouble.kind,
        severity=SEVERITY[trouble.kind],
        feed=feed.id,
        source=feed.title or feed.id,
        url=shown(feed.url),
        since=trouble.since,
        at=change.at,
        detail=detail(change)[:_LONGEST_DETAIL],
        receivers=receivers,
    )


def detail(change: Change) -> str:
    """What is wrong, or why it is over and what it was."""
    if change.raised:
        return change.trouble.detail
    was = f"it was: {change.trouble.detail}" if change.trouble.detail else ""
    return "; ".join(filter(None, (change.because, was)))
