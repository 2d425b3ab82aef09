"""The storm as it comes to a worker that is killed now and then."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from runtime.kafka import Connection, client_settings, producer_settings
from tests.e2e.desk import Command, Desk
from tests.streams.harness import offsets, until
from tocsin.contract import codec
from tocsin.contract.events import Article
from tocsin.contract.topics import ARTICLES, MATCHES, UNIQUE, Topic

PATIENCE: Final = 600.0


class Order(msgspec.Struct, frozen=True):
    """How the storm is to be taken: articles in so many partitions, ``speed`` times as fast as in the week."""

    partitions: int
    kills: int
    speed: int


class Kill(msgspec.Struct, frozen=True):
    """How far it was: articles sent, and how many of them waited for dedup or matching, and matches for alerting."""

    sent: int
    articles: int
    matches: int


class Storm:
    """Brings the articles, and the worker that dies of them."""

    def __init__(self, desk: Desk, kafka: Connection, articles: Sequence[Article], order: Order) -> None:
        self._desk, self._kafka, self._articles, self._order = desk, kafka, articles, order
        self._sent = 0

    async def breaks(self, matches: int) -> list[Kill]:
        """Send everything, to a worker that is killed and followed by another whenever so many of the ``matches`` have
        been made that it dies in even parts of them.

        Raises:
            RuntimeError: everything was done before a kill.
        """
        worker, kills = self._started(), []
        await worker.ready()
        feeding = asyncio.create_task(self._feed())
        try:
            for number in range(1, self._order.kills + 1):
                await self._made(matches * number // (self._order.kills + 1))
                worker.kill9()
                kills.append(await self._state())
                worker = self._started()
            await feeding
        finally:
            feeding.cancel()
        return kills

    def _started(self) -> Command:
        return self._desk.start("worker", "--instance", "0")

    async def _feed(self) -> None:
        """In the order, and but for the speed at the times, in which they were fetched."""
        begin, first, sent = time.monotonic(), self._articles[0].fetched, []
        name = self._kafka.name(ARTICLES)
        async with AIOKafkaProducer(**client_settings(self._kafka), **producer_settings()) as producer:
            for article in self._articles:
                due = begin + (article.fetched - first).total_seconds() / self._order.speed
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                sent.append(await producer.send(name, codec.encode(article), key=article.id.encode()))
                self._sent += 1
            await asyncio.gather(*sent)

    async def _made(self, matches: int) -> None:
        name, number = self._kafka.name(MATCHES), self._kafka.partitions(MATCHES)
        places = [TopicPartition(name, one) for one in range(number)]
        async with AIOKafkaConsumer(**client_settings(self._kafka)) as observer:

            async def enough() -> bool:
                return int(sum((await observer.end_offsets(places)).values())) >= matches

            await until(enough, seconds=PATIENCE, what=f"{matches} matches")

    async def _state(self) -> Kill:
        waiting, matches = await self._behind(ARTICLES, UNIQUE), await self._behind(MATCHES)
        if self._sent == len(self._articles) and not waiting + matches:
            raise RuntimeError("everything was done before the worker was killed: nothing was tested")
        return Kill(self._sent, waiting, matches)

    async def _behind(self, *topics: Topic) -> int:
        return sum(end - committed for committed, end in (await offsets(self._kafka, topics)).values())
