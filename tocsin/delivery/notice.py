"""What sinks deliver: alerts about the news, digests of what was held back, and alerts about feeds in trouble."""

from datetime import datetime
from typing import Final

from tocsin.contract.codec import InvalidEvent, decode_one_of
from tocsin.contract.events import Alert, Digest, FeedAlert

Notice = Alert | Digest | FeedAlert
_KINDS: Final[tuple[type[Notice], ...]] = (Alert, Digest, FeedAlert)


def read_notice(payload: bytes | None) -> Notice | InvalidEvent:
    """The notice in ``payload``, or why it is none. Never raises."""
    return decode_one_of(payload, _KINDS)


def made_at(notice: Notice) -> datetime:
    """When it was decided."""
    return notice.clocks.alerted if isinstance(notice, Alert) else notice.at
