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

    __slots__ = ("_numbers", "_settings", "ends", "first", "last", "name", "records")

    def __init__(self, first: Filed, number: int, settings: StorySettings) -> None:
        self._settings = settings
        self.name = first.story
        self.records: dict[str, Filed] = {}
        self._numbers: dict[str, int] = {}
        self.first = self.last = first.at
        self.add(first, number)

    def add(self, record: Filed, number: int) -> None:
        """Take in a record; greater numbers came later."""
        self.records[record.article], self._numbers[record.article] = record, number
        self._last(min(self.first, record.at), max(self.last, record.at))

    def remove(self, article: str) -> None:
        """Let one go."""
        del self.records[article], self._numbers[article]
        times = [record.at for record in self.records.values()]
        if times:
            self._last(min(times), max(times))

    def excess(self, most: int) -> tuple[str, ...]:
        """The articles to let go so that ``most`` are left: the earliest, but for what opened the story.

        Which ones hangs on the records and their numbers alone, not on the order in which they were added.
        """
        if len(self.records) <= most * COPIES:
            return ()
        copies = [record for record in self.records.values() if record.relation == "copy"]
        texts = [record for record in self.records.values() if record.relation != "copy"]
        room = max(int(most * COPIES), 1)
        return (*self._beyond(copies, room), *self._beyond(texts, max(most - room, 1)))

    def _last(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        self.ends = min(last + self._settings.quiet, first + self._settings.longest)

    def _beyond(self, records: Iterable[Filed], most: int) -> tuple[str, ...]:
        ranked = sorted(records, key=self._rank, reverse=True)
        return tuple(record.article for record in ranked[most:])

    def _rank(self, record: Filed) -> tuple[bool, int, str]:
        return record.relation == "new", self._numbers[record.article], record.article
