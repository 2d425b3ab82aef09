"""Each partition of the feeds is one process's at a time, with what is known of its feeds, whoever comes and goes."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaProducer
from structlog.testing import capture_logs

from connectors.sources import share as module
from connectors.sources.records import Record
from connectors.sources.share import ASSIGNMENT
from connectors.sources.states import States, forget_record, read_states, state_record
from runtime import topics
from runtime.kafka import Connection, client_settings
from tests.brokers.apache import ApacheKafka
from tests.connectors.sources.desks import Desk, Ledger
from tests.waiting import until
from tocsin.config.model import Kafka
from tocsin.contract.topics import FEED_STATE
from tocsin.feeds.partition import partition_of
from tocsin.polling.state import FeedState

ALL = set(range(FEED_STATE.partitions))
NOW = datetime.now(UTC)


def state(feed: str, poll: int = 1, polled: datetime = NOW) -> FeedState:
    return FeedState(feed=feed, url=f"https://{feed}.example/", poll=poll, polled=polled)


async def send(connection: Connection, records: Sequence[Record]) -> None:
    async with AIOKafkaProducer(**client_settings(connection)) as producer:
        for record in records:
            await producer.send(connection.name(record.topic), key=record.key, value=record.value)
        await producer.flush()


@pytest.fixture
async def kafka(connection: Connection) -> Connection:
    """Both kinds of broker, with our topics."""
    await topics.apply(connection, embedded=False)
    return connection


@pytest.fixture
async def apache(apache_kafka: str, prefix: str) -> Connection:
    """Apache Kafka, with our topics and a short session."""
    connection = Connection((apache_kafka,), Kafka(topic_prefix=prefix, session_timeout=timedelta(seconds=2)))
    await topics.apply(connection, embedded=False)
    return connection


async def test_a_source_alone_gets_every_feed_and_what_is_known_of_it(kafka: Connection) -> None:
    feeds = [f"feed-{number}" for number in range(40)]
    await send(kafka, [state_record(state(feed, poll)) for poll in (1, 2) for feed in feeds])
    async with Desk(kafka, Ledger(), "one", instance="0") as desk:
        await until(lambda: desk.held == ALL)
        assert desk.partitions == FEED_STATE.partitions
        assert desk.states == {feed: state(feed, 2) for feed in feeds}
        assert ASSIGNMENT not in desk.conditions()
        assert desk.instruments.registry.get_sample_value("tocsin_feed_partitions") == len(ALL)
    assert not desk.held


async def test_states_are_where_their_feeds_are(kafka: Connection) -> None:
    feeds = [f"فيد-{number}" for number in range(40)]
    await send(kafka, [state_record(state(feed)) for feed in feeds])
    states = await read_states(kafka)
    assert {feed: number for number, held in states.held.items() for feed in held} == {
        feed: partition_of(feed, states.partitions) for feed in feeds
    }


async def test_only_what_is_asked_for_is_read(kafka: Connection) -> None:
    await send(kafka, [state_record(state(f"feed-{number}")) for number in range(40)])
    states = await read_states(kafka, [3, 5])
    assert set(states.held) == {3, 5}
    assert states.held[3]


async def test_what_was_forgotten_is_not_known_and_what_cannot_be_read_neither(kafka: Connection) -> None:
    broken = Record(FEED_STATE, None, b"broken", b"\x00?", ())
    known = [state_record(state(feed)) for feed in ("kept", "gone")]
    await send(kafka, [*known, broken, forget_record("gone")])
    states = await read_states(kafka)
    assert {feed for held in states.held.values() for feed in held} == {"kept"}
    assert set(states.unreadable) == {"broken"}


async def test_a_process_that_comes_back_under_its_name_takes_over(kafka: Connection) -> None:
    """So it is on the embedded broker, which never expels a member: the second takes the dead one's place."""
    async with Desk(kafka, Ledger(), "killed", instance="0") as killed:
        await until(lambda: killed.held == ALL)
        async with Desk(kafka, Ledger(), "again", instance="0") as again:
            await until(lambda: again.held == ALL)
            killed.stop.set()


@pytest.mark.kafka
async def test_two_sources_share_and_one_that_stops_leaves_its_part_at_once(apache: Connection) -> None:
    ledger = Ledger()
    async with Desk(apache, ledger, "one") as one:
        await until(lambda: one.held == ALL)
        async with Desk(apache, ledger, "two") as two:
            await until(lambda: len(one.held) == len(two.held) == len(ALL) // 2)
            stopped = time.monotonic()
        await until(lambda: one.held == ALL)
        assert time.monotonic() - stopped < 10
    assert not ledger.faults


@pytest.mark.kafka
async def test_nobody_takes_a_partition_before_it_is_given_up(apache: Connection) -> None:
    ledger, done = Ledger(), asyncio.Event()
    async with Desk(apache, ledger, "one") as one:
        await until(lambda: one.held == ALL)
        one.dropping = done.wait
        async with Desk(apache, ledger, "two") as two:
            since = time.monotonic()
            await until(lambda: ASSIGNMENT in one.conditions())  # it was told to let go
            await until(lambda: time.monotonic() - since > 5)  # longer than a session
            assert not two.held
            done.set()
            await until(lambda: len(one.held) == len(two.held) == len(ALL) // 2)
    assert not ledger.faults


@pytest.mark.kafka
async def test_a_source_that_cannot_let_go_in_time_is_not_waited_for(apache: Connection) -> None:
    ledger = Ledger()
    async with Desk(apache, ledger, "one") as one:
        await until(lambda: one.held == ALL)
        one.dropping = asyncio.Event().wait
        one.share._let_go_within = 0.1
        async with Desk(apache, ledger, "two") as two:
            await until(lambda: len(one.held) == len(two.held) == len(ALL) // 2)
    assert not ledger.faults


@pytest.mark.kafka
async def test_reading_long_costs_no_membership(apache: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """aiokafka sends no heartbeat before its callback has returned: the states are not read in it."""
    reading, go_on = 0, asyncio.Event()

    async def slowly(connection: Connection, partitions: Sequence[int]) -> States:
        nonlocal reading
        reading += 1
        await go_on.wait()
        return await read_states(connection, partitions)

    monkeypatch.setattr(module, "read_states", slowly)
    async with Desk(apache, Ledger(), "one") as desk:
        await until(lambda: reading == 1)
        since = time.monotonic()
        await until(lambda: time.monotonic() - since > 5)  # two sessions and a half
        go_on.set()
        await until(lambda: desk.held == ALL)
        assert reading == 1
        assert sorted(desk.taken) == sorted(ALL)


@pytest.mark.kafka
async def test_a_process_that_stood_still_gives_its_feeds_up_before_kafka_says_so(apache: Connection) -> None:
    async with Desk(apache, Ledger(), "one") as desk:
        await until(lambda: desk.held == ALL)
        with capture_logs() as said:
            time.sleep(3)  # noqa: ASYNC251 -- as a machine that swaps, or a process that was stopped and goes on
            await until(lambda: len(desk.taken) == 2 * len(ALL))
    assert any("stood still" in line.get("why", "") for line in said)
    assert not desk.ledger.faults


@pytest.mark.kafka
async def test_feeds_long_unlisted_are_forgotten(apache: Connection) -> None:
    old = NOW - timedelta(days=40)
    states = [state("listed", polled=old), state("dropped", polled=old), state("dropped-lately")]
    await send(apache, [state_record(each) for each in states])
    async with Desk(apache, Ledger(), "one", listed=["listed"]) as desk:
        await until(lambda: bool(desk.forgotten))
        assert desk.forgotten == [b"dropped"]
        assert "listed" in desk.states


@pytest.mark.kafka
async def test_a_fault_of_the_source_ends_it_and_is_not_only_logged(apache: Connection) -> None:
    desk = Desk(apache, Ledger(), "one")
    desk.fault = LookupError("a bug")
    with pytest.raises(LookupError, match="a bug"):
        await asyncio.wait_for(desk.assignment.run(desk.stop), 40)


@pytest.mark.kafka
async def test_waits_for_kafka_and_outlives_its_death(late_apache_kafka: ApacheKafka, prefix: str) -> None:
    connection = Connection((late_apache_kafka.bootstrap,), Kafka(topic_prefix=prefix))
    async with Desk(connection, Ledger(), "one") as desk:
        await until(lambda: ASSIGNMENT in desk.conditions())
        late_apache_kafka.start()
        await topics.apply(connection, embedded=False)
        await until(lambda: desk.held == ALL)
        late_apache_kafka.kill9()
        late_apache_kafka.start()
        async with Desk(connection, desk.ledger, "two") as two:
            await until(lambda: len(desk.held) == len(two.held) == len(ALL) // 2)
    assert not desk.ledger.faults
