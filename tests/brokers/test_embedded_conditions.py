"""The embedded broker's conditions, one by one; docs/decisions/0001-embedded-broker.md draws on them."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from benchmarks.embedded_kill import one_run
from cli.embedded import EmbeddedBroker
from runtime.kafka import Connection
from runtime.topics import apply, check
from tocsin.config.model import Kafka
from tocsin.contract.topics import ARTICLES, SEEN

EMBEDDED_SESSION_MS = 6000  # the shortest that noida-db takes
APACHE_SESSION_MS = 1000

# Joins a group, says so once it holds a partition, and stays until it is killed.
MEMBER = """
import asyncio, sys
from aiokafka import AIOKafkaConsumer
async def main(address, topic, group, session, instance):
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=address, group_id=group, group_instance_id=instance or None,
        session_timeout_ms=int(session), heartbeat_interval_ms=200)
    await consumer.start()
    while not consumer.assignment():
        await asyncio.sleep(0.02)
    print("joined", flush=True)
    await asyncio.sleep(60)
asyncio.run(main(*sys.argv[1:]))
"""


async def until(true: Callable[[], Awaitable[bool]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 -- a broker has no event to wait for
            await asyncio.sleep(0.05)


@asynccontextmanager
async def admin_of(address: str) -> AsyncIterator[AIOKafkaAdminClient]:
    client = AIOKafkaAdminClient(bootstrap_servers=address)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def killed_member(address: str, topic: str, session: int, instance: str = "") -> None:
    """Let a member join group ``<topic>.group`` and kill it where it stands."""
    command = ["-c", MEMBER, address, topic, f"{topic}.group", str(session), instance]
    member = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    assert member.stdout is not None
    assert await asyncio.wait_for(member.stdout.readline(), 20) == b"joined\n"
    member.kill()
    await member.wait()


async def members(admin: AIOKafkaAdminClient, group: str) -> int:
    (response,) = await admin.describe_consumer_groups([group])
    return len(response.groups[0][5])


@pytest.fixture
def applied(embedded_broker: EmbeddedBroker, prefix: str) -> Connection:
    return Connection((embedded_broker.address,), Kafka(topic_prefix=prefix))


@pytest.mark.embedded
async def test_a_topic_comes_from_being_mentioned_until_apply_forbids_it(
    embedded_broker: EmbeddedBroker, applied: Connection
) -> None:
    async with admin_of(embedded_broker.address) as admin:
        await admin.describe_topics(["mentioned"])
        assert "mentioned" in await admin.list_topics()

        await apply(applied, embedded=True)
        await admin.describe_topics(["mentioned-later"])
        assert "mentioned-later" not in await admin.list_topics()

    embedded_broker.stop()
    embedded_broker.start()
    async with admin_of(embedded_broker.address) as admin:
        await admin.describe_topics(["mentioned-later"])
        assert "mentioned-later" not in await admin.list_topics()


@pytest.mark.embedded
async def test_a_dead_member_without_instance_id_is_never_expelled(
    embedded_broker: EmbeddedBroker, prefix: str
) -> None:
    """Why every consumer of ours has a stable `group_instance_id`. If this fails, noida-db has learnt to expel."""
    topic = f"{prefix}one"
    async with admin_of(embedded_broker.address) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])
        await killed_member(embedded_broker.address, topic, EMBEDDED_SESSION_MS)
        over = time.monotonic() + 1.5 * EMBEDDED_SESSION_MS / 1000
        while time.monotonic() < over:
            assert await members(admin, f"{topic}.group") == 1
            await asyncio.sleep(0.1)


@pytest.mark.kafka
async def test_apache_kafka_expels_a_dead_member(apache_kafka: str, prefix: str) -> None:
    topic = f"{prefix}one"
    async with admin_of(apache_kafka) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])
        await killed_member(apache_kafka, topic, APACHE_SESSION_MS)

        async def expelled() -> bool:
            return await members(admin, f"{topic}.group") == 0

        await until(expelled, 10)


async def test_a_replacement_with_the_same_instance_id_takes_over_within_seconds(
    broker: str, prefix: str
) -> None:
    topic = f"{prefix}one"
    async with admin_of(broker) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])
    await killed_member(broker, topic, EMBEDDED_SESSION_MS, "worker-1")
    async with AIOKafkaConsumer(
        topic,
        bootstrap_servers=broker,
        group_id=f"{topic}.group",
        group_instance_id="worker-1",
        session_timeout_ms=EMBEDDED_SESSION_MS,
        auto_offset_reset="earliest",
    ) as consumer:
        async with AIOKafkaProducer(bootstrap_servers=broker) as producer:
            await producer.send_and_wait(topic, b"for the replacement")
        assert (await asyncio.wait_for(consumer.getone(), 10)).value == b"for the replacement"


@pytest.mark.embedded
async def test_everything_survives_sigterm(embedded_broker: EmbeddedBroker, applied: Connection) -> None:
    await apply(applied, embedded=True)
    place = TopicPartition(applied.name(ARTICLES), 2)
    async with AIOKafkaProducer(bootstrap_servers=embedded_broker.address, acks="all") as producer:
        for _ in range(50):
            await producer.send_and_wait(*place[:1], b"kept", partition=place.partition)
    async with AIOKafkaConsumer(
        bootstrap_servers=embedded_broker.address, group_id="g", enable_auto_commit=False
    ) as consumer:
        consumer.assign([place])
        await consumer.commit({place: 20})

    embedded_broker.stop()  # at once, nothing waits for its regular saving
    embedded_broker.start()

    assert {report.state for report in await check(applied, embedded=True)} == {"ok"}
    async with AIOKafkaConsumer(
        bootstrap_servers=embedded_broker.address, group_id="g", enable_auto_commit=False
    ) as consumer:
        consumer.assign([place])
        assert await consumer.committed(place) == 20
        assert await consumer.end_offsets([place]) == {place: 50}


@pytest.mark.embedded
async def test_its_log_is_bounded_by_size(embedded_broker: EmbeddedBroker, applied: Connection) -> None:
    await apply(applied, embedded=True)
    place = TopicPartition(applied.name(ARTICLES), 0)
    async with AIOKafkaConsumer(bootstrap_servers=embedded_broker.address) as consumer:
        await fill(embedded_broker.address, place, keys=None)

        async def dropped() -> bool:
            return bool((await consumer.beginning_offsets([place]))[place] > 0)

        await until(dropped, 30)


@pytest.mark.embedded
async def test_its_memories_are_compacted(embedded_broker: EmbeddedBroker, applied: Connection) -> None:
    await apply(applied, embedded=True)
    place = TopicPartition(applied.name(SEEN), 0)
    await fill(embedded_broker.address, place, keys=10)

    async def compacted() -> bool:
        return await stored(embedded_broker.address, place) < 100

    await until(compacted, 60)


async def fill(address: str, place: TopicPartition, keys: int | None) -> None:
    """Write 24 MB in records of 20 KB."""
    async with AIOKafkaProducer(bootstrap_servers=address, acks="all") as producer:
        for number in range(1200):
            key = None if keys is None else str(number % keys).encode()
            await producer.send_and_wait(place.topic, os.urandom(20_000), key=key, partition=place.partition)


async def stored(address: str, place: TopicPartition) -> int:
    """How many records a reader finds."""
    async with AIOKafkaConsumer(bootstrap_servers=address) as consumer:
        consumer.assign([place])
        await consumer.seek_to_beginning(place)
        end = (await consumer.end_offsets([place]))[place]
        count = 0
        while await consumer.position(place) < end:
            count += len((await consumer.getmany(timeout_ms=200)).get(place, ()))
        return count


@pytest.mark.embedded
async def test_sigkill_loses_the_last_seconds_and_nothing_older(tmp_path: Path) -> None:
    fates = await one_run(tmp_path, ballast=0, seconds=2.5)
    old = [fate for fate in fates if fate.age > 2.0]
    assert old
    assert all(fate.record_kept and fate.commit_kept for fate in old)
    # One snapshot holds records and offsets: a commit never survives the record it speaks of.
    assert not [fate for fate in fates if fate.commit_kept and not fate.record_kept]


@pytest.mark.embedded
async def test_clients_come_back_after_a_restart(embedded_broker: EmbeddedBroker, prefix: str) -> None:
    topic = f"{prefix}one"
    async with admin_of(embedded_broker.address) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])
    async with AIOKafkaProducer(
        bootstrap_servers=embedded_broker.address, acks="all", enable_idempotence=True
    ) as producer:
        await producer.send_and_wait(topic, b"before")
        os.kill(embedded_broker.pid, signal.SIGTERM)
        await until(gone(embedded_broker), 10)
        embedded_broker.start()
        assert (await asyncio.wait_for(producer.send_and_wait(topic, b"after"), 20)).offset == 1


def gone(broker: EmbeddedBroker) -> Callable[[], Awaitable[bool]]:
    async def check_it() -> bool:
        return not broker.alive()

    return check_it
