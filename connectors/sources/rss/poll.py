"""One poll of one feed: ask, read, compare. What comes of it is a value; nothing is remembered or sent here."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

import msgspec

from connectors.sources.rss.document import Contents, Read, Task, contents_of, decided
from connectors.sources.rss.pages import FullText, with_pages
from connectors.sources.rss.place import Place
from connectors.sources.rss.raw import RawDocument
from connectors.sources.rss.seen import (
    Brought,
    broken,
    document_digest,
    not_modified,
    nothing,
    of_document,
    of_push,
    same,
    unreadable,
)
from connectors.sources.turns import busy_for
from connectors.sources.web.exchange import Answer, Failed, Fetch, Fetched, NotModified, Question
from runtime.logs import get
from runtime.metrics import Instruments
from runtime.pool import Pool, StillBusyError
from tocsin.config.feeds import Format
from tocsin.config.model import Rss
from tocsin.feeds.feed import Feed
from tocsin.metrics import DOCUMENTS, FETCH_SECONDS, FETCHED_BYTES, READ_SECONDS
from tocsin.polling.asking import address, ask_unconditionally
from tocsin.polling.decide import renewal_due
from tocsin.polling.observation import Observation
from tocsin.polling.state import FeedState, Validators

log = get(__name__)

# Seconds. Far more than any honest document needs, even beside as many others as are fetched at once.
_MOST_FOR_READING: Final = 60.0
_WANTED: Final = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml, text/xml, */*;q=0.1"
)


Follow = Callable[[Question, Answer], Awaitable[Answer]]
"""Asks for what an answer only names, once its host is free for others; returns the answer with that in it."""


class Means(msgspec.Struct, frozen=True):
    """What polls are done with: how to fetch and read, where to read, whom to ask for full text, how to follow."""

    fetch: Fetch
    read: Read
    pool: Pool
    full_text: FullText | None = None
    follow: Follow | None = None


class Poller:
    """Polls feeds. Never raises for what a feed does: its trouble stays with it."""

    def __init__(
        self,
        means: Mapping[Format, Means],
        settings: Rss,
        instruments: Instruments,
        now: Callable[[], datetime],
    ) -> None:
        self._means = means
        self._settings = settings
        self._instruments = instruments
        self._now = now

    async def poll(self, feed: Feed, state: FeedState, place: Place) -> Brought:
        """Ask for the feed's document."""
        asked = address(state, feed)
        try:
            return await self._poll(feed, state, place, asked)
        except Exception as fault:
            log.exception("polling raised", feed=feed.id)
            return Brought(broken(asked, fault))

    async def take(self, feed: Feed, state: FeedState, document: Fetched) -> Brought | None:
        """Take a document that a hub pushed; ``None`` where it could not be read: it may hold news all the same."""
        task = self._task(feed, state, document, pushed=True)
        try:
            brought = await self._take(task, address(state, feed))
        except Exception:
            log.exception("reading what a hub pushed raised", feed=feed.id)
            return None
        if isinstance(brought, Brought):
            return brought
        log.warning("what a hub pushed can't be read", feed=feed.id, reason=brought[0], detail=brought[1])
        return None

    async def _take(self, task: Task, asked: str) -> Brought | tuple[str, str]:
        """What was pushed, or why it can't be read: the reason and its details."""
        contents = await self._contents(task)
        if not isinstance(contents, Failed) and contents.raws:
            contents = await self._with_pages(contents, task)
        if isinstance(contents, Failed):
            return contents.reason, contents.detail
        brought = of_push(asked, contents)
        fault = unreadable(brought.seen, contents)
        return brought if fault is None else (fault.outcome, fault.detail)

    async def _poll(self, feed: Feed, state: FeedState, place: Place, asked: str) -> Brought:
        begun = self._now()
        anyway = ask_unconditionally(state, begun, self._settings.renew)
        question = Question(
            url=asked,
            home=feed.url,
            known=Validators() if anyway else state.validators,
            access=feed.access,
            timeout=feed.timeout,
            max_bytes=self._settings.max_bytes,
            accept=_WANTED,
        )
        answer = await self._ask(question, feed, place)
        if isinstance(answer, Failed):
            return Brought(nothing(asked, answer))
        if isinstance(answer, NotModified):
            return Brought(not_modified(asked, answer))
        seen = same(asked, answer, conditional=not anyway)
        if document_digest(answer) == state.digest and not renewal_due(
            state.memory, begun, self._settings.renew
        ):
            return Brought(seen)
        return await self._read(self._task(feed, state, answer), seen, place)

    async def _ask(self, question: Question, feed: Feed, place: Place) -> Answer:
        means, begun = self._means[feed.format], time.perf_counter()
        answer = await means.fetch(question)
        place.leave_host(busy_for(answer))
        self._instruments.observe(FETCH_SECONDS, time.perf_counter() - begun)
        if means.follow is not None:
            answer = await means.follow(question, answer)
        if isinstance(answer, Fetched):
            self._instruments.count(FETCHED_BYTES, len(answer.body))
        return answer

    def _task(self, feed: Feed, state: FeedState, answer: Fetched, *, pushed: bool = False) -> Task:
        return Task(answer, feed, state.memory, self._now(), self._settings.renew, pushed)

    async def _read(self, task: Task, seen: Observation, place: Place) -> Brought:
        contents = await self._contents(task)
        place.leave()
        if isinstance(contents, Failed):
            return Brought(nothing(seen.asked, contents))
        if (fault := unreadable(seen, contents)) is not None:
            return Brought(fault)
        contents = await self._with_pages(contents, task)
        if isinstance(contents, Failed):
            return Brought(nothing(seen.asked, contents))
        return of_document(seen, contents, task.answer)

    async def _contents(self, task: Task) -> Contents | Failed:
        begun = time.perf_counter()
        work = partial(contents_of, task, self._means[task.feed.format].read)
        contents = await self._apart(task.feed.id, work, task.feed.format)
        if isinstance(contents, Failed):
            return contents
        self._instruments.observe(READ_SECONDS, time.perf_counter() - begun)
        self._count_document(contents.document)
        return contents

    async def _apart(self, name: str, work: Callable[[], Contents], form: Format) -> Contents | Failed:
        try:
            return await self._means[form].pool.run(name, work, _MOST_FOR_READING)
        except TimeoutError:
            return Failed(
                reason="timeout", detail=f"the document could not be read within {_MOST_FOR_READING:g} s"
            )
        except StillBusyError:
            return Failed(reason="timeout", detail="an earlier document of this feed is still being read")

    def _count_document(self, document: RawDocument) -> None:
        if document.reader is not None:
            self._instruments.count(DOCUMENTS, reader=document.reader)

    async def _with_pages(self, contents: Contents, task: Task) -> Contents | Failed:
        full_text = self._means[task.feed.format].full_text
        if full_text is None or not task.feed.full_text:
            return contents
        extended = await with_pages(contents, task, full_text)
        if extended is contents:
            return contents
        return await self._apart(
            f"{task.feed.id} with pages", partial(decided, extended, task), task.feed.format
        )
