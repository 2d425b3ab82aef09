"""Articles with the text of the pages they link to, where their feed asks for that.

```
articles --ask each page, within the time--> Found --the page's text or the feed's--> articles, their content anew
```
No page holds an article up for longer than ``limit``, and none makes it lost: what can't be had in time leaves the
feed's text, and a note that says so.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import msgspec

from connectors.sources.fulltext.asking import Found
from connectors.sources.fulltext.body import with_note, with_page
from connectors.sources.fulltext.extract import Extract
from connectors.sources.fulltext.kept import Kept, Tries
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.identity.urls import canonical_url, is_front_page
from tocsin.matching.habits import MARKED_FROM, Habits
from tocsin.metrics import FULL_TEXT, FULL_TEXT_SECONDS
from tocsin.polling.hosts import host_of

log = get(__name__)

LIMIT: Final = 10.0
"""Seconds that the pages of one reading may take in all."""
FRESH: Final = timedelta(hours=1)
"""How long a page that was read is not asked again, while its feed says the same of it."""
_AT_ONCE: Final = 8
_LINES_KEPT: Final = 20_000


class Extended(msgspec.Struct, frozen=True):
    """One article for each given, in their order, with their ids.

    ``again`` are the places of those whose page could not be had this time, and is worth asking for when the feed
    is read next.
    """

    articles: tuple[Article, ...]
    again: frozenset[int] = frozenset()


class Ask(Protocol):
    """See ``asking.Asking``."""

    async def page(self, article: Article, feed: Feed, seconds: float) -> Found:
        """What the page of ``article`` says; its fetch may take ``seconds``."""


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
        self._kept, self._tries = Kept(), Tries()
        self._usual = Habits(_LINES_KEPT)

    async def extend(self, articles: Sequence[Article], feed: Feed) -> Extended:
        """``articles`` of ``feed`` as their pages have them. Takes ``limit`` seconds at most; never raises."""
        slots, begun = asyncio.Semaphore(_AT_ONCE), set[str]()
        tasks = {
            at: asyncio.create_task(self._ask(articles[at], feed, slots, begun)) for at in _pages(articles)
        }
        try:
            if tasks:
                await asyncio.wait(tasks.values(), timeout=self._limit)
        finally:
            for task in tasks.values():
                task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        found = {
            at: _late(articles[at].id in begun) if task.cancelled() else task.result()
            for at, task in tasks.items()
        }
        return self._extended(articles, found)

    async def _ask(self, article: Article, feed: Feed, slots: asyncio.Semaphore, begun: set[str]) -> Found:
        kept = self._kept.get(article)
        if kept is not None and self._now() - kept.at < FRESH:
            return Found("reused", kept.extract)
        async with slots:
            begun.add(article.id)
            found = await self._asked(article, feed)
        if found.outcome == "extracted" and found.extract is not None:
            self._kept.put(article, found.extract, self._now())
        return found

    async def _asked(self, article: Article, feed: Feed) -> Found:
        begun = time.perf_counter()
        try:
            return await self._asking.page(article, feed, self._limit)
        except Exception as fault:
            log.exception(
                "reading a page raised", feed=feed.id, article=article.id, fault=type(fault).__name__
            )
            return Found("failed")
        finally:
            self._instruments.observe(FULL_TEXT_SECONDS, time.perf_counter() - begun)

    def _extended(self, articles: Sequence[Article], found: Mapping[int, Found]) -> Extended:
        settled = {at: self._settled(articles[at], one) for at, one in found.items()}
        for one in settled.values():
            self._instruments.count(FULL_TEXT, outcome=one.outcome)
        again = frozenset(at for at, one in settled.items() if self._again(articles[at], one))
        return Extended(
            tuple(self._article(article, settled.get(at)) for at, article in enumerate(articles)), again
        )

    def _settled(self, article: Article, found: Found) -> Found:
        """What a page said before counts where it can't be had now: else its article would change to and fro."""
        if found.outcome in ("extracted", "reused", "complete"):
            return found
        kept = self._kept.get(article)
        return found if kept is None else Found("reused", kept.extract)

    def _again(self, article: Article, found: Found) -> bool:
        if found.outcome in ("extracted", "reused", "complete"):
            self._tries.forget(article.id)
            return False
        return found.passing and (not found.tried or self._tries.failed(article.id))

    def _article(self, article: Article, found: Found | None) -> Article:
        match found:
            case None | Found(outcome="complete"):
                return article
            case Found(outcome="extracted" | "reused", extract=Extract() as page):
                return with_page(article, page, self._unusual(article, page.rest))
            case Found(outcome="forbidden"):
                return with_note(article, "full_text_forbidden")
        return with_note(article, "full_text_failed")

    def _unusual(self, article: Article, lines: Sequence[str]) -> list[str]:
        """The lines that are not on every page of the host: what these say, they said before."""
        host = host_of(article.url)
        return [line for line in lines if self._usual.holders(host, article.id, hash(line)) < MARKED_FROM]


def _late(tried: bool) -> Found:
    return Found("late", passing=True, tried=tried)


def _pages(articles: Sequence[Article]) -> list[int]:
    """The places of the articles that have a page of their own: no front page, and none that several link to."""
    pages = [_page(article.url) for article in articles]
    shared = Counter(
        page for page, _ in {(page, article.id) for page, article in zip(pages, articles, strict=True)}
    )
    return [at for at, page in enumerate(pages) if page is not None and shared[page] == 1]


def _page(url: str) -> str | None:
    try:
        page = canonical_url(url)
    except ValueError:
        return None
    return None if is_front_page(page) else page
