"""One open story: its records, as many as are kept, and how long it has been open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from tocsin.story.model import Filed, StorySettings

COPIES: Final = 0.25
"""The part of the records kept that may be copies: their text is known from another."""


class Story:
    """The records of a story, by article; ``first`` and ``last`` are when the earliest and the latest were placed.

    ``ends`` is when it is over, if nothing is added to it.
    """

    __slots__ = ("_settings", "ends", "first", "last", "name", "records")

    def __init__(self, record: Filed, settings: StorySettings) -> None:
        self._settings = settings
        self.name = record.story
        self.records: dict[str, Filed] = {}
        self.first = self.last = record.at
        self.add(record)

    def add(self, record: Filed) -> None:
        """Take in a record."""
        self.records[record.article] = record
        self._last(min(self.first, record.at), max(self.last, record.at))

    def remove(self, article: str) -> None:
        """Let one go."""
        del self.records[article]
        times = [record.at for record in self.records.values()]
        if times:
            self._last(min(times), max(times))

    def excess(self, most: int) -> tuple[str, ...]:
        """The articles to let go so that ``most`` are left: the earliest, but for what opened the story.

        Which ones hangs on the records alone, not on the order they came in.
        """
        if len(self.records) <= most * COPIES:
            return ()
        copies = [record for record in self.records.values() if record.relation == "copy"]
        texts = [record for record in self.records.values() if record.relation != "copy"]
        room = max(int(most * COPIES), 1)
        return (*_beyond(copies, room), *_beyond(texts, max(most - room, 1)))

    def _last(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        self.ends = min(last + self._settings.quiet, first + self._settings.longest)


def _beyond(records: Iterable[Filed], most: int) -> tuple[str, ...]:
    ranked = sorted(records, key=lambda one: (one.relation == "new", one.at, one.article), reverse=True)
    return tuple(record.article for record in ranked[most:])
