"""One page of one article: allowed, fetched, read, and compared with what its feed says."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

import msgspec

from connectors.sources.fulltext.body import together
from connectors.sources.fulltext.extract import Extract, extract, lines_of
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, Question
from connectors.sources.web.redirects import MOST
from connectors.sources.web.robots import Rule
from runtime.pool import Pool, StillBusyError
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.fulltext.choice import Choice, Said, chosen
from tocsin.fulltext.outcome import FullTextOutcome
from tocsin.fulltext.pages import is_site
from tocsin.polling.hosts import host_of

LARGEST: Final = 3 * 1024 * 1024
"""Bytes of a page."""
MOST_FOR_READING: Final = 5.0
"""Seconds."""
_WANTED: Final = "text/html, application/xhtml+xml, */*;q=0.1"
_PAGES: Final = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})
# A feed is often ahead of its pages: what is not there yet may be there with the next poll.
_PASSING: Final = frozenset({"timeout", "unreachable", "busy", "not_found", "gone"})


class Robots(Protocol):
    """Who knows what sites ask of robots."""

    async def rule(self, url: str, feed: Feed) -> Rule:
        """Whether ``url``, which ``feed`` links to, may be fetched. Never raises."""


CrawlDelay = Callable[[str, timedelta], None]
"""Told how long a host (its name) wants to be left alone between two pages; zero: no longer at all."""


class Visit(msgspec.Struct, frozen=True):
    """What came of a page; ``passing``: it may be another thing in a while."""

    outcome: FullTextOutcome
    extract: Extract | None = None
    passing: bool = False


class Asking:
    """Asks for pages: ``fetch`` waits for a host's turn, ``robots`` knows what it asks of robots."""

    def __init__(self, fetch: Fetch, robots: Robots, crawl_delay: CrawlDelay) -> None:
        self._fetch = fetch
        self._robots = robots
        self._crawl_delay = crawl_delay
        self._pool = Pool("pages", 1)

    async def page(self, article: Article, feed: Feed, seconds: float) -> Visit:
        """What the page of ``article`` says; each fetch on the way to it may take ``seconds``."""
        question = Question(
            url=article.url,
            home=feed.url,
            linked=True,
            access=feed.access,
            timeout=min(feed.timeout, timedelta(seconds=seconds)),
            max_bytes=LARGEST,
            accept=_WANTED,
            follow=False,
        )
        answer = await self._answer(question, feed)
        if answer is None:
            return Visit("forbidden")
        if not isinstance(answer, Fetched):
            return _failed(answer)
        return await self._read(article, answer)

    async def _answer(self, question: Question, feed: Feed) -> Answer | None:
        """The answer at the end of all redirects; ``None`` where robots are asked to stay away on the way there."""
        been: set[str] = set()
        while question.url not in been and len(been) <= MOST:
            been.add(question.url)
            if not await self._allowed(question.url, feed):
                return None
            answer = await self._fetch(question)
            if not isinstance(answer, Failed) or not answer.onward:
                return answer
            question = msgspec.structs.replace(question, url=answer.onward)
        return Failed(reason="http_error", detail=f"redirects in a circle, or more than {MOST}")

    async def _allowed(self, url: str, feed: Feed) -> bool:
        rule = await self._robots.rule(url, feed)
        if rule.delay is not None or rule.allowed:
            self._crawl_delay(host_of(url), rule.delay or timedelta())
        return rule.allowed

    async def _read(self, article: Article, answer: Fetched) -> Visit:
        if answer.media_type not in _PAGES:
            return Visit("not_a_page")
        try:
            return await self._pool.run(
                f"{article.id}.{article.content}", partial(_found, article, answer), MOST_FOR_READING
            )
        except (TimeoutError, StillBusyError):
            return Visit("unreadable")


def _found(article: Article, answer: Fetched) -> Visit:
    page = extract(answer.body, answer.charset)
    if page is None:
        # Its words count as boilerplate: a report in a page of an odd make rings low, but rings.
        lines = lines_of(answer.body, answer.charset)
        return Visit("unreadable", Extract(own="", rest=lines), passing=not answer.whole)
    choice = chosen(Said(article.title, article.body), Said(page.title, page.own))
    if choice == "both" and is_site(answer.url):
        choice = "missing"
    return _by_choice(choice, article, page, whole=answer.whole)


def _by_choice(choice: Choice, article: Article, page: Extract, *, whole: bool) -> Visit:
    match choice:
        case "page" | "both":
            outcome: FullTextOutcome = "extracted" if choice == "page" else "both"
            return Visit(outcome, together(article, page, doubtful=choice == "both"))
        case "feed":
            return Visit("complete")
        case "missing":
            return Visit("missing", passing=True)
        case "thin":
            return Visit("thin", passing=not whole)
    return Visit("notice")


def _failed(answer: Answer) -> Visit:
    if not isinstance(answer, Failed):
        return Visit("unreachable")
    if answer.reason == "forbidden":
        return Visit("forbidden")
    passing = answer.reason in _PASSING or (answer.status or 0) >= 500
    return Visit("unreachable", passing=passing)
