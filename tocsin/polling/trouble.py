"""What can be wrong with a feed for longer than one poll: a closed list, and what was raised and cleared when."""

from datetime import datetime
from typing import Literal

import msgspec

TroubleKind = Literal[
    "failing",  # no document for a while: timeouts, refusals, errors
    "gone",  # the server says that it is no more (410), or keeps saying that it is not there (404)
    "emptied",  # it answers, but its entries are gone
    "html",  # a web page stands where the feed was: a login, a notice, a front page
    "malformed",  # it answers with something nothing can be read from
    "frozen",  # it says "not modified" for ever, past its own rhythm, though asked without conditions it has news
    "silent",  # nothing new for much longer than its own rhythm
    "gap",  # a poll shared no entry with the one before: entries may have come and gone in between
]


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with a feed, ``since`` when; ``detail`` is for people.

    It began with the first poll that showed it, also where one poll was not enough to call it a trouble; ``silent``
    began with the last news. ``last_good`` is the last poll before it: the same when a poll is done again because a
    process ended before Kafka had its state, so that it tells one alert from another. ``rang`` tells whether the desk
    heard of it: an alert went out, was held back, or neither is known.
    """

    kind: TroubleKind
    since: datetime
    detail: str = ""
    last_good: datetime | None = None
    rang: bool | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A trouble that was ``raised`` at a poll, or cleared. ``at`` is the time of that, ``because`` why it is over."""

    raised: bool
    trouble: Trouble
    at: datetime
    because: str = ""
