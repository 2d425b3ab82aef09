"""`tocsin silence` and `tocsin alert` on the embedded broker and on Apache Kafka."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import UNREACHABLE
from cli.moments import Moment
from cli.retained import open_topic
from runtime import topics
from runtime.kafka import Connection
from tests.making import alert
from tocsin.config.model import Kafka
from tocsin.contract.codec import decode, encode
from tocsin.contract.events import Action, Scope
from tocsin.contract.topics import ACTIONS, ALERTS, Topic

VERBS = (
    (("ack",), ""),
    (("assign", "--to", "lena"), "lena"),
    (("note", "called them"), "called them"),
    (("close", "--comment", "old"), "old"),
    (("snooze", "--until", "45m"), ""),
)
WATCHLIST = "id: {id}\ntitle: T\nterms: [{{id: t, forms: {{en: [{id}]}}}}]\n"


class Desk:
    """A Kafka with our topics, two watchlists, and the command line pointed at both."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        self._config = folder / "tocsin.yaml"
        self._config.write_text(f"kafka: {{topic_prefix: {connection.settings.topic_prefix}}}\n")
        (folder / "watchlists").mkdir()
        for name in ("idlib", "syria"):
            (folder / "watchlists" / f"{name}.yaml").write_text(WATCHLIST.format(id=name))

    def run(self, *words: str) -> Result:
        group, command, *rest = words
        where = ("--config", str(self._config), "--bootstrap-servers", *self.connection.bootstrap)
        return CliRunner().invoke(tocsin, [group, command, *where, *rest])

    def done(self, *words: str) -> Result:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result

    def listed(self, *words: str) -> Any:
        return json.loads(self.done("silence", "list", "--json", *words).stdout)

    def put(self, topic: Topic, key: str, value: bytes) -> None:
        asyncio.run(self._put(self.connection.name(topic), key, value))

    def actions(self) -> list[Action]:
        return asyncio.run(self._actions())

    async def _put(self, name: str, key: str, value: bytes) -> None:
        async with AIOKafkaProducer(bootstrap_servers=list(self.connection.bootstrap)) as producer:
            await producer.send_and_wait(name, value, key.encode())

    async def _actions(self) -> list[Action]:
        found = []
        async with open_topic(self.connection, ACTIONS) as retained:
            async for record in retained.records():
                action = decode(record.value, Action)
                assert isinstance(action, Action), action
                assert record.key == action.watchlist.encode()
                assert dict(record.headers)["ce_id"] == action.id.encode()
                found.append(action)
        return sorted(found, key=lambda action: action.at)


@pytest.fixture
def desk(connection: Connection, tmp_path: Path) -> Desk:
    asyncio.run(topics.apply(connection, embedded=False))
    return Desk(connection, tmp_path)


def nowhere(folder: Path) -> Desk:
    """A command line pointed at a Kafka that is not there."""
    return Desk(Connection(("127.0.0.1:1",), Kafka()), folder)


def test_a_silence_is_written_listed_and_ended(desk: Desk) -> None:
    before = datetime.now(UTC)
    words = ("--until", "2h", "--comment", "known", "--by", "omar")
    scope = ("--term", "t", "--feed", "wire", "--language", "ar", "--country", "sy", "--first-reports")
    made = desk.done("silence", "add", "--watchlist", "idlib", *words, *scope)
    name, watchlist, *_ = made.stdout.split()
    assert watchlist == "idlib"
    (action,) = desk.actions()
    assert (action.id, action.verb, action.by, action.text) == (name, "silence", "omar", "known")
    assert action.scope == Scope(
        terms=("t",), feeds=("wire",), languages=("ar",), countries=("sy",), first_reports=True
    )
    assert action.until is not None
    assert before <= action.at <= datetime.now(UTC)
    assert abs(action.until - action.at - timedelta(hours=2)) < timedelta(minutes=1)

    shown = desk.done("silence", "list")
    assert [
        part in shown.stdout for part in (name, "idlib", "t wire ar sy and first reports", "omar", "known")
    ] == ([True] * 5)
    assert desk.done("silence", "expire", name, "--by", "lena").stdout == f"ended {name}  idlib\n"
    assert desk.listed() == []
    (ended,) = desk.listed("--all")
    assert (ended["id"], ended["expired_by"]) == (name, "lena")
    assert "0 silences; 1 ended, --all shows them" in desk.done("silence", "list").stderr
    again = desk.run("silence", "expire", name)
    assert (again.exit_code, "has ended already" in again.stderr) == (1, True)
    assert len(desk.actions()) == 2


def test_all_watchlists_are_silenced_each_by_its_own(desk: Desk) -> None:
    desk.done("silence", "add", "--all", "--until", "30m", "--comment", "maintenance", "--by", "omar")
    desk.done("silence", "add", "--watchlist", "idlib", "--until", "10m", "--comment", "more", "--by", "omar")
    listed = desk.listed()
    assert [(one["watchlist"], one["comment"]) for one in listed] == [
        ("idlib", "more"),
        ("idlib", "maintenance"),
        ("syria", "maintenance"),
    ]
    assert len({one["id"] for one in listed}) == 3


def test_the_login_name_signs_where_nobody_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "nadia")
    desk.done("silence", "add", "--watchlist", "idlib", "--until", "1h", "--comment", "x")
    assert [action.by for action in desk.actions()] == ["nadia"]


def test_junk_among_the_actions_stops_nothing(desk: Desk) -> None:
    desk.put(ACTIONS, "idlib", b"\x00 no action")
    desk.put(ACTIONS, "idlib", b'{"type":"action","watchlist":"idlib"}')
    desk.done("silence", "add", "--watchlist", "idlib", "--until", "1h", "--comment", "x", "--by", "omar")
    assert [one["by"] for one in desk.listed()] == ["omar"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--watchlist", "idlb"), "did you mean 'idlib'?"),
        ((), "say which"),
        (("--all", "--watchlist", "idlib"), "say which"),
        (("--watchlist", "idlib", "--term", ""), "--term : unknown term; allowed: t"),
        (("--watchlist", "idlib", "--feed", ""), "no such silence"),
        (("--watchlist", "idlib", "--language", "x"), "--language: 'x' is no language tag"),
        (("--watchlist", "idlib", "--country", "SYR"), "--country: 'SYR' is not two letters"),
        (("--watchlist", "idlib", "--term", "T"), "--term T: unknown term; did you mean 't'?"),
        (
            ("--watchlist", "idlib", "--term", "u", "--country", "x"),
            "two letters (ISO 3166-1) such as ir, ru or tr; --term u",
        ),
        (("--watchlist", "idlib", "--comment", " "), "--comment is empty"),
        (("--watchlist", "idlib", "--by", " "), "--by must be a name"),
        (("--watchlist", "idlib", "--until", "2020-01-01T00:00Z"), "has passed"),
        (("--watchlist", "idlib", "--until", "0s"), "has passed"),
        (("--watchlist", "idlib", "--until", "91d"), "too far off"),
        (("--watchlist", "idlib", "--until", "tomorrow"), "is no moment"),
        (("--watchlist", "idlib", "--until", "7200"), "is no moment"),
        (("--watchlist", "idlib", "--until", "9999999d"), "out of all calendars"),
    ],
)
def test_a_command_line_that_means_nothing_asks_no_kafka(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    result = nowhere(tmp_path).run(
        "silence", "add", "--until", "2h", "--comment", "x", "--by", "omar", *words
    )
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_a_snooze_ends_ahead(tmp_path: Path) -> None:
    result = nowhere(tmp_path).run("alert", "snooze", "tocsin-1", "--until", "2020-01-01T00:00Z")
    assert (result.exit_code, "has passed" in result.stderr) == (2, True), result.stderr


def test_somebody_acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    result = nowhere(tmp_path).run("alert", "ack", "tocsin-1", "--watchlist", "idlib")
    assert (result.exit_code, "--by NAME" in result.stderr) == (2, True), result.stderr


def test_what_is_no_silence_cannot_be_ended(desk: Desk) -> None:
    result = desk.run("silence", "expire", "nowhere", "--by", "omar")
    assert (result.exit_code, "there is no silence nowhere" in result.stderr) == (1, True)
    assert desk.actions() == []


def test_each_verb_reaches_the_watchlist_of_its_alert(desk: Desk) -> None:
    event = alert(watchlist="syria")
    desk.put(ALERTS, event.id, b"no alert")
    desk.put(ALERTS, event.id, encode(event))
    for words, text in VERBS:
        verb, *rest = words
        result = desk.done("alert", verb, event.id, *rest, "--by", "omar")
        assert result.stdout.startswith(f"{verb}  {event.id}  syria  ")
        assert result.stdout.endswith("  by omar\n")
        action = desk.actions()[-1]
        assert (action.alert, action.watchlist, action.verb, action.text) == (event.id, "syria", verb, text)
        assert (action.until is not None) == (verb == "snooze")


def test_several_alerts_may_be_acknowledged_at_once(desk: Desk) -> None:
    for number in range(3):
        event = alert(id=f"tocsin-{number}", watchlist="idlib")
        desk.put(ALERTS, event.id, encode(event))
    desk.done("alert", "ack", "tocsin-0", "tocsin-2", "tocsin-0", "--by", "omar")
    assert [action.alert for action in desk.actions()] == ["tocsin-0", "tocsin-2"]


def test_an_alert_may_be_named_as_its_events_are(desk: Desk) -> None:
    """Terminal and mail show `tocsin-….2`: that is what people copy."""
    event = alert(watchlist="idlib")
    desk.put(ALERTS, event.id, encode(event))
    shown = desk.done("alert", "snooze", f"{event.id}.2", event.id, "--until", "45m", "--by", "omar").stdout
    (action,) = desk.actions()
    assert action.alert == event.id
    assert action.until is not None
    assert f"until {action.until:%Y-%m-%d %H:%M:%S} UTC" in shown


def test_an_alert_that_is_none_is_told_and_nothing_is_written(desk: Desk) -> None:
    event = alert()
    desk.put(ALERTS, event.id, encode(event))
    result = desk.run("alert", "ack", event.id, "tocsin-x", "--by", "omar")
    assert (result.exit_code, "no alert tocsin-x in" in result.stderr) == (1, True)
    desk.done("alert", "ack", "tocsin-x", "--by", "omar", "--watchlist", "idlib")
    assert [(action.alert, action.watchlist) for action in desk.actions()] == [("tocsin-x", "idlib")]


def test_without_kafka_the_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(tocsin, ["silence", "list"])
    assert result.exit_code == UNREACHABLE
    assert "no Kafka to speak to" in result.output


def test_a_moment_is_given_in_any_zone() -> None:
    moment = Moment(ahead=True)
    assert moment.convert("2026-03-01T23:30+03:00", None, None) == datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    assert moment.convert("1.5h", None, None) - datetime.now(UTC) <= timedelta(hours=1.5)
