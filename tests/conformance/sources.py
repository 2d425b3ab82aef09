"""What every source must do. A source joins by subclassing ``SourceConformance`` with one fixture, ``outlet``."""

import asyncio
from typing import Protocol

import pytest

from connectors.sources.base import Reading, Source
from tocsin.contract import codec
from tocsin.contract.events import Article
from tocsin.polling.decide import Offer

PATIENCE = 20.0


class Outlet(Protocol):
    """The world behind a source, as a test moves it."""

    def publish(self, name: str, text: str) -> None:
        """An article appears, or the article of that name gets another text."""

    def source(self) -> Source:
        """A source that remembers nothing yet and looks at this outlet many times a second."""


def said(offer: Offer) -> str:
    """What the outlet published: a source of headlines has it in the title."""
    return offer.article.body or offer.article.title


async def reading(source: Source) -> Reading:
    async with asyncio.timeout(PATIENCE):
        return await source.read()


async def until_offered(source: Source, text: str) -> list[Offer]:
    """Acknowledge readings until one offers ``text``; returns everything that was offered on the way."""
    offers: list[Offer] = []
    async with asyncio.timeout(PATIENCE):
        while not any(text in said(offer) for offer in offers):
            taken = await source.read()
            offers += taken.offers
            taken.acknowledged()
    return offers


async def _hastily_read(source: Source, times: int) -> list[Offer]:
    """Read and cancel that at once, again and again; returns what was read all the same."""
    offers: list[Offer] = []
    for _ in range(times):
        hasty = asyncio.create_task(source.read())
        await asyncio.sleep(0)
        hasty.cancel()
        await asyncio.gather(hasty, return_exceptions=True)
        if not hasty.cancelled():
            offers += hasty.result().offers
    return offers


class SourceConformance:
    """Named behaviours; ``outlet`` is the fixture to give."""

    @pytest.fixture
    def outlet(self) -> Outlet:
        raise NotImplementedError

    async def test_reads_what_the_outlet_has(self, outlet: Outlet) -> None:
        outlet.publish("one", "A ceasefire holds in Idlib.")
        outlet.publish("two", "Talks resume.")
        source = outlet.source()
        await source.connect()
        try:
            taken = await reading(source)
        finally:
            await source.close()
        assert sorted(said(offer) for offer in taken.offers) == [
            "A ceasefire holds in Idlib.",
            "Talks resume.",
        ]
        assert {offer.reason for offer in taken.offers} == {"new"}
        assert {offer.article.feed for offer in taken.offers} == {taken.feed}

    async def test_what_it_reads_crosses_kafka_unharmed(self, outlet: Outlet) -> None:
        outlet.publish("one", "Перемирие в Идлибе. وقف إطلاق النار. آتش‌بس 😀")
        source = outlet.source()
        await source.connect()
        try:
            (offer,) = (await reading(source)).offers
        finally:
            await source.close()
        assert codec.decode(codec.encode(offer.article), Article) == offer.article

    async def test_goes_on_while_nothing_is_acknowledged_and_offers_everything_once(
        self, outlet: Outlet
    ) -> None:
        """Readings are brought in their order and none is given up: the next one builds on those before it."""
        outlet.publish("one", "A ceasefire holds.")
        source = outlet.source()
        await source.connect()
        offered: list[str] = []
        try:
            offered += [said(offer) for offer in (await reading(source)).offers]
            outlet.publish("two", "Talks resume.")
            while "Talks resume." not in offered:
                offered += [said(offer) for offer in (await reading(source)).offers]
        finally:
            await source.close()
        assert offered == ["A ceasefire holds.", "Talks resume."]

    async def test_an_acknowledgement_given_twice_counts_once(self, outlet: Outlet) -> None:
        outlet.publish("one", "A ceasefire holds.")
        source = outlet.source()
        await source.connect()
        try:
            first = await reading(source)
            first.acknowledged()
            outlet.publish("two", "Talks resume.")
            first.acknowledged()
            later = await until_offered(source, "Talks resume.")
        finally:
            await source.close()
        assert {said(offer) for offer in later} == {"Talks resume."}

    async def test_never_offers_again_what_is_acknowledged_and_unchanged(self, outlet: Outlet) -> None:
        outlet.publish("one", "A ceasefire holds.")
        source = outlet.source()
        await source.connect()
        try:
            await until_offered(source, "A ceasefire holds.")
            # Polls under way at that moment may still offer it; after the next news nothing may.
            outlet.publish("two", "Talks resume.")
            await until_offered(source, "Talks resume.")
            outlet.publish("three", "Talks end.")
            later = await until_offered(source, "Talks end.")
        finally:
            await source.close()
        assert "A ceasefire holds." not in {said(offer) for offer in later}

    async def test_offers_what_changed_under_the_same_id(self, outlet: Outlet) -> None:
        outlet.publish("one", "A ceasefire holds.")
        source = outlet.source()
        await source.connect()
        try:
            before = (await until_offered(source, "A ceasefire holds."))[-1]
            outlet.publish("one", "A ceasefire breaks.")
            after = (await until_offered(source, "A ceasefire breaks."))[-1]
        finally:
            await source.close()
        assert after.reason == "changed"
        assert after.article.id == before.article.id
        assert after.article.content != before.article.content

    async def test_an_acknowledgement_that_comes_late_undoes_nothing(self, outlet: Outlet) -> None:
        outlet.publish("one", "A ceasefire holds.")
        source = outlet.source()
        await source.connect()
        try:
            early = await reading(source)
            outlet.publish("two", "Talks resume.")
            await until_offered(source, "Talks resume.")
            early.acknowledged()
            outlet.publish("three", "Talks end.")
            later = await until_offered(source, "Talks end.")
        finally:
            await source.close()
        assert "Talks resume." not in {said(offer) for offer in later}

    async def test_a_new_process_offers_what_the_last_one_did_not_bring(self, outlet: Outlet) -> None:
        outlet.publish("one", "A ceasefire holds.")
        killed = outlet.source()
        await killed.connect()
        lost = await reading(killed)
        await killed.close()
        source = outlet.source()
        await source.connect()
        try:
            again = await reading(source)
        finally:
            await source.close()
        assert [offer.article.id for offer in again.offers] == [offer.article.id for offer in lost.offers]

    async def test_a_cancelled_read_loses_nothing(self, outlet: Outlet) -> None:
        source = outlet.source()
        await source.connect()
        try:
            offers = await _hastily_read(source, times=1)
            outlet.publish("one", "A ceasefire holds.")
            offers += await _hastily_read(source, times=100)
            if not offers:
                offers += await until_offered(source, "A ceasefire holds.")
        finally:
            await source.close()
        assert [said(offer) for offer in offers] == ["A ceasefire holds."]

    async def test_closing_twice_is_closing_once(self, outlet: Outlet) -> None:
        source = outlet.source()
        await source.close()
        await source.connect()
        await source.close()
        await source.close()
