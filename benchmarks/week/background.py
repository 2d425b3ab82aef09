"""The rest of the week's news: it fires nothing for the most part."""

import random
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from benchmarks.week.happening import KINDS, happening
from benchmarks.week.outlets import Outlet
from benchmarks.week.paper import Press, again, text_of
from benchmarks.week.planned import Item, Kind
from benchmarks.week.reporting import Newsroom
from benchmarks.week.sentences import Sentences, headline
from benchmarks.week.telling import Text, printed

IN_TEXT: Final = 0.008
"""The part of the articles that hold a sentence with watch-terms."""
IN_LINKS: Final = 0.01
"""The part that link to articles with watch-terms in their headlines."""
AGAIN: Final = 0.04
REVISED: Final = 0.01
_RECENT: Final = 500
_TITLE: Final = 9


class Background:
    """Articles of sentences that have nothing to do with each other."""

    def __init__(
        self,
        outlets: Mapping[str, Sequence[Outlet]],
        press: Press,
        sentences: Sentences,
        chance: random.Random,
    ) -> None:
        self._outlets = [outlet for some in outlets.values() for outlet in some]
        self._press, self._sentences, self._chance = press, sentences, chance
        self._recent: deque[Item] = deque(maxlen=_RECENT)

    def articles(self, times: Iterator[datetime]) -> Iterator[Item]:
        """One for each time; some are an earlier one once more, or revised."""
        for at in times:
            dice = self._chance.random()
            if self._recent and dice < AGAIN + REVISED:
                yield self._once_more(at, revised=dice >= AGAIN)
            else:
                outlet = self._chance.choice(self._outlets)
                made = self._new(outlet, at)
                self._recent.append(made)
                yield made

    def entry(self, outlet: Outlet, at: datetime, kind: Kind) -> Item:
        """One article of ``outlet`` that fires nothing."""
        text = self._composed(self._sentences.some(outlet.language, 4, 9, self._chance))
        return self._press.new(text, printed(text, outlet, self._chance), outlet, at, kind)

    def _once_more(self, at: datetime, *, revised: bool) -> Item:
        item = self._chance.choice(self._recent)
        if not revised:
            return again(item, at, "noise")
        title, body = text_of(item)
        added = self._sentences.some(item.planted.language, 1, 1, self._chance)[0]
        return again(item, at, "noise", Text(title, f"{body}\n{added}"))

    def _new(self, outlet: Outlet, at: datetime) -> Item:
        chosen = self._sentences.some(outlet.language, 4, 10, self._chance)
        dice = self._chance.random()
        if dice < IN_TEXT:
            chosen.insert(2, self._sentences.one_that_fires(outlet.language, self._chance))
        links = [headline(outlet.language, self._chance) for _ in range(3)]
        text = self._composed(chosen)
        page = printed(text, outlet, self._chance, links if dice > 1 - IN_LINKS else ())
        return self._press.new(text, page, outlet, at, "noise")

    def _composed(self, chosen: Sequence[str]) -> Text:
        title = " ".join(chosen[0].split()[:_TITLE]).rstrip(".,:;")
        paragraphs = [" ".join(chosen[at : at + 3]) for at in range(0, len(chosen), 3)]
        return Text(title, "\n".join(paragraphs))


def archive(
    count: int,
    at: datetime,
    outlet: Outlet,
    background: Background,
    newsroom: Newsroom,
    chance: random.Random,
) -> Iterator[Item]:
    """A feed's whole archive in one poll: old entries, a quarter of them about events that fire watchlists."""
    for number in range(count):
        fetched = at + timedelta(milliseconds=number)
        if chance.random() < 0.25:
            event = happening(0, chance.choice(KINDS), at - timedelta(days=chance.randint(3, 700)), chance)
            item = newsroom.single(event, outlet, fetched, "archive")
        else:
            item = background.entry(outlet, fetched, "archive")
        item.article["published"] = (fetched - timedelta(days=chance.randint(3, 700))).isoformat()
        yield item
