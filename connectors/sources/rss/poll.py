"""Polling one feed: fetch, parse, decide, and a memory that only Kafka's acknowledgement moves on."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Final

import aiohttp
import msgspec

from connectors.sources.address import shown
from connectors.sources.base import Reading
from connectors.sources.rss.article import articles_from, dead_letters_from
from connectors.sources.rss.fetch import Failed, Fetched, NotModified, Validators, fetch
from connectors.sources.rss.parse import Document, parse
from runtime.apart import apart, result_within
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.config.model import Rss
from tocsin.contract.events import DeadLetter
from tocsin.feeds.feed import Feed
from tocsin.metrics import ARTICLES_FETCHED, FETCHES
from tocsin.polling.decide import Memory, decide, renewal_due
from tocsin.polling.outcome import FetchOutcome

log = get(__name__)

# What is incomplete may be complete a moment later under the same version: it is asked for again.
_INCOMPLETE: Final = frozenset({"truncated", "empty"})
# Seconds. Far more than any honest document needs, even beside as many others as are fetched at once.
_MOST_FOR_PARSING: Final = 60.0


class Known(msgspec.Struct, frozen=True):
    """What is remembered of a feed, moved on as a whole.

    Were the validators or the digest remembered before Kafka has the articles, a document that it did not take
    would never be read again. ``dead`` marks the entries already dead-lettered.
    """

    poll: int = 0
    memory: Memory = {}
    validators: Validators = Validators()
    digest: bytes = b""
    dead: frozenset[bytes] = frozenset()


class Poller:
    """Polls one feed. ``failures`` counts the failed polls in a row."""

    def __init__(
        self, feed: Feed, settings: Rss, instruments: Instruments, now: Callable[[], datetime]
    ) -> None:
        self.feed = feed
        self.failures = 0
        self._settings = settings
        self._instruments = instruments
        self._now = now
        self._known = Known()
        self._polls = 0
        self._parsing: Future[Document] | None = None

    async def poll(self, client: aiohttp.ClientSession) -> Reading | None:
        """One poll; ``None`` where there is nothing to send. Never raises: a feed's trouble stays with it."""
        try:
            return await self._poll(client)
        except Exception as fault:
            log.exception("polling raised", feed=self.feed.id)
            self._failed("failed", f"{type(fault).__name__}: {fault}")
            return None

    async def _poll(self, client: aiohttp.ClientSession) -> Reading | None:
        known = self._known
        # What is due for renewal must be sent even if the document has not changed.
        full = renewal_due(known.memory, self._now(), self._settings.renew)
        asked = Validators() if full else known.validators
        answer = await fetch(client, self.feed.url, asked, self._settings.max_bytes)
        if isinstance(answer, Failed):
            self._failed(answer.reason, answer.detail)
            return None
        if isinstance(answer, NotModified) or (_digest(answer) == known.digest and not full):
            self._succeeded("unchanged")
            return None
        document = await self._parsed(answer)
        if isinstance(document, Failed):
            self._failed(document.reason, document.detail)
            return None
        if document.faults and not document.entries:
            self._failed(document.faults[0], document.detail)
            return None
        self._judge(document)
        return self._reading(answer, document)

    async def _parsed(self, answer: Fetched) -> Document | Failed:
        if self._parsing is not None and not self._parsing.done():
            return Failed("timeout", "an earlier document of this feed is still being read")
        work = partial(parse, answer.body, answer.charset, answer.url)
        self._parsing = apart(work, f"parse {self.feed.id}")
        try:
            return await result_within(self._parsing, _MOST_FOR_PARSING)
        except TimeoutError:
            return Failed("timeout", f"the document could not be read within {_MOST_FOR_PARSING:g} s")

    def _reading(self, answer: Fetched, document: Document) -> Reading | None:
        known, fetched = self._known, self._now()
        articles = articles_from(document, self.feed, fetched)
        decision = decide(known.memory, articles, fetched, self._settings.renew)
        dead = {_mark(letter): letter for letter in dead_letters_from(document, self.feed, fetched)}
        fresh = tuple(letter for mark, letter in dead.items() if mark not in known.dead)
        complete = answer.whole and not _INCOMPLETE.intersection(document.faults)
        self._polls += 1
        learned = Known(
            poll=self._polls,
            memory=decision.memory,
            validators=answer.validators if complete else Validators(),
            digest=_digest(answer) if complete else b"",
            dead=frozenset(dead),
        )
        if decision.offers or fresh:
            return Reading(self.feed.id, decision.offers, fresh, partial(self._learn, learned))
        self._learn(learned)
        return None

    def _learn(self, known: Known) -> None:
        """Remember ``known``, unless a later poll is remembered already."""
        if known.poll > self._known.poll:
            self._known = known

    def _judge(self, document: Document) -> None:
        self._instruments.count(ARTICLES_FETCHED, len(document.entries), feed=self.feed.id)
        self._succeeded(document.faults[0] if document.faults else "changed")
        if document.faults:
            log.warning(
                "feed is damaged; what can be read of it is read",
                feed=self.feed.id,
                url=shown(self.feed.url),
                reason=", ".join(document.faults),
                detail=document.detail,
                entries=len(document.entries),
            )

    def _succeeded(self, outcome: FetchOutcome) -> None:
        self.failures = 0
        self._instruments.count(FETCHES, feed=self.feed.id, outcome=outcome)

    def _failed(self, outcome: FetchOutcome, detail: str) -> None:
        self.failures += 1
        self._instruments.count(FETCHES, feed=self.feed.id, outcome=outcome)
        log.warning(
            "feed can't be read; it stays in the schedule",
            feed=self.feed.id,
            url=shown(self.feed.url),
            reason=outcome,
            detail=detail,
            failures=self.failures,
        )


def _digest(answer: Fetched) -> bytes:
    return sha256(answer.body).digest()


def _mark(letter: DeadLetter) -> bytes:
    return sha256(letter.payload).digest()
