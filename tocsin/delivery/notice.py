"""What sinks deliver: alerts about the news, and about feeds in trouble."""

from datetime import datetime
from typing import Final

import msgspec

from tocsin.contract.codec import InvalidEvent, decode
from tocsin.contract.events import Alert, FeedAlert, type_tag

Notice = Alert | FeedAlert
_FEED_ALERT: Final = FeedAlert.__struct_config__.tag


class _Tagged(msgspec.Struct, rename={"tag": type_tag}):
    tag: str = ""


_tags: Final = msgspec.json.Decoder(_Tagged)


def read_notice(payload: bytes | None) -> Notice | InvalidEvent:
    """The notice in ``payload``, or why it is none. Never raises."""
    if _tag(payload) == _FEED_ALERT:
        return decode(payload, FeedAlert)
    return decode(payload, Alert)


def made_at(notice: Notice) -> datetime:
    """When it was decided."""
    return notice.clocks.alerted if isinstance(notice, Alert) else notice.at


def _tag(payload: bytes | None) -> str:
    try:
        return _tags.decode(payload or b"").tag
    except (ValueError, RecursionError):
        return ""  # whatever it is, reading it as an alert says what is wrong
