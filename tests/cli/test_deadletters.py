"""`tocsin deadletters` on the embedded broker and on Apache Kafka."""

import asyncio
import json
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from click.testing import CliRunner, Result

from cli import replaying
from cli.__main__ import tocsin
from cli.exits import UNREACHABLE
from runtime import topics
from runtime.kafka import Connection
from tests.brokers.apache import ApacheKafka
from tests.making import alert, dead_letter
from tocsin.config.model import Kafka
from tocsin.contract.codec import decode, encode
from tocsin.contract.events import Alert, DeadLetter, Origin
from tocsin.contract.topics import ALERTS, ARTICLES, DEADLETTERS, Topic
from tocsin.replay import Refused, Resend, resend

JUNK = "JSON is malformed: invalid character (byte 0)"
Record = tuple[bytes | None, bytes | None, tuple[tuple[str, bytes], ...]]


class Desk:
    """A Kafka with our topics, and the command line pointed at it."""

    def __init__(self, connection: Connection, folder: Path, more: str = "") -> None:
        self.connection = connection
        self._config = folder / "tocsin.yaml"
        self._config.write_text(f"kafka: {{topic_prefix: {connection.settings.topic_prefix}, {more}}}\n")

    def run(self, *words: str, answer: str | None = None) -> Result:
        where = ("--config", str(self._config), "--bootstrap-servers", *self.connection.bootstrap)
        return CliRunner().invoke(tocsin, ["deadletters", words[0], *where, *words[1:]], input=answer)

    def bury(self, *letters: DeadLetter | bytes) -> None:
        asyncio.run(self._bury(letters))

    def records(self, topic: Topic) -> list[Record]:
        return asyncio.run(self._records(self.connection.name(topic)))

    def origin(self, topic: Topic, offset: int) -> Origin:
        return Origin(topic=self.connection.name(topic), partition=1, offset=offset)

    async def _bury(self, letters: Sequence[DeadLetter | bytes]) -> None:
        async with AIOKafkaProducer(bootstrap_servers=list(self.connection.bootstrap)) as producer:
            for letter in letters:
                value = letter if isinstance(letter, bytes) else encode(letter)
                await producer.send_and_wait(self.connection.name(DEADLETTERS), value)

    async def _records(self, name: str) -> list[Record]:
        found: list[Record] = []
        servers = list(self.connection.bootstrap)
        async with AIOKafkaConsumer(bootstrap_servers=servers, auto_offset_reset="earliest") as consumer:
            partitions = [
                TopicPartition(name, number) for number in consumer.partitions_for_topic(name) or range(4)
            ]
            consumer.assign(partitions)
            ends = await consumer.end_offsets(partitions)
            for partition, first in (await consumer.beginning_offsets(partitions)).items():
                consumer.seek(partition, first)
            while len(found) < sum(ends.values()):
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += [(record.key, record.value, tuple(record.headers)) for record in records]
        return found


def pausing(kafka: ApacheKafka, after: int) -> Callable[[DeadLetter, Collection[str]], Resend | Refused]:
    """``resend``, with Kafka falling silent once ``after`` records of a replay went out; the counting comes first."""
    decided: list[str] = []

    def decide(letter: DeadLetter, topics: Collection[str]) -> Resend | Refused:
        decided.append(letter.id)
        if decided.count(letter.id) == 2 and len(decided) == len(set(decided)) + after + 1:
            kafka.pause()
        return resend(letter, topics)

    return decide


@pytest.fixture
def desk(connection: Connection, tmp_path: Path) -> Desk:
    asyncio.run(topics.apply(connection, embedded=False))
    return Desk(connection, tmp_path)


def test_the_newest_are_listed_first_with_where_they_come_from_and_why(desk: Desk) -> None:
    desk.bury(
        *(dead_letter(origin=desk.origin(ARTICLES, offset), detail=f"fault {offset}") for offset in range(3))
    )
    result = desk.run("list", "--limit", "2")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[::3]] == ["0/2", "0/1"]
    assert "dedup  undecodable  from" in result.stdout
    assert f"{desk.connection.name(ARTICLES)}/1/2" in result.stdout
    assert "fault 2" in result.stdout
    assert r"10 bytes: \xff\x00 no JSON" in result.stdout
    assert "3 dead letters; 2 shown" in result.stderr


def test_they_are_listed_in_order_for_programs(desk: Desk) -> None:
    desk.bury(
        dead_letter(origin=desk.origin(ARTICLES, 1)),
        dead_letter(stage="sink", reason="rejected", receiver="desk"),
    )
    every = desk.run("list", "--json", "--oldest-first").stdout.splitlines()
    assert [json.loads(line)["stage"] for line in every] == ["dedup", "sink"]
    assert msgspec.json.decode(every[0], type=DeadLetter).payload == b"\xff\x00 no JSON"
    some = desk.run("list", "--json", "--stage", "sink", "--reason", "rejected").stdout.splitlines()
    assert [json.loads(line)["receiver"] for line in some] == ["desk"]
    assert desk.run("list", "--json", "--reason", "failed").stdout == ""


def test_poison_among_the_dead_letters_is_shown_and_stops_nothing(desk: Desk) -> None:
    desk.bury(b"\x1b[2Jno letter", dead_letter(origin=desk.origin(ARTICLES, 1)), b"", b"[]")
    result = desk.run("list", "--oldest-first")
    assert result.exit_code == 0
    assert r"13 bytes: \x1b[2Jno letter" in result.stdout
    assert "0/0  no dead letter: " in result.stdout
    assert "0/1  2026-03-01" in result.stdout
    assert "3 records there can't be read as dead letters" in result.stderr
    assert json.loads(desk.run("list", "--json").stdout.splitlines()[0])["invalid"]


def test_replay_sends_the_original_record_back(desk: Desk) -> None:
    headers = (("ce_id", b"a1"), ("ce_id", b"twice"))
    desk.bury(dead_letter(origin=desk.origin(ARTICLES, 1), headers=headers), dead_letter(stage="match"))
    result = desk.run("replay", "0/0", "--yes")
    assert result.exit_code == 0, result.output
    assert f"1 record to {desk.connection.name(ARTICLES)}" in result.output
    assert "1 of 1 record sent and acknowledged" in result.output
    assert desk.records(ARTICLES) == [(b"a1", b"\xff\x00 no JSON", headers)]


def test_a_record_buried_twice_is_sent_once(desk: Desk) -> None:
    letter = dead_letter(origin=desk.origin(ARTICLES, 1))
    desk.bury(letter, letter)
    assert "1 of 1 record sent" in desk.run("replay", "--all", "--yes").output
    assert len(desk.records(ARTICLES)) == 1


def test_an_alert_that_was_given_up_goes_to_its_receiver_alone(desk: Desk) -> None:
    event = alert(receivers=("desk", "screen"))
    desk.bury(
        dead_letter(
            stage="sink",
            reason="rejected",
            receiver="desk",
            origin=desk.origin(ALERTS, 4),
            payload=encode(event),
        )
    )
    assert desk.run("replay", "--stage", "sink", "--yes").exit_code == 0
    ((_, value, _),) = desk.records(ALERTS)
    again = decode(value, Alert)
    assert isinstance(again, Alert)
    assert (again.event_id, again.receivers) == (event.event_id, ("desk",))


def test_a_dry_run_and_a_no_send_nothing(desk: Desk) -> None:
    desk.bury(dead_letter(origin=desk.origin(ARTICLES, 1)))
    dry = desk.run("replay", "--reason", "undecodable", "--dry-run")
    assert (dry.exit_code, "1 record to" in dry.output) == (0, True)
    assert desk.run("replay", "--reason", "undecodable", answer="n\n").exit_code != 0
    assert desk.records(ARTICLES) == []


def test_what_came_from_a_feed_or_is_no_dead_letter_says_why_it_cannot_go_back(desk: Desk) -> None:
    desk.bury(dead_letter(stage="source", origin=Origin(topic="feed:sana", partition=-1, offset=-1)), b"junk")
    result = desk.run("replay", "--all", "--yes")
    assert result.exit_code == 0
    assert "0/0: can't be replayed: it was never a Kafka record but part of the feed sana" in result.stderr
    assert "0/1: can't be replayed: it is no dead letter" in result.stderr
    assert "nothing to replay" in result.output


def test_a_program_reads_what_a_replay_did(desk: Desk) -> None:
    desk.bury(dead_letter(origin=desk.origin(ARTICLES, 1)), b"junk")
    result = desk.run("replay", "--all", "--yes", "--json")
    assert json.loads(result.stdout) == {
        "to": {desk.connection.name(ARTICLES): 1},
        "refused": {
            "0/1": "it is no dead letter (JSON is malformed: invalid character (byte 0)): its origin is unknown"
        },
        "acknowledged": 1,
        "faults": {},
    }


def test_replay_wants_to_know_which(desk: Desk) -> None:
    assert desk.run("replay").exit_code == 2
    assert desk.run("replay", "--all", "--stage", "sink").exit_code == 2


def test_without_the_topic_the_operator_is_told_what_to_do(connection: Connection, tmp_path: Path) -> None:
    result = Desk(connection, tmp_path).run("list")
    assert result.exit_code == 1
    assert "tocsin topics apply" in result.stderr


@pytest.mark.kafka
def test_a_kafka_that_falls_silent_ends_a_replay_which_says_how_far_it_came(
    own_apache_kafka: ApacheKafka, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = Kafka(send_timeout=timedelta(seconds=3))
    desk = Desk(Connection((own_apache_kafka.bootstrap,), quick), tmp_path, more="send_timeout: 3s")
    asyncio.run(topics.apply(desk.connection, embedded=False))
    desk.bury(*(dead_letter(origin=desk.origin(ARTICLES, offset)) for offset in range(3)))
    monkeypatch.setattr(replaying, "resend", pausing(own_apache_kafka, after=1))
    result = desk.run("replay", "--all", "--yes")
    assert result.exit_code == UNREACHABLE
    assert f"Kafka at {own_apache_kafka.bootstrap} did not take the record of 0/1 within 3 s" in result.stderr
    assert "1 record sent and acknowledged before that" in result.stderr
