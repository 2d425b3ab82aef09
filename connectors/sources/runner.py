"""From a source's readings to Kafka: send all of them, then what the source knows, then acknowledge, then count."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec.structs import replace

from connectors.sources.base import Reading, Source
from connectors.sources.records import (
    Publish,
    article_record,
    dead_letter_record,
    feed_alert_record,
    shortened,
    too_large,
)
from connectors.sources.states import state_record
from runtime.logs import get
from runtime.metrics import Instruments
from tocsin.contract.events import Article, DeadLetter
from tocsin.metrics import ARTICLES_PUBLISHED, DEAD_LETTERS, FEED_ALERTS_SENT, LATENCY
from tocsin.polling.decide import Offer

log = get(__name__)

# Readings brought together: each of Kafka's acknowledgements takes as long for one record as for hundreds, and the
# longer the busier the event loop is.
_TOGETHER: Final = 2000


class Runner:
    """Brings one source's readings to Kafka, in their order; the source waits while Kafka does not take them.

    ``publish`` returns once Kafka has every record but those it returns, which are too large.
    """

    def __init__(
        self,
        source: Source,
        publish: Publish,
        instruments: Instruments,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._source = source
        self._publish = publish
        self._instruments = instruments
        self._now = now

    async def run(self, stop: asyncio.Event) -> None:
        """Bring readings until ``stop`` is set; ends after the readings in hand."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while (reading := await self._next(stopping)) is not None:
                await self._bring(await self._with_others(reading))
        finally:
            stopping.cancel()

    async def _next(self, stopping: "asyncio.Task[bool]") -> Reading | None:
        if stopping.done():
            return None
        reading = asyncio.create_task(self._source.read())
        try:
            await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return reading.result() if reading.done() else None
        finally:
            reading.cancel()

    async def _with_others(self, first: Reading) -> list[Reading]:
        """``first``, and what else is there already."""
        readings = [first]
        try:
            while len(readings) < _TOGETHER:
                async with asyncio.timeout(0):
                    readings.append(await self._source.read())
        except TimeoutError:
            pass
        return readings

    async def _bring(self, readings: Sequence[Reading]) -> None:
        sent, dead = await self._articles([offer for reading in readings for offer in reading.offers])
        letters = [*(letter for reading in readings for letter in reading.dead), *dead]
        await self._bury(letters)
        await self._ring([reading for reading in readings if reading.held()])
        await self._remember([reading for reading in readings if reading.held()])
        for reading in readings:
            reading.acknowledged()
        for offer in sent:
            self._count(offer)
        for letter in letters:
            self._count_dead(letter)

    async def _ring(self, readings: Sequence[Reading]) -> None:
        alerts = [(alert, reading.held) for reading in readings for alert in reading.alerts]
        records = [replace(feed_alert_record(alert), held=held) for alert, held in alerts]
        for record in await self._publish(records):
            log.error("Kafka finds a feed's alert too large; it is lost", feed=record.key)
        for alert, held in alerts:
            if held():
                self._instruments.count(FEED_ALERTS_SENT, kind=alert.kind, trouble=alert.trouble)

    async def _remember(self, readings: Sequence[Reading]) -> None:
        """Send what is known of each feed now; what an earlier of the readings knew is in it."""
        states = {
            reading.feed: replace(state_record(reading.state), held=reading.held)
            for reading in readings
            if reading.state is not None
        }
        for record in await self._publish(list(states.values())):
            log.error(
                "a feed's state is too large for Kafka; a restart will repeat articles", feed=record.key
            )

    async def _bury(self, letters: Sequence[DeadLetter]) -> None:
        """Send the dead letters; of what Kafka finds too large half the payload, and half of that, until it fits."""
        refused = await self._refused(letters, letters)
        size = max((len(letter.payload) for letter in refused), default=0) or 1
        while refused and size:
            size //= 2
            refused = await self._refused(refused, [shortened(letter, size) for letter in refused])
        for letter in refused:
            # Waiting would hold up everything behind it, and bring no more than this line.
            log.error("Kafka takes nothing of this dead letter; it is lost", detail=letter.detail)

    async def _refused(
        self, letters: Sequence[DeadLetter], versions: Sequence[DeadLetter]
    ) -> list[DeadLetter]:
        """Send a version of each letter; returns the letters whose version is too large."""
        records = [dead_letter_record(version) for version in versions]
        refused = {id(record) for record in await self._publish(records)}
        return [letter for letter, record in zip(letters, records, strict=True) if id(record) in refused]

    async def _articles(self, offers: Sequence[Offer]) -> tuple[list[Offer], list[DeadLetter]]:
        """Send the articles; returns the offers that Kafka has, and dead letters for those it does not take."""
        records = [(offer, article_record(offer.article)) for offer in offers]
        fitting = [record for _, record in records if record.size <= record.topic.max_bytes]
        refused = {id(record) for record in await self._publish(fitting)}
        taken = {id(record) for record in fitting} - refused
        now = self._now()
        dead = [too_large(record, offer.article, now) for offer, record in records if id(record) not in taken]
        return [offer for offer, record in records if id(record) in taken], dead

    def _count(self, offer: Offer) -> None:
        article = offer.article
        self._instruments.count(ARTICLES_PUBLISHED, feed=article.feed, reason=offer.reason)
        if offer.reason == "new":
            self._observe(article)

    def _observe(self, article: Article) -> None:
        """The age of a new article when we had it, and when Kafka had it."""
        now = self._now()
        steps = (("fetched", article.fetched), ("published", now))
        for step, at in steps:
            if article.published is not None:
                self._latency((at - article.published).total_seconds(), "published", step)
        self._latency((now - article.fetched).total_seconds(), "fetched", "published")

    def _latency(self, seconds: float, since: str, step: str) -> None:
        self._instruments.observe(LATENCY, seconds, since=since, step=step)

    def _count_dead(self, letter: DeadLetter) -> None:
        log.error("dead letter", stage=letter.stage, reason=letter.reason, detail=letter.detail)
        self._instruments.count(DEAD_LETTERS, stage=letter.stage, reason=letter.reason)
