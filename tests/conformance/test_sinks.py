"""What every sink must do, whatever it writes to. A new sink adds its bench here and nothing else."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import msgspec
import pytest

from connectors.sinks.base import Sink
from connectors.sinks.jsonl import JsonlSink
from connectors.sinks.registry import SINKS, sink_for
from connectors.sinks.terminal import TerminalSink
from connectors.sinks.webhook import WebhookSink
from tests.alerts import ATTACK, LANGUAGES, alert, digest, feed_alert, held, hostile, life
from tests.connectors.sinks.disks import LimitedFiles, SmallDisk, disk
from tests.connectors.sinks.hooks import HookServer
from tocsin.config.model import Jsonl, Terminal, Webhook
from tocsin.contract.codec import InvalidEvent
from tocsin.delivery.notice import Notice, read_notice
from tocsin.delivery.outcome import Delivered, Rejected, RetryAfter

# Larger than a page, so that it does not fit into the last one of a full disk.
LARGE = alert(2, watchlist_title="large " * 1000)


def event_id(line: bytes) -> str:
    found = read_notice(line)
    assert not isinstance(found, InvalidEvent), found
    return found.event_id


class Bench(Protocol):
    """One receiver under test."""

    def make(self) -> Sink:
        """A new sink of the same receiver, as after a restart."""

    def received(self) -> list[str]:
        """The ``event_id`` of all that arrived, in order, asked of the receiver and not of the sink."""

    def break_down(self) -> None:
        """From now on the receiver takes nothing."""

    def repair(self) -> None:
        """It takes alerts again."""


class TerminalBench:
    """Standard output sent to a file, on a disk that is full at times; the file keeps all it was ever given."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stream = path.open("a", encoding="utf-8")

    def make(self) -> Sink:
        return TerminalSink(Terminal(name="screen", sink="terminal", color="never"), self.stream)

    def received(self) -> list[str]:
        return re.findall(
            r"^  (?:alert  |digest ) (\S+)$", self.path.read_text(encoding="utf-8"), re.MULTILINE
        )

    def break_down(self) -> None:
        self._lead_to("/dev/full", os.O_WRONLY)

    def repair(self) -> None:
        self._lead_to(str(self.path), os.O_WRONLY | os.O_APPEND)

    def _lead_to(self, path: str, flags: int) -> None:
        end = os.open(path, flags)
        os.dup2(end, self.stream.fileno())
        os.close(end)


class JsonlBench:
    def __init__(self, room: SmallDisk | LimitedFiles) -> None:
        self.disk = room
        self.path = room.folder / "alerts.jsonl"

    def make(self) -> Sink:
        return JsonlSink(Jsonl(name="file", sink="jsonl", path=str(self.path)))

    def received(self) -> list[str]:
        content = self.path.read_bytes()
        assert content.endswith(b"\n") or not content
        return [event_id(line) for line in content.splitlines()]

    def break_down(self) -> None:
        self.disk.fill()

    def repair(self) -> None:
        self.disk.empty()


class WebhookBench:
    def __init__(self, server: HookServer) -> None:
        self.server = server

    def make(self) -> Sink:
        return WebhookSink(
            Webhook.model_validate({"name": "hook", "sink": "webhook", "url": self.server.url})
        )

    def received(self) -> list[str]:
        return [hit.notice.event_id for hit in self.server.received]

    def break_down(self) -> None:
        self.server.status = 503

    def repair(self) -> None:
        self.server.status = 200


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[TerminalBench]:
    bench = TerminalBench(tmp_path / "alerts.txt")
    yield bench
    bench.stream.close()


@pytest.fixture
def jsonl(tmp_path: Path) -> Iterator[JsonlBench]:
    with disk(tmp_path / "disk") as room:
        yield JsonlBench(room)


@pytest.fixture
async def webhook() -> AsyncIterator[WebhookBench]:
    async with HookServer() as server:
        yield WebhookBench(server)


@pytest.fixture(params=["terminal", "jsonl", "webhook"])
def bench(request: pytest.FixtureRequest) -> Bench:
    found: Bench = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def sink(bench: Bench) -> AsyncIterator[Sink]:
    made = bench.make()
    yield made
    await made.close()


def test_every_registered_sink_has_a_bench() -> None:
    benches = {kind.__name__.removesuffix("Bench") for kind in (TerminalBench, JsonlBench, WebhookBench)}
    assert {config.__name__ for config in SINKS} == benches


def test_the_registry_makes_each_kind_of_receiver_its_sink(tmp_path: Path) -> None:
    assert isinstance(sink_for(Terminal(name="s", sink="terminal")), TerminalSink)
    assert isinstance(sink_for(Jsonl(name="f", sink="jsonl", path=str(tmp_path / "a"))), JsonlSink)
    assert isinstance(sink_for(Webhook(name="h", sink="webhook", url="http://x.example/")), WebhookSink)


async def test_delivered_means_received(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    for one in LANGUAGES:
        assert await sink.deliver(one) == Delivered()
        assert bench.received()[-1] == one.event_id
    assert bench.received() == [one.event_id for one in LANGUAGES]


async def test_every_kind_of_notice_is_delivered_among_the_others(bench: Bench, sink: Sink) -> None:
    first, update, escalation, retraction = life()
    sent: list[Notice] = [
        first,
        feed_alert(2),
        update,
        digest(1),
        escalation,
        digest(2),
        feed_alert(2, kind="cleared"),
        retraction,
    ]
    await sink.connect()
    for one in sent:
        assert await sink.deliver(one) == Delivered()
    assert bench.received() == [one.event_id for one in sent]


async def test_the_raising_and_the_clearing_of_one_trouble_are_two_events(bench: Bench, sink: Sink) -> None:
    raised, cleared = feed_alert(), feed_alert(kind="cleared")
    await sink.connect()
    await sink.deliver(raised)
    await sink.deliver(cleared)
    await sink.close()
    again = bench.make()
    known = list(await again.connect())
    await again.close()
    assert known in ([], [raised.event_id, cleared.event_id])
    assert len(set(bench.received())) == 2


async def test_every_event_of_an_alert_and_every_digest_is_known_by_an_id_of_its_own(
    bench: Bench, sink: Sink
) -> None:
    sent: list[Notice] = [*life(), digest(1), digest(2)]
    await sink.connect()
    for one in sent:
        await sink.deliver(one)
    await sink.close()
    again = bench.make()
    known = list(await again.connect())
    await again.close()
    assert known in ([], [one.event_id for one in sent])
    assert len(set(bench.received())) == len(sent)


async def test_hostile_text_in_a_digest_arrives_as_one(bench: Bench, sink: Sink) -> None:
    entry = held(title=ATTACK, source=ATTACK, url=f"https://x.example/{ATTACK}", language=ATTACK[:30])
    evil = digest(2, watchlist_title=ATTACK, route=ATTACK, entries=(entry,) * 50, stories=50)
    await sink.connect()
    for one in (digest(1), evil, digest(3)):
        assert await sink.deliver(one) == Delivered()
    assert bench.received() == [digest(number).event_id for number in (1, 2, 3)]


async def test_hostile_text_in_a_feed_alert_arrives_as_one(bench: Bench, sink: Sink) -> None:
    evil = feed_alert(2, source=ATTACK, detail=ATTACK, url=f"https://x.example/{ATTACK}")
    await sink.connect()
    for one in (feed_alert(1), evil, feed_alert(3)):
        assert await sink.deliver(one) == Delivered()
    assert bench.received() == [feed_alert(number).event_id for number in (1, 2, 3)]


async def test_connecting_twice_changes_nothing(bench: Bench, sink: Sink) -> None:
    first = list(await sink.connect())
    assert list(await sink.connect()) == first
    assert await sink.deliver(alert()) == Delivered()
    assert bench.received() == [alert().event_id]


async def test_the_same_alert_twice_is_safe(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    assert [await sink.deliver(alert()), await sink.deliver(alert())] == [Delivered(), Delivered()]
    assert set(bench.received()) == {alert().event_id}


async def test_what_connect_knows_is_what_was_delivered_or_nothing(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    await sink.deliver(alert(1))
    await sink.deliver(alert(2))
    await sink.close()
    again = bench.make()
    known = list(await again.connect())
    await again.close()
    assert known in ([], [alert(1).event_id, alert(2).event_id])


async def test_closing_twice_or_unconnected_is_safe(bench: Bench, sink: Sink) -> None:
    await sink.close()
    await sink.connect()
    await sink.deliver(alert())
    await sink.close()
    await sink.close()
    assert bench.received() == [alert().event_id]


async def test_it_can_be_connected_again_after_closing(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    await sink.close()
    await sink.connect()
    assert await sink.deliver(alert()) == Delivered()


@pytest.mark.parametrize("bench", ["terminal", "webhook"], indirect=True)  # the other has a disk of 64 KiB
async def test_hostile_text_and_a_megabyte_arrive_as_one_alert(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    await sink.deliver(alert(1))
    assert await sink.deliver(hostile(2)) == Delivered()
    await sink.deliver(alert(3))
    assert bench.received() == [alert(number).event_id for number in (1, 2, 3)]


async def test_hostile_text_arrives_as_one_alert(bench: Bench, sink: Sink) -> None:
    named = hostile(2)
    small = msgspec.structs.replace(named, evidence=alert().evidence, watchlist_title=named.report.title)
    await sink.connect()
    for one in (alert(1), small, alert(3)):
        assert await sink.deliver(one) == Delivered()
    assert bench.received() == [alert(number).event_id for number in (1, 2, 3)]


async def test_an_id_from_elsewhere_breaks_nothing(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    assert await sink.deliver(alert(id="إدلب\r\nX-Evil: 1\x00\x1b%")) == Delivered()
    assert await sink.deliver(alert(1)) == Delivered()
    assert bench.received()[-1] == alert(1).event_id


async def test_text_that_is_no_unicode_is_an_outcome_not_an_exception(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    outcome = await sink.deliver(alert(watchlist_title="lone \ud800"))
    assert isinstance(outcome, Delivered | Rejected)
    assert await sink.deliver(alert(1)) == Delivered()
    assert bench.received()[-1] == alert(1).event_id


async def test_a_failing_receiver_is_an_outcome_with_a_detail(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    bench.break_down()
    for _ in range(3):
        outcome = await sink.deliver(LARGE)
        assert isinstance(outcome, RetryAfter)
        assert outcome.detail
    bench.repair()


async def test_it_recovers_when_its_receiver_does(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    await sink.deliver(alert(1))
    bench.break_down()
    for _ in range(3):
        assert isinstance(await sink.deliver(LARGE), RetryAfter)
    bench.repair()
    assert await sink.deliver(LARGE) == Delivered()
    assert await sink.deliver(alert(3)) == Delivered()
    assert bench.received() == [alert(number).event_id for number in (1, 2, 3)]


async def test_what_it_did_not_deliver_does_not_arrive_later(bench: Bench, sink: Sink) -> None:
    await sink.connect()
    bench.break_down()
    assert isinstance(await sink.deliver(LARGE), RetryAfter)
    bench.repair()
    assert await sink.deliver(alert(3)) == Delivered()
    assert bench.received() == [alert(3).event_id]


async def test_delivering_before_connecting_never_raises(bench: Bench, sink: Sink) -> None:
    assert isinstance(await sink.deliver(alert()), Delivered | RetryAfter)
