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


class Week:
    """Makes the week of ``plan``; the same plan, the same week."""

    def __init__(self, plan: Plan, fires: Fires, corpora: Path | None) -> None:
        self._plan = plan
        self._chance = random.Random(f"{plan.seed}/events")
        self._watched: dict[int, str] = {}
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

    def _planted(self) -> Iterator[Item]:
        for event in self._events():
            self._watched[event.number] = event.watchlist
            repeats = int(self._chance.random() ** 1.6 * 31)
            if event.number in self._retracted:
                yield from self._newsroom.retracted(event)
            else:
                yield from self._newsroom.reports(event, repeats)
        storm = happening(self._plan.storm_event, "quake", STORM_AT, self._chance)
        self._watched[storm.number] = storm.watchlist
        yield from self._newsroom.reports(storm, self._plan.storm - 1, _HOUR)
        outlet = self._outlets[_FED_BY][0]
        yield from archive(
            self._plan.archive, ARCHIVE_AT, outlet, self._background, self._newsroom, self._chance
        )

    def _events(self) -> Iterator[Happening]:
        """``twins`` of them come hours after another one of the same kind that shares its standing paragraph."""
        span = timedelta(days=self._plan.days) - _LAST
        done: list[Happening] = []
        for number in range(1, self._plan.events + 1):
            if number > self._plan.events - self._plan.twins:
                before = done[number % (self._plan.events - self._plan.twins)]
                at = before.at + timedelta(minutes=self._chance.randint(20, 1200))
                if number > self._plan.events - self._plan.same_place:
                    done.append(again_there(number, before, at, self._chance))
                else:
                    done.append(happening(number, before.kind, at, self._chance, before))
            else:
                at = START + self._chance.random() * span
                if number <= WITH_ARCHIVE:
                    at = ARCHIVE_AT + timedelta(seconds=number)
                done.append(happening(number, KINDS[number % len(KINDS)], at, self._chance))
        return iter(done)

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
