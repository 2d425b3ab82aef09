"""A week of news, in the order it is fetched."""

import heapq
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

import msgspec

from benchmarks.week.background import Background, archive
from benchmarks.week.happening import KINDS, Happening, again_there, happening
from benchmarks.week.outlets import outlets
from benchmarks.week.paper import Press
from benchmarks.week.planned import ARCHIVE_AT, START, STORM_AT, Item, Plan, Planted
from benchmarks.week.reporting import Newsroom
from benchmarks.week.sentences import Fires, Sentences

WITH_ARCHIVE: Final = 3
"""Events that happen while the archive comes."""
_FED_BY: Final = "ar"
"""The language of the feed that publishes its archive."""
_LAST: Final = timedelta(hours=40)
"""Nothing new happens so shortly before the end: what happens is reported to its end."""
_HOUR: Final = timedelta(hours=1)
_DRAWS: Final = 10_000


class Week:
    """Makes the week of ``plan``; the same plan, the same week."""

    def __init__(self, plan: Plan, fires: Fires, corpora: Path | None) -> None:
        self._plan = plan
        self._chance = random.Random(f"{plan.seed}/events")
        self._watched: dict[int, str] = {}
        self._named: dict[int, str] = {}
        self._done: list[Happening] = []
        self._retracted = range(WITH_ARCHIVE + 1, WITH_ARCHIVE + 1 + plan.retracted)
        self._outlets = outlets(plan.seed)
        press = Press(random.Random(f"{plan.seed}/press"))
        sentences = Sentences(fires, corpora)
        self._newsroom = Newsroom(self._outlets, press, sentences, random.Random(f"{plan.seed}/reports"))
        self._background = Background(
            self._outlets, press, sentences, random.Random(f"{plan.seed}/background")
        )

    def items(self) -> Iterator[Item]:
        """All of it, in the order of the times."""
        planted = sorted(self._planted(), key=lambda item: item.at)
        times = self._times(self._plan.articles - len(planted))
        yield from heapq.merge(planted, self._background.articles(times), key=lambda item: item.at)

    @property
    def watched(self) -> dict[int, str]:
        """The planted events made so far, each with the watchlist it is for."""
        return dict(self._watched)

    @property
    def named(self) -> dict[int, str]:
        """What the planted events made so far are called."""
        return dict(self._named)

    def _know(self, event: Happening) -> None:
        self._watched[event.number], self._named[event.number] = event.watchlist, event.name

    def _planted(self) -> Iterator[Item]:
        for event in self.events():
            self._know(event)
            repeats = int(self._chance.random() ** 1.6 * 31)
            if event.number in self._retracted:
                yield from self._newsroom.retracted(event)
            else:
                yield from self._newsroom.reports(event, repeats)
        storm = self._storm()
        self._know(storm)
        yield from self._newsroom.reports(storm, self._plan.storm - 1, _HOUR)
        outlet = self._outlets[_FED_BY][0]
        yield from archive(
            self._plan.archive, ARCHIVE_AT, outlet, self._background, self._newsroom, self._chance
        )

    def events(self) -> Iterator[Happening]:
        """All but the storm; each can be told from those near it in time (`Happening.differs`)."""
        for number in range(1, self._plan.events + 1):
            self._done.append(self._another(number))
        return iter(self._done)

    def _another(self, number: int) -> Happening:
        """The event of that number; ``twins`` of them share the standing paragraph of one of their kind hours before.

        Raises:
            RuntimeError: there are not so many places and numbers.
        """
        first_twin = self._plan.events - self._plan.twins
        before = self._done[number % first_twin] if number > first_twin else None
        there = number > self._plan.events - self._plan.same_place
        for _ in range(_DRAWS):
            if before is None:
                event = happening(number, KINDS[number % len(KINDS)], self._some_time(number), self._chance)
            else:
                at = before.at + timedelta(minutes=self._chance.randint(20, 1200))
                event = (
                    again_there(number, before, at, self._chance)
                    if there
                    else happening(number, before.kind, at, self._chance, before)
                )
            if all(event.differs(other) for other in self._done if not (there and other is before)):
                return event
        raise RuntimeError(f"no place and number left for event {number}")

    def _storm(self) -> Happening:
        for _ in range(_DRAWS):
            event = happening(self._plan.storm_event, "quake", STORM_AT, self._chance)
            if all(event.differs(other) for other in self._done):
                return event
        raise RuntimeError("no place and number left for the storm")

    def _some_time(self, number: int) -> datetime:
        if number <= WITH_ARCHIVE:
            return ARCHIVE_AT + timedelta(seconds=number)
        return START + self._chance.random() * (timedelta(days=self._plan.days) - _LAST)

    def _times(self, count: int) -> Iterator[datetime]:
        chance = random.Random(f"{self._plan.seed}/times")
        length = timedelta(days=self._plan.days)
        return iter([START + share * length for share in sorted(chance.random() for _ in range(count))])


def write(items: Iterator[Item], file: IO[bytes]) -> Iterator[Planted]:
    """Write each as a line; gives back what is known of it."""
    encoder = msgspec.json.Encoder()
    for item in items:
        file.write(encoder.encode(item.article) + b"\n")
        yield item.planted
