"""What was decided is sent by whoever comes after, and by nobody once it was. On a real Apache Kafka."""

from pathlib import Path

import pytest

from runtime.kafka import Connection
from tests.streams.conftest import StartWorker, faulty
from tests.streams.harness import all_committed, put_articles, read, until
from tests.streams.test_alert import agrees, comes, copies, first
from tests.streams.worker import Order
from tocsin.contract.events import Alert
from tocsin.contract.topics import ALERTS

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(240)]


@pytest.mark.parametrize("store", ["memory", "rocksdb"])
async def test_an_alert_that_was_decided_and_not_sent_is_sent_by_the_next_worker_and_then_no_more(
    kafka: Connection, order: Order, start_worker: StartWorker, tmp_path: Path, store: str
) -> None:
    order = faulty(order, group_wait=2, group_interval=2, store=store, folder=str(tmp_path))
    dying = start_worker(faulty(order, fault="die_at_alert"))
    await put_articles(kafka, [first(1)])
    assert await dying.exit_code() == 9
    assert await read(kafka, ALERTS, Alert) == []
    second = start_worker(order)
    await comes(kafka, ("initial", 1))
    await until(lambda: all_committed(kafka), what="everything committed")
    second.stop()
    start_worker(order)
    await put_articles(kafka, copies(1, 2))
    await comes(kafka, ("initial", 1), ("update", 1))
    alerts = await read(kafka, ALERTS, Alert)
    assert [one.kind for one in alerts] == ["initial", "update"]
    await agrees(kafka, order)
