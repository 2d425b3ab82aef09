"""Tables where partitions come and go: who has what, on a real Apache Kafka, several applications in one process."""

import os
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, cast

import faust
import pytest
from faust.types import TP

from runtime.kafka import Connection
from streams.app import attach, build_app
from streams.overrides import SafeConsumer, recovery_seconds
from streams.stores import RocksStore
from streams.tables import raw_table, store_of
from tests.streams.harness import put, until
from tocsin.contract.topics import ACTIONS, DESKS, FILED, MATCHES, STORIES, WAKES

pytestmark = [
    pytest.mark.kafka,
    # Faust's own, where one rebalance follows another: a pause that is no longer waited for.
    pytest.mark.filterwarnings("ignore:coroutine 'sleep' was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TOPICS = (MATCHES, ACTIONS, WAKES)
MEMORIES = (FILED, STORIES, DESKS)


class Writing:
    """An application that writes each message into a table by its key: ``-`` deletes."""

    def __init__(self, kafka: Connection, *, safe: bool = True, folder: Path | None = None) -> None:
        self.kafka = kafka
        self.app = build_app(kafka, instance=None, folder=folder)
        if not safe:
            self.app.conf.Table = faust.Table  # type: ignore[assignment]
        self.tables = {topic: raw_table(self.app, kafka, topic) for topic in MEMORIES}

        async def write(stream: Any) -> None:
            async for event in stream.events():
                table, message = self.tables[STORIES], event.message
                if message.value == b"-":
                    table.pop(message.key, None)
                else:
                    table[message.key] = message.value
                cast(SafeConsumer, self.app.consumer).finish(message)

        attach(self.app, kafka, TOPICS, write)
        self.app.finalize()

    @property
    def partitions(self) -> set[int]:
        """Of the matches."""
        return {tp.partition for tp in self.assignment if tp.topic == self.kafka.name(MATCHES)}

    @property
    def assignment(self) -> set[TP]:
        return set(self.app.consumer.assignment()) if self.ready else set()

    @property
    def ready(self) -> bool:
        return bool(self.app.tables.actives_ready) and not self.app.rebalancing

    def held(self) -> dict[str, str]:
        return {key.decode(): value.decode() for key, value in self.tables[STORIES].items()}

    def reached(self) -> dict[int, int]:
        store: Any = store_of(self.tables[STORIES])
        name = self.kafka.name(STORIES)
        return {number: store.persisted_offset(TP(name, number)) for number in self.partitions}


@asynccontextmanager
async def started(*all_of_them: Writing) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for one in all_of_them:
            await one.app.start()
            stack.push_async_callback(one.app.stop)
        yield


def make_old(folder: Path) -> None:
    long_ago = time.time() - 20 * 3600
    for path in folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))


async def holds(true: Any, what: str) -> None:
    async def look() -> bool:
        return bool(true())

    await until(look, what=what)


async def bring(kafka: Connection, keys: Iterable[str], value: str) -> None:
    await put(kafka, MATCHES, [(key, value.encode()) for key in keys])


KEYS = [f"key-{number}" for number in range(40)]


async def test_the_partitions_of_one_number_are_one_workers_whatever_comes_and_goes(
    kafka: Connection,
) -> None:
    """What the alert agent rests on: Faust groups topics by their number of partitions."""
    one, two, three = Writing(kafka), Writing(kafka), Writing(kafka)
    names = [kafka.name(topic) for topic in (*TOPICS, *MEMORIES)]

    def together(*workers: Writing) -> bool:
        whole = all(
            worker.assignment == {TP(name, number) for number in worker.partitions for name in names}
            for worker in workers
        )
        held = sorted(number for worker in workers for number in worker.partitions)
        return whole and held == [*range(MATCHES.partitions)] and all(one.partitions for one in workers)

    async with started(one):
        await holds(lambda: together(one), "one worker with everything")
        async with started(two):
            await holds(lambda: together(one, two), "two workers")
            async with started(three):
                await holds(lambda: together(one, two, three), "three workers")
            await holds(lambda: together(one, two), "two workers again")


@pytest.mark.parametrize("store", ["memory", "rocksdb", "plain"])
async def test_what_a_worker_wrote_goes_with_the_partition(
    kafka: Connection, tmp_path: Path, store: str
) -> None:
    safe = store != "plain"
    one, two = (
        Writing(kafka, safe=safe, folder=tmp_path / name if store == "rocksdb" else None)
        for name in ("one", "two")
    )
    async with started(one):
        await bring(kafka, KEYS, "1")
        await holds(lambda: len(one.held()) == len(KEYS), "all keys in the only worker")
        async with started(two):
            await holds(lambda: len(one.partitions) == len(two.partitions) == 2, "a half each")
            await holds(lambda: set(one.held()) | set(two.held()) == set(KEYS), "all keys")
            shared = set(one.held()) & set(two.held())
            assert not shared if safe else shared
            if safe:
                await bring(kafka, KEYS, "2")
                await bring(kafka, KEYS[::2], "-")
                left = dict.fromkeys(KEYS[1::2], "2")
                await holds(lambda: {**one.held(), **two.held()} == left, "what is left")
        if safe:
            await holds(lambda: len(one.partitions) == 4, "one worker with everything again")
            await holds(lambda: one.held() == left, "what the other had written")


async def test_a_partition_that_stays_is_not_read_again(kafka: Connection) -> None:
    one, two = Writing(kafka), Writing(kafka)
    async with started(one):
        await bring(kafka, KEYS, "1")
        await holds(lambda: len(one.held()) == len(KEYS), "all keys")
        await holds(lambda: sum((offset or -1) + 1 for offset in one.reached().values()) == len(KEYS), "acks")
        before, read = one.reached(), list[int]()
        async with started(two):
            store: Any = store_of(one.tables[STORIES])
            apply = store.apply_changelog_batch

            def applied(batch: list[Any], **rest: Any) -> None:
                read.extend(event.message.offset for event in batch)
                apply(batch, **rest)

            store.apply_changelog_batch = applied
            await holds(lambda: len(one.partitions) == len(two.partitions) == 2, "a half each")
            assert one.reached() == {number: before[number] for number in one.partitions}
            assert read == []
            mine = set(one.held())
        await holds(lambda: len(one.partitions) == 4, "all partitions again")
        await holds(lambda: set(one.held()) == set(KEYS), "all keys again")
        assert mine < set(KEYS)


async def test_rocksdb_keeps_what_it_had_and_reads_only_what_came_since(
    kafka: Connection, tmp_path: Path
) -> None:
    first = Writing(kafka, folder=tmp_path)
    assert isinstance(first.tables[STORIES].data, RocksStore)
    async with started(first):
        await bring(kafka, KEYS, "1")
        await bring(kafka, KEYS[:3], "-")
        await holds(lambda: first.ready and len(first.held()) == len(KEYS) - 3, "all keys")
        await first.app.consumer.commit()
        reached = first.reached()
    again = Writing(kafka, folder=tmp_path)
    async with started(again):
        await holds(lambda: again.ready and len(again.partitions) == 4, "everything again")
        assert again.held() == dict.fromkeys(KEYS[3:], "1")
        assert again.reached() == reached
        assert sum(reached.values()) + len(reached) == len(KEYS) + 3


async def test_rocksdb_that_lay_unused_longer_than_a_tombstone_is_read_anew(
    kafka: Connection, tmp_path: Path
) -> None:
    first = Writing(kafka, folder=tmp_path)
    async with started(first):
        await bring(kafka, KEYS, "1")
        await holds(lambda: first.ready and len(first.held()) == len(KEYS), "all keys")
        await first.app.consumer.commit()
        store_of(first.tables[STORIES]).write(0, b"deleted-elsewhere", b"1")
    make_old(tmp_path)
    again = Writing(kafka, folder=tmp_path)
    async with started(again):
        await holds(lambda: again.ready and len(again.partitions) == 4, "everything again")
        assert again.held() == dict.fromkeys(KEYS, "1")


async def test_memory_is_recovered_from_the_changelog(kafka: Connection) -> None:
    first = Writing(kafka)
    async with started(first):
        await bring(kafka, KEYS, "1")
        await holds(lambda: len(first.held()) == len(KEYS), "all keys")
        await first.app.consumer.commit()
    again = Writing(kafka)
    async with started(again):
        await holds(lambda: again.ready and len(again.partitions) == 4, "everything again")
        assert again.held() == dict.fromkeys(KEYS, "1")
        took = recovery_seconds(again.app)
        assert took is not None
        assert 0 < took < 60
