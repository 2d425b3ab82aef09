"""Faust tamed: what each of the eight rules is for, on a real Apache Kafka, with real processes."""

import ast
import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

import faust
import msgspec
import psutil
import pytest

from runtime import topics
from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import overrides, pins
from streams.match import InUse
from streams.process import assemble
from streams.sender import EXIT_UNSENT
from streams.watchdog import EXIT_SHUTDOWN_DEADLINE, EXIT_UNHEALTHY
from tests import making
from tests.brokers.apache import ApacheKafka
from tests.happenings import happening
from tests.streams.conftest import StartWorker, faulty
from tests.streams.harness import all_committed, offsets, put, put_articles, read, until
from tests.streams.worker import EveryArticleMatches, Order
from tocsin.config.model import Config
from tocsin.contract import codec
from tocsin.contract.events import Alert, Article, DeadLetter
from tocsin.contract.topics import ACTIONS, ALERTS, ARTICLES, DEADLETTERS, MATCHES, UNIQUE, WAKES, Topic
from tocsin.routing.compiled import rules_of

pytestmark = pytest.mark.kafka

STREAMS = Path(overrides.__file__).parent


def some(count: int, *, fault_at: int | None = None, first: int = 0) -> list[Article]:
    """Articles of today about as many different events, so that each rings."""
    today = datetime.now(UTC)
    return [
        making.article(
            published=today,
            id=f"a{n}",
            content=f"c{first + n}",
            title="FAULT" if n == fault_at else happening(first + n).title,
            body=happening(first + n).body,
        )
        for n in range(count)
    ]


def assembled(kafka: Connection) -> faust.App:
    """A worker's application, not started."""
    config = Config(kafka=kafka.settings)
    matcher, instruments = InUse(EveryArticleMatches()), Instruments("worker")
    return assemble(config, matcher, rules_of(config), kafka, instruments, instance=None).app


async def alerted(kafka: Connection) -> set[str]:
    return {alert.report.article for alert in await read(kafka, ALERTS, Alert)}


async def expect_alerts(kafka: Connection, articles: list[Article]) -> None:
    """Every one of ``articles`` rings, and every offset is committed."""
    wanted = {article.id for article in articles}

    async def all_there() -> bool:
        return await alerted(kafka) == wanted and await all_committed(kafka)

    try:
        await until(all_there, what=f"{len(wanted)} alerts, all committed")
    except AssertionError as late:
        missing = sorted(wanted - await alerted(kafka))[:10]
        raise AssertionError(f"{late}; missing {missing}; offsets {await offsets(kafka)}") from late


def test_rule_1_the_engine_is_the_one_we_tested() -> None:
    pins.require_pinned_versions()
    with pytest.raises(pins.WrongVersionError, match=r"aiokafka 0.15.0 \(wanted 0.14.0\)"):
        pins.require_pinned_versions({**pins.PINNED, "aiokafka": "0.15.0"})


def test_rule_1_every_agent_handles_one_message_at_a_time(kafka: Connection) -> None:
    app = assembled(kafka)
    assert {agent.name.rpartition(".")[2]: agent.concurrency for agent in app.agents.values()} == {
        "dedup": 1,
        "match_terms": 1,
        "alert": 1,
    }


@pytest.mark.parametrize(
    ("topic", "stage"),
    [(ARTICLES, "dedup"), (UNIQUE, "match"), (MATCHES, "alert"), (ACTIONS, "alert"), (WAKES, "alert")],
    ids=lambda p: getattr(p, "name", p),
)
async def test_rule_2_poison_reaches_the_dead_letters_with_its_bytes(
    kafka: Connection, order: Order, start_worker: StartWorker, topic: Topic, stage: str
) -> None:
    await put(kafka, topic, [("p", b"\xff\x00 no event of ours")])
    articles = some(5)
    await put_articles(kafka, articles)
    start_worker(order)
    await expect_alerts(kafka, articles)
    letters = await read(kafka, DEADLETTERS, DeadLetter)
    assert [(letter.stage, letter.reason, letter.payload, letter.key) for letter in letters] == [
        (stage, "undecodable", b"\xff\x00 no event of ours", b"p")
    ]
    assert letters[0].origin.topic == kafka.name(topic)


async def test_rule_3_a_fault_of_our_own_costs_one_message_and_keeps_it(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(12, fault_at=3)
    await put_articles(kafka, articles)
    start_worker(faulty(order, fault="raise"))
    await expect_alerts(kafka, [article for article in articles if article.title != "FAULT"])
    (letter,) = await read(kafka, DEADLETTERS, DeadLetter)
    assert (letter.stage, letter.reason) == ("match", "failed")
    assert "this article is too much for us" in letter.detail
    assert codec.decode(letter.payload, Article) == articles[3]


async def test_rule_3_what_outgrows_its_topic_is_a_dead_letter(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(6, fault_at=2)
    await put_articles(kafka, articles)
    start_worker(faulty(order, fault="bloat"))
    await expect_alerts(kafka, [article for article in articles if article.title != "FAULT"])
    (letter,) = await read(kafka, DEADLETTERS, DeadLetter)
    assert (letter.stage, letter.reason) == ("match", "too_large")
    assert f"takes {MATCHES.max_bytes}" in letter.detail
    assert codec.decode(letter.payload, Article) == articles[2]


async def test_rule_3_without_dead_letters_the_worker_ends_and_loses_nothing(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(12, fault_at=3)
    await put_articles(kafka, articles)
    nowhere = kafka.name(DEADLETTERS)
    await _delete_topic(kafka, nowhere)
    worker = start_worker(faulty(order, fault="raise", send_timeout=3))
    assert await worker.exit_code() == EXIT_UNSENT
    assert nowhere in worker.log.read_text()
    await topics.apply(kafka, embedded=False)
    start_worker(order)
    await expect_alerts(kafka, articles)


def test_rule_4_nothing_of_faust_that_loses_messages_is_used() -> None:
    forbidden = {
        "noack",
        "take",
        "exactly_once",
        "tumbling",
        "hopping",
        "processing_guarantee",
        "group_by",
        "through",
    }
    for path in STREAMS.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and not ast.unparse(node).startswith("core.")
        }
        used |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
        assert not used & forbidden, path


async def test_rule_6_a_hung_worker_is_replaced(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(6, fault_at=2)
    await put_articles(kafka, articles)
    worker = start_worker(faulty(order, fault="hang", hang=3))
    assert await worker.exit_code() == EXIT_UNHEALTHY
    assert "the event loop has not answered" in worker.log.read_text()
    start_worker(order)
    await expect_alerts(kafka, articles)


async def test_rule_6_a_stalled_worker_is_replaced(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(6, fault_at=2)
    await put_articles(kafka, articles)
    worker = start_worker(faulty(order, fault="stall", stall=4))
    assert await worker.exit_code() == EXIT_UNHEALTHY
    assert "messages wait and none was done" in worker.log.read_text()
    start_worker(order)
    await expect_alerts(kafka, articles)


async def test_rule_6_commits_that_stick_replace_the_worker(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(6)
    await put_articles(kafka, articles)
    worker = start_worker(faulty(order, fault="never_commit", commit=4))
    assert await worker.exit_code() == EXIT_UNHEALTHY
    assert "done but not committed" in worker.log.read_text()
    start_worker(order)
    await expect_alerts(kafka, articles)


async def test_rule_6_shutdown_has_a_deadline_and_an_unfinished_message_comes_again(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    articles = some(6, fault_at=2)
    await put_articles(kafka, articles)
    worker = start_worker(faulty(order, fault="stall_at_stop", shutdown=3))
    others = {article.id for article in articles if article.title != "FAULT"}

    async def in_the_middle_of_it() -> bool:
        return "STALLING" in worker.log.read_text()

    await until(in_the_middle_of_it)
    worker.process.send_signal(signal.SIGTERM)
    assert await worker.exit_code(20) in (0, EXIT_SHUTDOWN_DEADLINE)
    assert await alerted(kafka) <= others
    start_worker(order)
    await expect_alerts(kafka, articles)


async def test_rule_6_a_worker_that_is_still_starting_hears_the_stop(
    own_apache_kafka: ApacheKafka, prefix: str, start_worker: StartWorker
) -> None:
    order = Order(bootstrap=own_apache_kafka.bootstrap, prefix=prefix, shutdown=3)
    own_apache_kafka.pause()
    try:
        worker = start_worker(order)

        async def starting() -> bool:
            return "Starting" in worker.log.read_text()

        await until(starting)
        worker.process.send_signal(signal.SIGTERM)
        assert await worker.exit_code(15) in (0, EXIT_SHUTDOWN_DEADLINE)
    finally:
        own_apache_kafka.resume()


async def test_rule_7_a_send_that_kafka_does_not_answer_ends_the_worker(
    own_apache_kafka: ApacheKafka, prefix: str, start_worker: StartWorker
) -> None:
    order = Order(bootstrap=own_apache_kafka.bootstrap, prefix=prefix, send_timeout=3)
    kafka = Connection((own_apache_kafka.bootstrap,), order.config().kafka)
    await topics.apply(kafka, embedded=False)
    worker = start_worker(order)
    first = some(3)
    await put_articles(kafka, first)
    await expect_alerts(kafka, first)
    articles = some(200)
    await put_articles(kafka, articles)

    async def some_more() -> bool:
        return len(await alerted(kafka)) > len(first)

    await until(some_more)
    own_apache_kafka.pause()
    try:
        assert await worker.exit_code() == EXIT_UNSENT
    finally:
        own_apache_kafka.resume()
    start_worker(order)
    await expect_alerts(kafka, articles)


def test_rule_7_the_producer_asks_for_everything(kafka: Connection) -> None:
    app = assembled(kafka)
    producer = app.producer
    settings = {**producer._settings_default(), **producer._settings_auth(), **producer._settings_extra()}  # type: ignore[attr-defined]
    assert settings["acks"] == "all"
    assert settings["enable_idempotence"] is True
    assert settings["compression_type"] == "lz4"
    assert settings["max_request_size"] >= max(ARTICLES.max_bytes, DEADLETTERS.max_bytes)


async def test_rule_8_the_worker_opens_no_port(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    worker = start_worker(order)
    articles = some(2)
    await put_articles(kafka, articles)
    await expect_alerts(kafka, articles)
    connections = psutil.Process(worker.process.pid).net_connections()
    assert [one.laddr for one in connections if one.status == psutil.CONN_LISTEN] == []


def test_a_worker_leaves_nothing_in_the_folder_it_is_started_in(
    kafka: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = assembled(kafka)
    app._create_directories()  # what Faust calls at its start
    assert list(tmp_path.iterdir()) == []


async def test_a_stuck_commit_after_a_rebalance_gets_loose(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    """Two workers, one killed, in turns: upstream, one partition's offset stuck for good in 3 of 10 such runs."""
    done: list[Article] = []
    start_worker(faulty(order, instance="stays"))
    for turn in range(3):
        victim = start_worker(faulty(order, instance="victim"))
        articles = some(150, first=1000 * turn)
        batch = [msgspec.structs.replace(article, id=f"{turn}-{article.id}") for article in articles]
        await put_articles(kafka, batch)
        done += batch

        async def under_way(turn: int = turn) -> bool:
            return len([one for one in await alerted(kafka) if one.startswith(f"{turn}-")]) > 10

        await until(under_way)
        victim.kill9()
    await expect_alerts(kafka, done)
    assert await offsets(kafka)


async def test_a_stopped_worker_has_committed_all_it_did(
    kafka: Connection, order: Order, start_worker: StartWorker
) -> None:
    worker = start_worker(order)
    articles = some(100)
    await put_articles(kafka, articles)

    async def under_way() -> bool:
        return len(await alerted(kafka)) > 5

    await until(under_way)
    worker.process.send_signal(signal.SIGTERM)
    assert await worker.exit_code(30) == 0
    before = await read(kafka, UNIQUE, Article)
    start_worker(order)
    await expect_alerts(kafka, articles)
    after = await read(kafka, UNIQUE, Article)
    assert len(after) - len(before) == len(articles) - len({article.id for article in before})


async def _delete_topic(kafka: Connection, name: str) -> None:
    from aiokafka.admin import AIOKafkaAdminClient

    from runtime.kafka import client_settings

    admin = AIOKafkaAdminClient(**client_settings(kafka))
    await admin.start()
    try:
        await admin.delete_topics([name])
        await until(lambda: _absent(admin, name))
    finally:
        await admin.close()


async def _absent(admin: object, name: str) -> bool:
    await asyncio.sleep(0)
    return name not in await admin.list_topics()  # type: ignore[attr-defined]
