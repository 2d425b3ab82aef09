"""Stories on a real Apache Kafka: what is held is told when it is due, whoever has the partition then."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from runtime.kafka import Connection
from tests import making
from tests.core import Sent, told
from tests.happenings import copied, happening
from tests.streams.conftest import StartWorker, faulty
from tests.streams.harness import all_committed, put, put_articles, read, stand, taken, until
from tests.streams.worker import Order
from tocsin.alerting.ids import opened_by
from tocsin.contract import codec
from tocsin.contract.events import Action, Alert, Article, Digest, Wake
from tocsin.contract.topics import ACTIONS, ALERTS, WAKES

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(240)]

STORIES = 10


@pytest.fixture
def order(order: Order) -> Order:
    """A worker that waits for nothing long."""
    return faulty(order, group_wait=2, group_interval=2)


def first(number: int) -> Article:
    """What opens story ``number``, on watchlist ``w<number>``."""
    event = happening(number)
    now = datetime.now(UTC)
    return making.article(
        id=f"first-{number}",
        content=f"c{number}",
        title=event.title,
        body=event.body,
        fetched=now,
        published=now,
    )


def copies(number: int, count: int, *, begin: int = 0) -> list[Article]:
    """The same as other outlets carry it."""
    now = datetime.now(UTC)
    texts = [(copy, copied(happening(number), copy)) for copy in range(begin, begin + count)]
    return [
        making.article(
            id=f"copy-{copy}-{number}",
            content=f"d{copy}-{number}",
            title=text.title,
            body=text.body,
            source=f"Outlet {copy}",
            fetched=now,
            published=now,
        )
        for copy, text in texts
    ]


async def sent(kafka: Connection) -> list[Sent]:
    """What was sent, as receivers hear it: each event once."""
    found = [one.event for one in await stand(kafka, ALERTS)]
    return list({one.event_id: one for one in found if isinstance(one, Alert | Digest)}.values())


async def comes(kafka: Connection, *counts: tuple[str, int]) -> list[Sent]:
    """Wait until just so many events of these kinds were sent."""
    wanted, seen = Counter(dict(counts)), Counter[str]()

    async def there() -> bool:
        nonlocal seen
        seen = Counter(one.kind if isinstance(one, Alert) else "digest" for one in await sent(kafka))
        return seen == wanted

    try:
        await until(there, seconds=120, what=str(wanted))
    except AssertionError as late:
        raise AssertionError(f"{late}: {seen}") from late
    return await sent(kafka)


async def agrees(kafka: Connection, order: Order) -> None:
    """What was sent is what the core says, called once with what the workers handled, in their order."""
    alone = told(order.rules(), await taken(kafka))
    assert {one.event_id for one in alone} == {one.event_id for one in await sent(kafka)}
    assert len({one.event_id for one in alone}) == len(alone)


async def test_later_reports_are_told_together_when_they_are_due_and_nothing_else_comes(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    start_worker(order)
    opening = first(1)
    await put_articles(kafka, [opening])
    await comes(kafka, ("initial", 1))
    await put_articles(kafka, copies(1, 5))
    found = await comes(kafka, ("initial", 1), ("update", 1))
    update = next(one for one in found if isinstance(one, Alert) and one.kind == "update")
    assert update.id == opened_by("w1", opening.id)
    assert (update.tally.reports, update.tally.carriers, update.tally.origins) == (6, 6, 1)
    assert await read(kafka, WAKES, Wake)
    await agrees(kafka, order)


@pytest.mark.parametrize("store", ["memory", "rocksdb"])
async def test_what_is_due_while_no_worker_lives_is_told_by_the_next(
    kafka: Connection, order: Order, start_worker: StartWorker, tmp_path: Path, store: str
) -> None:
    order = faulty(order, group_wait=8, store=store, folder=str(tmp_path))
    worker = start_worker(order)
    await put_articles(kafka, [first(number) for number in range(STORIES)])
    await comes(kafka, ("initial", STORIES))
    await put_articles(kafka, [copy for number in range(STORIES) for copy in copies(number, 2)])
    await until(lambda: all_taken(kafka, 3 * STORIES), what="everything taken")
    worker.kill9()
    await asyncio.sleep(0)
    assert len(await sent(kafka)) == STORIES
    start_worker(order)
    await comes(kafka, ("initial", STORIES), ("update", STORIES))
    await agrees(kafka, order)


async def all_taken(kafka: Connection, count: int) -> bool:
    return len(await taken(kafka)) >= count


async def test_stories_go_on_when_one_of_two_workers_dies(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    order = faulty(order, group_wait=10)
    one, two = (start_worker(faulty(order, instance=name)) for name in ("one", "two"))
    opening = [first(number) for number in range(STORIES)]
    await put_articles(kafka, opening)
    await comes(kafka, ("initial", STORIES))
    await put_articles(kafka, [copy for number in range(STORIES) for copy in copies(number, 3)])
    await until(lambda: all_taken(kafka, 4 * STORIES), what="everything taken")
    one.kill9()
    await put_articles(kafka, [copy for number in range(STORIES) for copy in copies(number, 2, begin=3)])
    found = await until(lambda: updated(kafka), what="an update of every story")
    reports = {one.id: one.tally.reports for one in found}
    assert reports == {opened_by(f"w{number}", article.id): 6 for number, article in enumerate(opening)}
    assert two.process.poll() is None
    await until(lambda: all_committed(kafka), what="everything committed")
    await agrees(kafka, order)


async def updated(kafka: Connection) -> list[Alert]:
    """The last event of each story, once all of its reports are told of."""
    last = {one.id: one for one in await sent(kafka) if isinstance(one, Alert)}
    found = [one for one in last.values() if one.tally.reports == 6]
    return found if len(found) == STORIES else []


async def test_who_acknowledges_is_not_reminded_and_everybody_else_is(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    order = faulty(order, escalate_after=6)
    start_worker(order)
    one, two = first(1), first(2)
    await put_articles(kafka, [one, two])
    await comes(kafka, ("initial", 2))
    ack = Action(
        id="act-1",
        alert=opened_by("w1", one.id),
        watchlist="w1",
        verb="ack",
        by="ana",
        at=datetime.now(UTC),
    )
    await put(kafka, ACTIONS, [("w1", codec.encode(ack))])
    found = await comes(kafka, ("initial", 2), ("escalation", 1))
    assert [event.id for event in found if isinstance(event, Alert) and event.kind == "escalation"] == [
        opened_by("w2", two.id)
    ]
    await agrees(kafka, order)
