"""Who reports an event, when and how: the first report, and what becomes of it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from benchmarks.stories.edits import KINDS as EDITS
from benchmarks.stories.edits import edited
from benchmarks.week.happening import Happening
from benchmarks.week.outlets import Outlet
from benchmarks.week.paper import Press, again, text_of
from benchmarks.week.planned import Item, Kind
from benchmarks.week.sentences import Sentences, headline
from benchmarks.week.telling import Text, corrected, printed, told

REPEATS: Final[Mapping[Kind, float]] = {
    "copy": 0.28,
    "light": 0.22,
    "own": 0.20,
    "other_language": 0.12,
    "revision": 0.10,
    "again": 0.08,
}
DAY: Final = timedelta(hours=8)
"""How long an ordinary event is reported."""
LINKED: Final = 0.15
"""The part of the pages that link to articles with watch-terms in their headlines."""
_SOONEST: Final = timedelta(minutes=2)
_FOLLOWED: Final = (timedelta(hours=10), timedelta(hours=30))


class Newsroom:
    """All outlets; makes the reports of an event in the order of their times."""

    def __init__(
        self,
        outlets: Mapping[str, Sequence[Outlet]],
        press: Press,
        sentences: Sentences,
        chance: random.Random,
    ) -> None:
        self._outlets, self._press, self._sentences, self._chance = outlets, press, sentences, chance
        self._languages = [language for language, some in outlets.items() for _ in some]

    def reports(self, event: Happening, repeats: int, within: timedelta = DAY) -> Iterator[Item]:
        """The first report, ``repeats`` more ``within`` that time, and perhaps a follow-up the day after."""
        done = [self._told(event, self._chance.choice(self._languages), "first", event.at)]
        yield done[0]
        for at in self._times(event.at, repeats, within):
            kind = self._chance.choices([*REPEATS], [*REPEATS.values()])[0]
            done.append(self._repeat(event, kind, done, at))
            yield done[-1]
        if within == DAY and repeats > 4 and self._chance.random() < 0.4:
            low, high = (int(limit.total_seconds()) for limit in _FOLLOWED)
            later = event.at + timedelta(seconds=self._chance.randint(low, high))
            yield self._told(event, self._chance.choice(done).planted.language, "follow_up", later)

    def retracted(self, event: Happening) -> Iterator[Item]:
        """One report without links, and less than an hour later other words on its page, which fire nothing."""
        first = self._told(event, self._chance.choice(self._languages), "first", event.at, linked=0.0)
        yield first
        title, *words = self._sentences.some(first.planted.language, 3, 4, self._chance)
        at = event.at + timedelta(minutes=self._chance.randint(10, 50))
        yield again(first, at, "retracted", Text(title, " ".join(words)))

    def single(self, event: Happening, outlet: Outlet, at: datetime, kind: Kind) -> Item:
        """One report by ``outlet``."""
        text = told(event, outlet.language, self._chance, self._chance.randint(2, 6))
        page = printed(text, outlet, self._chance)
        return self._press.new(text, page, outlet, at, kind, event.number)

    def _times(self, start: datetime, repeats: int, within: timedelta) -> list[datetime]:
        # Most reports come early: the square of an even chance.
        shares = sorted(self._chance.random() ** 2 for _ in range(repeats))
        return [start + _SOONEST + share * (within - _SOONEST) for share in shares]

    def _repeat(self, event: Happening, kind: Kind, done: Sequence[Item], at: datetime) -> Item:
        before = self._chance.choice(done)
        known = {item.planted.language for item in done}
        if kind == "again":
            return again(before, at, kind)
        if kind == "revision":
            return again(
                before, at, kind, corrected(event, text_of(before), before.planted.language, self._chance)
            )
        if kind in ("copy", "light"):
            return self._copied(event, before, kind, at)
        if kind == "own":
            return self._told(event, before.planted.language, kind, at)
        new = [language for language in self._languages if language not in known]
        if not new:
            return self._told(event, before.planted.language, "own", at)
        return self._told(event, self._chance.choice(new), kind, at)

    def _told(
        self, event: Happening, language: str, kind: Kind, at: datetime, linked: float = LINKED
    ) -> Item:
        outlet = self._chance.choice(self._outlets[language])
        facts = self._chance.randint(1, 3) if kind == "first" else self._chance.randint(2, 7)
        context = self._sentences.some(language, 1, 3, self._chance) if self._chance.random() < 0.4 else ()
        text = told(event, language, self._chance, facts, context)
        return self._press.new(text, self._printed(text, outlet, linked), outlet, at, kind, event.number)

    def _copied(self, event: Happening, before: Item, kind: Kind, at: datetime) -> Item:
        outlet = self._chance.choice(self._outlets[before.planted.language])
        title, body = text_of(before)
        if kind == "light":
            body = edited(body, self._chance.choice(EDITS), self._chance)
        if self._chance.random() < 0.4:
            title = told(event, outlet.language, self._chance, 0).title
        text = Text(title, body)
        return self._press.new(text, self._printed(text, outlet), outlet, at, kind, event.number)

    def _printed(self, text: Text, outlet: Outlet, linked: float = LINKED) -> Text:
        links = [headline(outlet.language, self._chance) for _ in range(3)]
        return printed(text, outlet, self._chance, links if self._chance.random() < linked else ())
