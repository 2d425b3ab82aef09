"""Bad input to the live pipeline: a clear message naming the thing, a metric, nothing else stops, nothing lost.

Every item of the issue's list, and where it is tested. What another test proves of one part is not repeated here.

==============================================  ==========================================================
a feed that is empty, HTML, truncated,          all at once, live: ``test_bad_feeds_are_named_and_...`` here;
in the wrong encoding, 50 MB, or hangs          one by one: ``tests/connectors/sources/rss/test_source.py``,
                                                ``test_parse.py``, ``test_fetch.py``
poison on articles, articles.unique, matches,   live, on both brokers: ``test_poison_on_every_topic_...`` here;
alerts, actions, wakes,                         worker: ``tests/streams/test_rules.py`` (rules 2 and 3); sinks:
deadletters, and in the worker's memories       ``tests/connectors/sinks/test_runner.py``, ``test_process.py``;
                                                list and replay: ``tests/cli/test_deadletters.py``;
                                                memories: ``tests/streams/test_memory.py``
an invalid or half-saved watchlist              worker: ``test_a_worker_starts_with_the_sound_...`` here; each
                                                fault and any half file: ``tests/tocsin/watchlist/test_load.py``;
                                                ``tests/cli/test_check.py``, ``tests/streams/test_measures.py``
a broker that is down at start and comes later  source, worker and sink as processes: ``test_a_broker_that_...``
                                                here; ``tocsin run``: ``tests/cli/test_run.py``; and
                                                ``tests/cli/test_waiting.py``, ``tests/runtime/test_brokers.py``
a broker that goes away and returns             ``test_a_broker_that_...`` here, stopped while idle and frozen in
                                                full flow; the embedded one: ``tests/cli/test_run.py``; parts:
                                                ``tests/connectors/sinks/test_process.py``,
                                                ``tests/connectors/sources/test_publisher.py``,
                                                ``tests/streams/test_overrides.py``, ``tests/runtime/test_lag.py``
a full disk for the JSON lines sink             a sink process: ``test_a_full_disk_...`` here; no half line:
                                                ``tests/connectors/sinks/test_jsonl.py``
==============================================  ==========================================================
"""

import asyncio
import base64
import json
import os
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from cli.embedded import EmbeddedBroker
from cli.exits import UNHEALTHY as EXIT_UNHEALTHY
from cli.exits import UNSENT
from runtime import topics
from runtime.kafka import Connection, client_settings
from tests import making
from tests.brokers.apache import ApacheKafka
from tests.connectors.sinks.disks import mounted
from tests.connectors.sources.rss.world import Page, World, feed_world, item, rss
from tests.e2e.desk import WATCHLISTS, Command, Desk, Part
from tests.happenings import happening
from tests.streams.harness import all_committed, put, put_articles, read, until
from tocsin.config.model import Kafka
from tocsin.contract import codec
from tocsin.contract.events import Alert
from tocsin.contract.topics import (
    ACTIONS,
    ALERTS,
    ARTICLES,
    DESKS,
    FEED_ALERTS,
    FILED,
    FIRED,
    MATCHES,
    MAX_RECORD_BYTES,
    SEEN,
    STORIES,
    TOPICS,
    UNIQUE,
    WAKES,
    Topic,
)
from tocsin.identity.article import article_id
from tocsin.metrics import (
    DEAD_LETTERS,
    DELIVERIES,
    FETCHES,
    UNHEALTHY,
    WATCHLIST_FAULTS,
)
from tocsin.metrics import (
    WATCHLISTS as WATCHLISTS_LOADED,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with feed_world() as world:
        yield world


def news(*titles: str) -> str:
    """A feed of articles that ring, each about an event of its own: the text of each names Idlib."""
    return rss(*(item(title.lower(), f"{_event(title)} It was in Idlib.", title) for title in titles))


def _event(title: str) -> str:
    return happening(zlib.crc32(title.encode())).body


def empty(page: Page) -> None:
    page.body = b""


def html(page: Page) -> None:
    page.body = b"<!doctype html><html><title>Sign in</title><p>Idlib</p></html>"


def truncated(page: Page) -> None:
    page.body = news("Whole", "Cut").encode()[:-60]


def wrong_encoding(page: Page) -> None:
    page.body = rss(item("russian", "Обстрел под Идлибом", "Обстрел")).encode("windows-1251")


def too_large(page: Page) -> None:
    page.body = rss(item("huge", "Idlib " * (50 * 1024 * 1024 // 6), "Huge")).encode()


def timeout(page: Page) -> None:
    page.hangs = True


DAMAGES: tuple[Callable[[Page], None], ...] = (empty, html, truncated, wrong_encoding, too_large, timeout)


@pytest.mark.embedded
async def test_bad_feeds_are_named_and_counted_the_others_ring_and_what_is_mended_rings_too(
    embedded_broker: EmbeddedBroker, tmp_path: Path, world: World
) -> None:
    good = world.page("/good", news("Good"))
    bad = {damage.__name__: world.page(f"/{damage.__name__}") for damage in DAMAGES}
    for damage in DAMAGES:
        damage(bad[damage.__name__])
    with Desk(tmp_path) as desk:
        desk.feeds({path[1:].replace("_", "-"): world.url(path) for path in world.pages})
        desk.start("run", "--bootstrap-servers", embedded_broker.address)
        await desk.delivered({"Good", "Whole", "Обстрел"})
        source = desk.part("source")
        for outcome in bad:
            feed = outcome.replace("_", "-")
            await source.says(f"feed={feed} ", f"reason={outcome} ", world.url(f"/{outcome}"))
            assert await source.counted(FETCHES, feed=feed, outcome=outcome) > 0
        good.body = news("Good", "Better").encode()
        await desk.delivered({"Better"})
        for outcome, page in bad.items():
            page.body, page.hangs = news(f"Mended-{outcome}").encode(), False
        await desk.delivered({f"Mended-{outcome}" for outcome in bad})
        assert await source.wrong() == {}


POISON = (
    b"\xff\x00 no event of ours",
    b"",
    None,
    b"[" * 100_000,
    codec.encode(making.match(watchlist="")),
    codec.encode(making.article()).replace(b'"version":1', b'"version":99'),
    b'{"type":"action"}',
)
STAGES = {
    ARTICLES: "dedup",
    UNIQUE: "match",
    MATCHES: "alert",
    ACTIONS: "alert",
    WAKES: "alert",
    ALERTS: "sink",
    FEED_ALERTS: "sink",
}


async def poison(connection: Connection, topic: Topic, values: Sequence[bytes | None], key: bytes) -> None:
    settings = client_settings(connection)
    async with AIOKafkaProducer(**settings, max_request_size=2 * MAX_RECORD_BYTES) as producer:
        for value in values:
            headers = [("ce_id", b"\xff"), ("ce_id", b"")]
            await producer.send_and_wait(connection.name(topic), value, key=key, headers=headers)


async def test_poison_on_every_topic_stops_nothing_and_is_kept_with_its_bytes(
    connection: Connection, tmp_path: Path, world: World
) -> None:
    await topics.apply(connection, embedded=False)
    largest = os.urandom(MAX_RECORD_BYTES - 1000)
    for topic in TOPICS:
        await poison(connection, topic, POISON, b"\xff\xfe")
    for topic in STAGES:
        await poison(connection, topic, [largest], b"\xff\xfe")
    known = article_id("https://desk.example/first", "", "", "").encode()
    for memory in (SEEN, FIRED):
        await poison(connection, memory, [b"\xff"], known)
    for memory in (FILED, STORIES, DESKS):
        for key in (b"idlib", b"idlib\0x", b"idlib\0" + known, b"\x000", b"\x00x"):
            await poison(connection, memory, [b"\xff", b"\x90"], key)
    page = world.page("/desk", news("First"))
    with Desk(tmp_path, kafka={"topic_prefix": connection.settings.topic_prefix}) as desk:
        desk.feeds({"desk": world.url("/desk")})
        run = desk.start("run", "--bootstrap-servers", *connection.bootstrap)
        await desk.delivered({"First"})
        for topic in TOPICS:  # and again, while everything runs
            await poison(connection, topic, POISON, b"\xff\xfe")
        page.body = news("First", "Second").encode()
        await desk.delivered({"Second"})
        await every_poison_is_counted(desk, connection)
        assert [await desk.part(name).wrong() for name in ("source", "worker", "sink-log")] == [{}, {}, {}]
        await every_poison_is_listed(desk, connection, largest)
        assert " ended: " not in run.said()


async def every_poison_is_counted(desk: Desk, connection: Connection) -> None:
    worker, sink = desk.part("worker"), desk.part("sink-log")
    for topic, stage in STAGES.items():
        part = sink if stage == "sink" else worker

        async def counted(part: Part = part, stage: str = stage) -> bool:
            seen = await part.counted(DEAD_LETTERS, stage=stage, reason="undecodable")
            return seen == (2 * len(POISON) + 1) * list(STAGES.values()).count(stage)

        await until(counted, what=f"the dead letters of {stage}")
        await part.says("dead letter", f"origin={connection.name(topic)}/", "reason=undecodable")


async def every_poison_is_listed(desk: Desk, connection: Connection, largest: bytes) -> None:
    where = ("--bootstrap-servers", *connection.bootstrap)
    listed = await asyncio.to_thread(desk.call, "deadletters", "list", "--limit", "0", "--json", *where)
    assert listed.returncode == 0, listed.stderr
    lines = [json.loads(line) for line in listed.stdout.splitlines()]
    letters = [line for line in lines if "invalid" not in line]
    assert len(lines) - len(letters) == 2 * len(POISON)
    assert f"{2 * len(POISON)} records there can't be read as dead letters" in listed.stderr
    found = Counter((letter["origin"]["topic"], letter["stage"], letter["payload"]) for letter in letters)
    once = Counter(base64.b64encode(value or b"").decode() for value in POISON)
    twice = once + once + Counter({base64.b64encode(largest).decode(): 1})
    assert found == {
        (connection.name(topic), stage, payload): times
        for topic, stage in STAGES.items()
        for payload, times in twice.items()
    }


@pytest.mark.embedded
async def test_a_worker_starts_with_the_sound_watchlists_and_names_the_others(
    embedded_broker: EmbeddedBroker, tmp_path: Path
) -> None:
    connection = Connection((embedded_broker.address,), Kafka())
    await topics.apply(connection, embedded=True)
    folder = tmp_path / "watchlists"
    folder.mkdir()
    whole = (WATCHLISTS / "ceasefire.yaml").read_bytes()
    (folder / "idlib.yaml").write_bytes((WATCHLISTS / "idlib.yaml").read_bytes())
    (folder / "invalid.yaml").write_text("id: invalid\ntitle: Invalid\nseverity: huge\nterms: []\n")
    (folder / "half.yaml").write_bytes(
        whole[: whole.index("إطلاق".encode()) + 3]
    )  # in the middle of a letter
    (folder / "open.yaml").write_bytes(
        whole[: whole.index(b"terms:")] + b"terms:\n  - id: ceasefire\n    forms: {en: [cease"
    )
    (folder / "nothing-yet.yaml").write_bytes(b"")
    with Desk(tmp_path, watchlists="watchlists") as desk:
        worker = desk.start("worker", "--bootstrap-servers", embedded_broker.address)
        await worker.ready()
        for place in ("invalid.yaml:3:11", "half.yaml:", "open.yaml:", "nothing-yet.yaml:1:1"):
            await worker.says("a watchlist file is at fault and not in use", f"watchlists/{place}")
        assert await worker.counted(WATCHLIST_FAULTS) >= 4
        assert await worker.counted(WATCHLISTS_LOADED) == 1
        await put_articles(connection, [making.article()])

        async def rang() -> list[Alert]:
            return await read(connection, ALERTS, Alert)

        assert [alert.watchlist for alert in await until(rang)] == ["idlib"]
        assert await worker.wrong() == {}  # it does what it can: starting it anew would not help


class Fleet:
    """Source, worker and sink, each a process of its own, started anew as a service manager would."""

    NAMES = ("source", "worker", "sink")

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.endings: list[tuple[str, int]] = []
        self._parts = {name: self._start(name) for name in self.NAMES}

    def _start(self, name: str) -> Command:
        return self._desk.start(name, *{"worker": ("--instance", "0"), "sink": ("log",)}.get(name, ()))

    def revive(self) -> None:
        """Start anew what has ended itself."""
        for name, command in self._parts.items():
            code = command.process.poll()
            if code is not None:
                self.endings.append((name, code))
                self._parts[name] = self._start(name)

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait for it, keeping the parts alive."""

        async def look() -> bool:
            self.revive()
            return true()

        await until(look, seconds=90, what=what)

    async def misses(self, address: str, names: Sequence[str] = NAMES) -> None:
        """Wait until each of these parts has said, and shows, that the Kafka at ``address`` is away."""
        for name in names:

            async def missed(name: str = name) -> bool:
                self.revive()
                part = self._parts[name]
                wrong = await part.wrong() or {}
                return (
                    address in wrong.get("kafka", "") and await part.counted(UNHEALTHY, reason="kafka") == 1
                )

            await until(missed, what=f"a {name} that calls Kafka away")
            await self._parts[name].says("[error ", address, "part=")

    async def is_well(self) -> None:
        """Wait until each part calls itself ready."""
        for name in self.NAMES:

            async def well(name: str = name) -> bool:
                self.revive()
                return await self._parts[name].wrong() == {}

            await until(well, what=f"a {name} that is well")


@pytest.mark.kafka
async def test_a_broker_that_comes_late_goes_away_and_freezes_loses_nothing(
    late_apache_kafka: ApacheKafka, tmp_path: Path, world: World
) -> None:
    kafka = late_apache_kafka
    page = world.page("/desk", news("Early"))
    settings = {"bootstrap_servers": [kafka.bootstrap], "send_timeout": "5s", "session_timeout": "6s"}
    connection = Connection((kafka.bootstrap,), Kafka())
    many = {"archive": 1_000}  # what comes in one document without a date is no archive here
    with Desk(tmp_path, kafka=settings, stories=many) as desk:
        desk.feeds({"desk": world.url("/desk")})

        def have(*titles: str) -> Callable[[], bool]:
            return lambda: {alert.report.title for alert in desk.alerts()} >= set(titles)

        fleet = Fleet(desk)
        await fleet.misses(kafka.bootstrap)
        await asyncio.to_thread(kafka.start)
        applied = await asyncio.to_thread(desk.call, "topics", "apply")
        assert applied.returncode == 0, applied.stderr
        await fleet.until(have("Early"), "the alert of an article from before there was a Kafka")
        await fleet.is_well()

        await asyncio.to_thread(kafka.stop)
        page.body = news("Early", "Meanwhile").encode()
        await fleet.misses(kafka.bootstrap)
        await asyncio.to_thread(kafka.start)
        await fleet.until(have("Meanwhile"), "the alert of an article from while Kafka was away")
        await fleet.is_well()
        assert fleet.endings == []

        flood = ["-".join(happening(number).title.split()) for number in range(400)]
        page.body = news("Early", "Meanwhile", *flood).encode()
        await fleet.until(lambda: len(desk.alerts()) > 20, "the first alerts of a flood")
        kafka.pause()
        assert not have(*flood)(), "everything was done before Kafka froze: nothing was tested"
        page.body = news("Early", "Meanwhile", *flood, "Last").encode()
        await fleet.misses(kafka.bootstrap, ["source"])
        kafka.resume()
        await fleet.until(have(*flood, "Last"), "every alert of the flood")
        await fleet.is_well()
        assert {code for _, code in fleet.endings} <= {UNSENT, EXIT_UNHEALTHY}
        await until(lambda: all_committed(connection), what="everything committed")
    assert Counter(alert.report.title for alert in desk.alerts()) == Counter(
        ["Early", "Meanwhile", *flood, "Last"]
    )


@pytest.mark.embedded
async def test_a_full_disk_holds_up_its_own_sink_only_until_there_is_room(
    embedded_broker: EmbeddedBroker, tmp_path: Path
) -> None:
    connection = Connection((embedded_broker.address,), Kafka())
    await topics.apply(connection, embedded=True)
    with mounted(tmp_path / "disk") as room:
        retry = {"first": "100ms", "longest": "500ms"}
        receivers = [
            {"name": name, "sink": "jsonl", "path": path, "retry": retry}
            for name, path in (("small", "disk/alerts.jsonl"), ("large", "alerts.jsonl"))
        ]
        with Desk(tmp_path, receivers=receivers) as desk:
            where = ("--bootstrap-servers", embedded_broker.address)
            small, large = (desk.start("sink", name, *where) for name in ("small", "large"))
            await small.ready()
            room.fill()
            alerts = [making.alert(id=f"alert-{number}", receivers=("small", "large")) for number in range(3)]
            await put(connection, ALERTS, [(alert.id, codec.encode(alert)) for alert in alerts])
            ids = {alert.id for alert in alerts}

            async def delivered(file: str) -> bool:
                return {alert.id for alert in desk.alerts(file)} == ids

            await until(lambda: delivered("alerts.jsonl"), what="the alerts of the other sink")
            await small.says("not delivered; trying again", "disk/alerts.jsonl: No space left on device")
            assert (
                await small.counted(DELIVERIES, receiver="small", outcome="retry_after", reason="disk_full")
                > 0
            )
            assert "disk_full" in (await small.wrong() or {})["receiver"]
            assert await large.wrong() == {}
            assert desk.alerts("disk/alerts.jsonl") == []
            room.empty()
            await until(lambda: delivered("disk/alerts.jsonl"), what="the alerts that waited for room")
            await small.ready()
            assert await small.counted(DELIVERIES, outcome="delivered") == len(alerts)
            assert await small.counted(DEAD_LETTERS) == 0
