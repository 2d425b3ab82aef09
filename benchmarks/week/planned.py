"""How large a week is, and what is known of every article in it."""

from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec

START: Final = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday."""
STORM_AT: Final = START + timedelta(days=3, hours=8, minutes=30)
ARCHIVE_AT: Final = START + timedelta(days=4, hours=14)

Kind = Literal[
    "first",  # the first report of a planted event
    "again",  # the same article once more, unchanged
    "copy",  # another outlet's page with the same text
    "light",  # the same text with light edits
    "own",  # another outlet's own words, in a language that reported before
    "other_language",  # the first report in another language
    "revision",  # the same article, corrected
    "retracted",  # the only report of an event, changed to say something else
    "follow_up",  # hours to a day later: the event again with more facts
    "archive",  # an old entry that a feed publishes once more
    "noise",  # anything else
]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what; ``twins`` of the ``events`` share standing paragraphs with another one, or even its place."""

    seed: int = 1
    articles: int = 300_000
    days: int = 7
    events: int = 300
    twins: int = 50
    same_place: int = 10
    retracted: int = 6
    storm: int = 4_000
    archive: int = 10_000

    @property
    def storm_event(self) -> int:
        """The number of the event that thousands report."""
        return self.events + 1


SMALL: Final = Plan(
    articles=4_000, days=7, events=40, twins=8, same_place=2, retracted=2, storm=300, archive=400
)
"""For a test: seconds instead of minutes."""


class Planted(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one line of the week: ``event`` is 0 where nothing was planted."""

    article: str
    fetched: datetime
    kind: Kind
    event: int = 0
    language: str = ""


class Item(msgspec.Struct, kw_only=True):
    """One line of the week, and what is known of it; ``text`` is what its outlet printed, without its page."""

    article: dict[str, object]
    planted: Planted
    title: str
    text: str

    @property
    def at(self) -> datetime:
        """When it was fetched."""
        return self.planted.fetched
