"""Articles with the text of the pages they link to, where their feed asks for that.

```
articles --ask each page, within the time--> Visit --the page's text or the feed's--> articles, their content anew
```
No page holds an article up for longer than ``limit``, and none makes it lost: what can't be had in time leaves the
feed's text, and a note that says so.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol

import msgspec

from connectors.sources.fulltext.asking import Visit
from connectors.sources.fulltext.body import with_lines, with_note, with_page
from connectors.sources.fulltext.extract import Extract
from connectors.sources.fulltext.kept import Name, name_of
from connectors.sources.fulltext.memory import Memory
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.fulltext.outcome import FullTextOutcome
from tocsin.fulltext.pages import with_own_page
from tocsin.matching.habits import MARKED_FROM, Habits
from tocsin.metrics import FULL_TEXT, FULL_TEXT_SECONDS
from tocsin.polling.hosts import host_of

log = get(__name__)

LIMIT: Final = 10.0
"""Seconds that the pages of one reading may take in all."""
_AT_ONCE: Final = 8
_LINES_KEPT: Final = 20_000
_LATE: Final = Visit("late", passing=True)


class Extended(msgspec.Struct, frozen=True):
    """One article for each given, in their order, with their ids.

    ``again`` are the places of those whose page could not be had this time, and is worth asking for when the feed
    is read next.
    """

    articles: tuple[Article, ...]
    again: frozenset[int] = frozenset()


class Ask(Protocol):
    """See ``asking.Asking``."""

    async def page(self, article: Article, feed: Feed, seconds: float) -> Visit:
        """What the page of ``article`` says; each fetch on the way to it may take ``seconds``."""


class FullText:
    """One for all feeds."""

    def __init__(
        self,
        asking: Ask,
        instruments: Instruments,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        limit: float = LIMIT,
    ) -> None:
        self._asking = asking
        self._instruments = instruments
        self._now = now
        self._limit = limit
        self._memory = Memory()
        self._usual = Habits(_LINES_KEPT)

    async def extend(self, articles: Sequence[Article], feed: Feed) -> Extended:
        """``articles`` of ``feed`` as their pages have them. Takes ``limit`` seconds at most; never raises."""
        found = await self._found(articles, feed)
        self._tell(feed, Counter(one.outcome for one in found.values()))
        return Extended(
            tuple(self._article(article, found.get(at)) for at, article in enumerate(articles)),
            frozenset(at for at, one in found.items() if one.passing),
        )

    def _tell(self, feed: Feed, outcomes: Counter[FullTextOutcome]) -> None:
        for outcome, times in outcomes.items():
            self._instruments.count(FULL_TEXT, times, outcome=outcome)
        if outcomes.keys() - {"reused"}:
            pages = ", ".join(f"{times} {outcome}" for outcome, times in outcomes.items())
            log.info("pages of articles were asked for", feed=feed.id, pages=pages)

    async def _found(self, articles: Sequence[Article], feed: Feed) -> dict[int, Visit]:
        """What there is of each page, by place, once all have come or the time is over."""
        own = {at: name_of(articles[at]) for at in with_own_page(articles)}
        slots, begun = asyncio.Semaphore(_AT_ONCE), set[Name]()
        wanted = {name: articles[at] for at, name in own.items()}
        tasks = {
            name: asyncio.create_task(self._ask(article, feed, slots, begun))
            for name, article in wanted.items()
        }
        await self._until_over(tasks.values())
        found = {
            name: self._late(wanted[name], name in begun) if task.cancelled() else task.result()
            for name, task in tasks.items()
        }
        return {at: found[name] for at, name in own.items()}

    async def _until_over(self, tasks: Collection["asyncio.Task[Visit]"]) -> None:
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=self._limit)
        finally:
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(self, article: Article, feed: Feed, slots: asyncio.Semaphore, begun: set[Name]) -> Visit:
        known = self._memory.recall(article, self._now())
        if known is not None:
            return known
        async with slots:
            begun.add(name_of(article))
            return self._memory.learn(article, await self._asked(article, feed), self._now())

    async def _asked(self, article: Article, feed: Feed) -> Visit:
        began = time.perf_counter()
        try:
            return await self._asking.page(article, feed, self._limit)
        except Exception:
            log.exception("reading a page raised", feed=feed.id, article=article.id)
            return Visit("failed")
        finally:
            self._instruments.observe(FULL_TEXT_SECONDS, time.perf_counter() - began)

    def _late(self, article: Article, begun: bool) -> Visit:
        """One that was not even asked for has lost nothing by it."""
        if begun:
            return self._memory.learn(article, _LATE, self._now())
        return self._memory.instead(article, _LATE)

    def _article(self, article: Article, found: Visit | None) -> Article:
        match found:
            case None | Visit(outcome="complete"):
                return article
            case Visit(outcome="extracted" | "both" | "reused", extract=Extract() as page):
                return with_page(article, page, self._unusual(article, page.rest))
            case Visit(outcome="unreadable", extract=Extract() as page):
                lines = with_lines(article, self._unusual(article, page.rest))
                return with_note(lines, "full_text_failed")
            case Visit(outcome="forbidden"):
                return with_note(article, "full_text_forbidden")
        return with_note(article, "full_text_failed")

    def _unusual(self, article: Article, lines: Sequence[str]) -> list[str]:
        """The lines that are not on every page of the host: what these say, they said before."""
        host = host_of(article.url)
        return [line for line in lines if self._usual.holders(host, article.id, hash(line)) < MARKED_FROM]
