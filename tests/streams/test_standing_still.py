"""A worker that stood still for longer than its session: what it says then, and whether it knows what it lost."""

import os
import signal
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from runtime.kafka import Connection
from streams import alert, marks
from streams.app import build_app
from streams.mark_keys import is_of_marks, read_key
from streams.marks import Mark
from tests import making
from tests.happenings import happening
from tests.making import NOON
from tests.streams.conftest import StartWorker, faulty
from tests.streams.crashing import Clock, Life, World
from tests.streams.harness import WorkerProcess, all_committed, put_articles, records, stand, until
from tests.streams.worker import Order
from tests.tocsin.alerting.world import MINUTE, report, rules
from tocsin.config.model import Kafka
from tocsin.contract.events import Alert, Article, Digest
from tocsin.contract.topics import ALERTS, DESKS, FIRED, Topic


async def test_it_is_sure_of_its_partitions_only_while_kafka_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    app = build_app(Connection(("127.0.0.1:9",), Kafka()), instance=None)
    now, member = 100.0, True

    async def ask(*_: Any) -> bool:
        return member

    monkeypatch.setattr(time, "monotonic", lambda: now)
    consumer: Any = app.consumer
    coordinator = SimpleNamespace(_do_heartbeat=ask, _do_rejoin_group=ask)
    consumer._thread.listen(coordinator)
    assert not consumer.surely_ours()
    assert await coordinator._do_rejoin_group("topics")
    assert consumer.surely_ours()
    now += 4.9
    assert consumer.surely_ours()
    now += 0.2
    assert not consumer.surely_ours()
    assert await coordinator._do_heartbeat()
    assert consumer.surely_ours()
    now, member = now + 20, False
    assert not await coordinator._do_heartbeat()
    assert not consumer.surely_ours()
    consumer._thread.thread_loop.close()


@pytest.mark.parametrize("sure", [False, True], ids=["it asks", "it asked just before"])
async def test_who_comes_after_its_successor_goes_on_where_that_one_was(
    monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    monkeypatch.setattr(alert, "datetime", Clock)
    said = [
        report(name, f"told by {name}", NOON + n * MINUTE, body=name * 9) for n, name in enumerate("abcde")
    ]
    world = World(rules(), said)
    before = Life(world.log, world.rules, {})
    await before.take(world.coming[:1])
    after = Life(world.log, world.rules, before.consumer.finished)
    await after.take(world.coming[1:4])
    await after.discipline.ledger.given_up()
    before.consumer.is_sure, before.shared.app.rebalancing = sure, True
    begun = len(world.log.records)
    await before.take(world.coming[1:2])
    await before.discipline.ledger.given_up()
    assert (len(world.log.records) == begun) is not sure
    last = Life(world.log, world.rules, after.consumer.finished)
    last.discipline.in_step()
    assert [last.discipline.ledger.handled(one) for one in world.coming] == [True] * 4 + [False]
    await last.take(world.coming[1:])
    assert sorted(one.report.article for one in world.sent()[-1:] if isinstance(one, Alert)) == ["e"]


def _article(number: int) -> Article:
    told, now = happening(number // 3), datetime.now(UTC)
    fields: Mapping[str, Any] = {"source": f"s{number}", "feed": f"f{number}", "content": f"c{number}"}
    text = f"{told.body} and {number}"
    name = f"n{number}-{number // 3 % 10}"
    return making.article(id=name, title=told.title, body=text, fetched=now, published=now, **fields)


@pytest.mark.kafka
@pytest.mark.timeout(200)
async def test_a_worker_stopped_in_a_backlog_and_continued_takes_nothing_back(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    order = faulty(order, group_wait=2, group_interval=2, stall=200, commit=200, send_timeout=100, hang=200)
    one = start_worker(order)
    await put_articles(kafka, [_article(number) for number in range(900)])

    async def some() -> bool:
        return len(await stand(kafka, ALERTS)) > 50

    await until(some, what="alerts")
    os.kill(one.process.pid, signal.SIGSTOP)
    assert not await all_committed(kafka)
    start_worker(faulty(order, instance="1"))
    await until(lambda: all_committed(kafka), seconds=100, what="everything handled by the other")
    os.kill(one.process.pid, signal.SIGCONT)
    await until(lambda: _heard(one), what="the worker that was stopped to hear of it")
    await put_articles(kafka, [_article(number) for number in range(900, 940)])
    await until(lambda: all_committed(kafka), seconds=100, what="what comes then")
    for topic in (DESKS, FIRED):
        await _counts_the_furthest(kafka, topic)
    said = dict[str, Alert | Digest]()
    for stands in await stand(kafka, ALERTS):
        if isinstance(event := stands.event, Alert | Digest):
            assert said.setdefault(event.event_id, event) == event


async def _heard(worker: WorkerProcess) -> bool:
    return "member_id was not recognized" in worker.log.read_text()


async def _counts_the_furthest(kafka: Connection, topic: Topic) -> None:
    """The mark that counts in each partition is not behind any that was ever there."""
    held, furthest = dict[bytes, bytes | None](), dict[tuple[int, str], int]()
    for partition, _, key, value in await records(kafka, topic):
        if key and is_of_marks(key):
            held[key] = value
            if value and read_key(key).part is None:
                for name, place in msgspec.msgpack.decode(value, type=Mark).places.items():
                    furthest[partition, name] = max(place.offset, furthest.get((partition, name), -1))
    found = marks.find((key, value) for key, value in held.items() if value is not None)
    counts = {number: one.mark.places for number, one in found.items() if one.mark is not None}
    assert furthest == {
        (number, name): place.offset for number, places in counts.items() for name, place in places.items()
    }
