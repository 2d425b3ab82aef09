"""`tocsin backtest`, over a file and over what Kafka retains."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from click.testing import CliRunner, Result

from cli.__main__ import tocsin
from cli.exits import USAGE, WRONG
from runtime import topics
from runtime.kafka import Connection
from tests.making import article
from tocsin.contract.codec import encode
from tocsin.contract.events import Article
from tocsin.contract.topics import UNIQUE

TRUCE = """\
id: truce
title: Truce
terms:
  - id: ceasefire
    forms: {en: [ceasefire], ar: [وقف إطلاق النار]}
"""
NARROW = TRUCE.replace("[ceasefire]", "[ceasefire agreement]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "truce.yaml").write_text(TRUCE)
    (tmp_path / "narrow.yaml").write_text(NARROW)
    (tmp_path / "tocsin.yaml").write_text("samples: true\n")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    command = ["backtest", "--config", str(folder / "tocsin.yaml"), *words]
    return CliRunner().invoke(tocsin, command, catch_exceptions=False)


def write(folder: Path, *lines: dict[str, Any] | bytes) -> str:
    path = folder / "articles.jsonl"
    path.write_bytes(
        b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines)
    )
    return str(path)


def three(folder: Path) -> str:
    return write(
        folder,
        {"id": 1, "title": "A ceasefire agreement", "source": "Wire", "published": "2026-03-01"},
        {
            "id": 2,
            "title": "خبر",
            "body": "تم وقف إطلاق النار في حلب",
            "source": "الشرق",
            "published": "2026-03-02",
        },
        {"id": 3, "title": "A ceasefire", "source": "Wire", "published": "2026-03-02"},
        {"id": 4, "title": "Weather", "source": "Wire", "published": "2026-03-03"},
    )


def test_a_file_is_summed_up_for_a_person(folder: Path) -> None:
    result = run(folder, "truce", three(folder))
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[1] == "over 4 articles, 2026-03-01 to 2026-03-03, on 3 days"
    assert lines[2] == "  alerts       3, 1.0 a day, most on 2026-03-02: 2"
    assert "  languages    en 2, ar 1" in lines
    assert "  sources      Wire 2, \u2068الشرق\u2069 1" in lines
    assert [line.split()[:3] for line in lines if line.startswith("  2026-03-0") and "·" not in line] == [
        ["2026-03-01", "1", "1"],
        ["2026-03-02", "2", "2"],
        ["2026-03-03", "1", "0"],
    ]
    assert "A »ceasefire«" in result.stdout
    assert "\u2068تم »وقف إطلاق النار« في حلب\u2069" in result.stdout


def test_two_versions_are_compared(folder: Path) -> None:
    result = run(folder, "truce", three(folder), "--against", str(folder / "narrow.yaml"), "--json")
    told = json.loads(result.stdout)
    assert (told["this"]["alerts"], told["other"]["alerts"]) == (3, 2)
    assert told["difference"]["both"] == 2
    assert [sample["article"] for sample in told["difference"]["only_this"]["samples"]] == ["3"]
    assert told["difference"]["only_other"] == {"matches": 0, "samples": []}
    text = run(folder, "truce", three(folder), "--against", str(folder / "narrow.yaml")).stdout
    assert "only truce: 1 of 1" in text


def test_a_bad_line_is_told_and_text_that_is_no_unicode_is_escaped(folder: Path) -> None:
    path = write(folder, b"{", {"id": "\ud800", "title": "ceasefire \ud800"})
    result = run(folder, "truce", path, "--json")
    assert result.exit_code == WRONG
    assert result.stderr.startswith(f"{path}:1: no JSON")
    assert json.loads(result.stdout)["this"]["alerts"] == 1
    assert "ceasefire" in run(folder, "truce", path).stdout


def test_a_watchlist_that_is_not_there_or_is_faulty_is_told(folder: Path) -> None:
    missing = run(folder, "idlib", three(folder))
    assert missing.exit_code == USAGE
    assert "no watchlist 'idlib'" in missing.stderr
    assert "has: truce" in missing.stderr
    (folder / "watchlists" / "idlib.yaml").write_text("id: idlib\ntitle: Idlib\nterms: []\n")
    faulty = run(folder, "idlib", three(folder))
    assert faulty.exit_code == WRONG
    assert f"{folder}/watchlists/idlib.yaml:3:8: terms" in faulty.stderr


@pytest.mark.parametrize("words", [["--since", "soon"], ["--since", "0s"], ["--since", "1d"]])
def test_a_wrong_command_line_is_told(folder: Path, words: list[str]) -> None:
    assert run(folder, "truce", three(folder), *words).exit_code == USAGE


def test_kafka_is_read_from_that_time_to_where_it_ended(folder: Path, connection: Connection) -> None:
    asyncio.run(topics.apply(connection, embedded=False))
    config = f"kafka: {{topic_prefix: {connection.settings.topic_prefix}}}\n"
    (folder / "tocsin.yaml").write_text(config)
    now = datetime.now(UTC)
    old = article(id="old", title="A ceasefire", body="", fetched=now - timedelta(days=3))
    fresh = [article(id=f"a{number}", title="A ceasefire", body="", fetched=now) for number in range(20)]
    asyncio.run(
        fill(
            connection,
            [(old, now - timedelta(days=3)), *((one, now - timedelta(hours=1)) for one in fresh)],
            b"no article",
        )
    )
    where = ("--bootstrap-servers", *connection.bootstrap, "--json")
    lately = run(folder, "truce", "--since", "1d", *where)
    assert lately.exit_code == WRONG  # for the record that is no article
    assert "1 record of" in lately.stderr
    assert json.loads(lately.stdout)["articles"] == 20
    assert json.loads(lately.stdout)["this"]["alerts"] == 20
    everything = run(folder, "truce", "--since", "999999d", *where)
    assert json.loads(everything.stdout)["articles"] == 21
    nothing = run(folder, "truce", "--since", "1ms", *where)
    assert nothing.exit_code == 0
    assert json.loads(nothing.stdout)["articles"] == 0


def test_a_kafka_without_the_topic_is_told(folder: Path, connection: Connection) -> None:
    (folder / "tocsin.yaml").write_text(f"kafka: {{topic_prefix: {connection.settings.topic_prefix}}}\n")
    result = run(folder, "truce", "--bootstrap-servers", *connection.bootstrap)
    assert result.exit_code == WRONG
    assert "tocsin topics apply" in result.stderr


async def fill(connection: Connection, articles: Sequence[tuple[Article, datetime]], junk: bytes) -> None:
    name = connection.name(UNIQUE)
    async with AIOKafkaProducer(bootstrap_servers=list(connection.bootstrap)) as producer:
        for number, (one, at) in enumerate(articles):
            stamp = int(at.timestamp() * 1000)
            await producer.send_and_wait(name, encode(one), partition=number % 4, timestamp_ms=stamp)
        last = int(max(at for _, at in articles).timestamp() * 1000)
        await producer.send_and_wait(name, junk, partition=0, timestamp_ms=last)
