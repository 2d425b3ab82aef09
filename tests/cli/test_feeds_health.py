"""`tocsin feeds health` on the embedded broker and on Apache Kafka."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import USAGE, WRONG
from runtime import topics
from runtime.kafka import Connection
from tocsin.contract.topics import FEED_STATE
from tocsin.polling.state import FeedState, Rhythm, encode
from tocsin.polling.trouble import Trouble

FEEDS = """\
feeds:
  - {id: wire, url: https://wire.example/rss, title: Wire}
  - {id: post, url: https://post.example/rss}
  - {id: new, url: https://new.example/rss}
"""
URL = "https://wire.example/rss"
GONE = FeedState(
    feed="gone", url="https://gone.example/rss", poll=1, failures=4, outcome="timeout", detail="10 s"
)


def wire(now: datetime) -> FeedState:
    return FeedState(
        feed="wire",
        url=URL,
        poll=7,
        rhythm=Rhythm(
            gap=timedelta(minutes=30), longest=timedelta(hours=2), news=9, last=now - timedelta(days=3)
        ),
        polled=now - timedelta(minutes=5),
        answered=now - timedelta(minutes=5),
        due=now + timedelta(minutes=30),
        due_reason="rhythm",
        entries=20,
        gaps=1,
        outcome="unchanged",
        troubles=(Trouble(kind="silent", since=now - timedelta(hours=3), detail="nothing new for 3 days"),),
    )


class Desk:
    """A Kafka with our topics, feeds on file, and the command line pointed at both."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection, self._config = connection, folder / "tocsin.yaml"
        self._config.write_text(f"kafka: {{topic_prefix: {connection.settings.topic_prefix}}}\n")
        (folder / "feeds.yaml").write_text(FEEDS)

    def write(self, feeds: str) -> None:
        (self._config.parent / "feeds.yaml").write_text(feeds)

    def run(self, *words: str) -> Result:
        return self.call("health", *words)

    def call(self, command: str, *words: str) -> Result:
        where = ("--config", str(self._config), "--bootstrap-servers", *self.connection.bootstrap)
        return CliRunner().invoke(tocsin, ["feeds", command, *where, *words])

    def keep(self, *records: tuple[str, bytes | None]) -> None:
        asyncio.run(self._keep(records))

    async def _keep(self, records: tuple[tuple[str, bytes | None], ...]) -> None:
        name = self.connection.name(FEED_STATE)
        async with AIOKafkaProducer(bootstrap_servers=list(self.connection.bootstrap)) as producer:
            for key, value in records:
                await producer.send_and_wait(name, value, key=key.encode())


@pytest.fixture
def desk(connection: Connection, tmp_path: Path) -> Desk:
    desk = Desk(connection, tmp_path)
    assert desk.run().exit_code == WRONG  # no such topic: told, not made
    asyncio.run(topics.apply(connection, embedded=False))
    return desk


def test_each_feed_is_shown_as_its_last_state_says(desk: Desk) -> None:
    desk.keep(
        ("wire", encode(FeedState(feed="wire", url=URL))),
        ("wire", encode(wire(datetime.now(UTC)))),
        ("gone", encode(GONE)),
        ("forgotten", encode(FeedState(feed="forgotten", url=GONE.url))),
        ("forgotten", None),
        ("post", b"no state"),
    )
    found = json.loads(desk.run("--json").stdout)
    assert [(one["feed"], one["health"]) for one in found] == [
        ("wire", "troubled"),
        ("new", "unpolled"),
        ("post", "unpolled"),
        ("gone", "unlisted"),
    ]
    first = found[0]
    assert (first["polls"], first["usual_gap"], first["why_then"], first["gaps"]) == (7, 1800.0, "rhythm", 1)
    assert [one["kind"] for one in first["troubles"]] == ["silent"]

    result = desk.run()
    assert result.exit_code == 0
    table = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert table[1] == "wire troubled 3 d ago 30 min in 30 min its rhythm 20 1 unchanged, 5 min ago"
    assert table[2].startswith("new unpolled - -")
    assert any(
        line.startswith("wire: silent since ") and "(3 h): nothing new for 3 days" in line for line in table
    )
    assert any(line.startswith("gone: it is in no list any more: nobody polls it") for line in table)
    assert "1 troubled, 2 unpolled, 1 unlisted" in result.stderr
    assert "post: its state can't be read: " in result.stderr


def test_some_are_shown(desk: Desk) -> None:
    desk.keep(("wire", encode(wire(datetime.now(UTC)))))
    assert [one["feed"] for one in json.loads(desk.run("--bad", "--json").stdout)] == ["wire"]
    assert [one["feed"] for one in json.loads(desk.run("post", "--json").stdout)] == ["post"]
    assert desk.run("nobody").exit_code == USAGE


def test_a_list_at_fault_is_told_and_what_kafka_knows_is_shown(desk: Desk) -> None:
    desk.keep(("wire", encode(wire(datetime.now(UTC)))))
    desk.write("feeds:\n  - {id: wire, url: nowhere}\n")
    result = desk.run("--json")
    assert result.exit_code == 0
    assert [one["feed"] for one in json.loads(result.stdout)] == ["wire"]
    assert "feeds.yaml:2:21: feeds[0].url: " in result.stderr


def test_a_feed_that_was_due_long_ago_is_overdue(desk: Desk) -> None:
    now = datetime.now(UTC)
    old = msgspec.structs.replace(
        wire(now), polled=now - timedelta(hours=2), due=now - timedelta(hours=1), troubles=()
    )
    quiet = msgspec.structs.replace(
        old, feed="post", polled=now - timedelta(minutes=8), due=now - timedelta(minutes=3)
    )
    desk.keep(("wire", encode(old)), ("post", encode(quiet)))
    table = [" ".join(line.split()) for line in desk.run().stdout.splitlines()]
    assert "post well 3 d ago 30 min every 5 min its rhythm 20 1 unchanged, 8 min ago or less" in table
    assert "wire well 3 d ago 30 min overdue its rhythm 20 1 unchanged, 2 h ago" in table
    assert "wire: no source seems to poll it: it has been due for 60 min" in table


def test_what_nobody_polls_is_forgotten_on_demand(desk: Desk) -> None:
    desk.keep(("wire", encode(wire(datetime.now(UTC)))), ("gone", encode(GONE)))
    assert desk.call("forget", "wire").exit_code == USAGE
    assert desk.call("forget", "nobody").exit_code == USAGE
    assert desk.call("forget", "gone").stdout == "forgot 1 feed\n"
    assert "gone" not in desk.run().stdout
