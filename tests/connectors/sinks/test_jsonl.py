"""The JSON lines file: durable, whole lines, one writer."""

# ruff: noqa: ASYNC220, ASYNC240 -- a test may block while it reads what the sink wrote
import asyncio
import errno
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from connectors.sinks import jsonl, linefile
from connectors.sinks.jsonl import JsonlSink
from tests.alerts import LANGUAGES, PERSIAN, alert, digest, feed_alert, hostile, life
from tests.connectors.sinks.disks import SmallDisk, disk
from tocsin.config.model import Jsonl
from tocsin.contract.codec import encode
from tocsin.contract.events import Alert
from tocsin.delivery.outcome import Delivered, RetryAfter


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "not" / "there yet" / "alerts.jsonl"


def sink_at(path: Path) -> JsonlSink:
    return JsonlSink(Jsonl(name="file", sink="jsonl", path=str(path)))


@pytest.fixture
async def sink(path: Path) -> AsyncIterator[JsonlSink]:
    made = sink_at(path)
    yield made
    await made.close()


async def test_a_line_is_the_alert_as_it_crossed_kafka(path: Path, sink: JsonlSink) -> None:
    await sink.connect()
    await sink.deliver(PERSIAN)
    assert path.read_bytes() == encode(PERSIAN) + b"\n"
    assert json.loads(path.read_text(encoding="utf-8"))["report"]["title"] == PERSIAN.report.title


async def test_a_megabyte_is_one_line(path: Path, sink: JsonlSink) -> None:
    await sink.connect()
    assert await sink.deliver(hostile()) == Delivered()
    assert path.read_bytes().count(b"\n") == 1


async def test_a_restart_knows_every_alert_in_the_file(path: Path, sink: JsonlSink) -> None:
    await sink.connect()
    for one in LANGUAGES:
        await sink.deliver(one)
    await sink.close()
    assert list(await sink.connect()) == [one.event_id for one in LANGUAGES]


async def test_a_restart_knows_every_kind_of_notice_by_its_own_id(path: Path, sink: JsonlSink) -> None:
    sent = (*life(), digest(), feed_alert(), feed_alert(kind="cleared"))
    await sink.connect()
    for one in sent:
        await sink.deliver(one)
    await sink.close()
    assert list(await sink.connect()) == [one.event_id for one in sent]


async def test_it_knows_no_more_than_it_may_remember(
    path: Path, sink: JsonlSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "REMEMBERED", 2)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(encode(alert(number)) + b"\n" for number in range(5)))
    assert list(await sink.connect()) == [alert(3).event_id, alert(4).event_id]


@pytest.mark.parametrize("cut", [1, 20, 400])
@pytest.mark.parametrize("before", [0, 1, 3])
async def test_a_torn_last_line_is_moved_aside(path: Path, sink: JsonlSink, cut: int, before: int) -> None:
    whole = b"".join(encode(alert(number)) + b"\n" for number in range(before))
    torn = encode(alert(99))[:-cut]
    path.parent.mkdir(parents=True)
    path.write_bytes(whole + torn)
    assert list(await sink.connect()) == [alert(number).event_id for number in range(before)]
    assert await sink.deliver(alert(99)) == Delivered()
    assert path.read_bytes() == whole + encode(alert(99)) + b"\n"
    assert path.with_name("alerts.jsonl.torn").read_bytes() == torn + b"\n"


async def test_a_torn_line_longer_than_what_is_read_at_once(
    path: Path, sink: JsonlSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linefile, "_BLOCK", 7)
    path.parent.mkdir(parents=True)
    path.write_bytes(encode(alert(1)) + b"\n" + encode(alert(2))[:-3])
    assert list(await sink.connect()) == [alert(1).event_id]
    assert path.read_bytes() == encode(alert(1)) + b"\n"


async def test_a_line_that_lacks_only_its_break_is_kept(path: Path, sink: JsonlSink) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(encode(alert(1)) + b"\n" + encode(alert(2)))
    assert list(await sink.connect()) == [alert(1).event_id, alert(2).event_id]
    assert path.read_bytes() == encode(alert(1)) + b"\n" + encode(alert(2)) + b"\n"
    assert not path.with_name("alerts.jsonl.torn").exists()


async def test_lines_of_others_are_left_alone(path: Path, sink: JsonlSink) -> None:
    path.parent.mkdir(parents=True)
    strange = b'not json\n{"id": 3}\n\n[]\n'
    path.write_bytes(strange + encode(alert()) + b"\n")
    assert list(await sink.connect()) == [alert().event_id]
    assert path.read_bytes().startswith(strange)


async def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    with disk(tmp_path / "disk") as room:
        path = room.folder / "alerts.jsonl"
        sink = sink_at(path)
        await sink.connect()
        await sink.deliver(alert(1))
        before = path.read_bytes()
        room.fill(leaving=4096)
        long = alert(2, watchlist_title="x" * 20_000)
        outcome = await sink.deliver(long)
        assert isinstance(outcome, RetryAfter)
        assert outcome.reason == "disk_full"
        assert str(path) in outcome.detail
        if isinstance(room, SmallDisk):
            assert os.strerror(errno.ENOSPC) in outcome.detail
        assert path.read_bytes() == before
        room.empty()
        assert await sink.deliver(long) == Delivered()
        assert path.read_bytes() == before + encode(long) + b"\n"
        await sink.close()


async def test_a_half_line_that_could_not_be_undone_is_undone_before_the_next(
    path: Path, sink: JsonlSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sink.connect()
    await sink.deliver(alert(1))

    def tears(file: int, data: bytes) -> None:
        os.write(file, data[:10])
        raise OSError(errno.EIO, "Input/output error")

    def fails(file: int, size: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(linefile, "_write", tears)
        patched.setattr(os, "ftruncate", fails)
        outcome = await sink.deliver(alert(2))
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "io_error"
    assert not path.read_bytes().endswith(b"\n")
    await sink.deliver(alert(2))
    assert path.read_bytes() == b"".join(encode(alert(number)) + b"\n" for number in (1, 2))


async def test_a_second_writer_is_told_why_it_must_wait(path: Path, sink: JsonlSink) -> None:
    await sink.connect()
    second = sink_at(path)
    with pytest.raises(OSError, match=r"one writer only.*alerts\.jsonl"):
        await second.connect()
    await sink.close()
    await second.connect()
    await second.close()


async def test_a_file_moved_away_is_followed_by_a_new_one(path: Path, sink: JsonlSink) -> None:
    await sink.connect()
    await sink.deliver(alert(1))
    path.rename(path.with_suffix(".1"))
    assert await sink.deliver(alert(2)) == Delivered()
    assert path.read_bytes() == encode(alert(2)) + b"\n"


async def test_a_folder_deleted_for_good_and_its_return(path: Path, sink: JsonlSink) -> None:
    await sink.connect()
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("a file where the folder was")
    outcome = await sink.deliver(alert(1))
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "io_error"
    path.parent.unlink()
    assert await sink.deliver(alert(1)) == Delivered()


@pytest.mark.parametrize("special", ["/dev/null", "/dev/full"])
async def test_only_a_regular_file_will_do(special: str) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        await sink_at(Path(special)).connect()


WRITER = """
import asyncio, itertools, sys
from connectors.sinks.jsonl import JsonlSink
from tests.alerts import alert
from tocsin.config.model import Jsonl

async def main():
    sink = JsonlSink(Jsonl(name="file", sink="jsonl", path=sys.argv[1]))
    await sink.connect()
    for number in itertools.count():
        await sink.deliver(alert(number, watchlist_title="x" * 5000))
        print(number, flush=True)

asyncio.run(main())
"""


async def test_what_was_reported_delivered_survives_a_kill(path: Path, sink: JsonlSink) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    reported = [await asyncio.to_thread(writer.stdout.readline) for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    writer.wait(timeout=10)
    writer.stdout.close()
    known = list(await sink.connect())
    assert known[: len(reported)] == [alert(int(number)).event_id for number in reported]
    for line in path.read_bytes().splitlines():
        msgspec.json.decode(line, type=Alert)


async def test_a_line_that_was_given_up_and_then_written_is_not_written_again(
    path: Path, sink: JsonlSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sink.connect()
    go = threading.Event()
    monkeypatch.setattr(os, "fsync", lambda _: go.wait(10))
    for _ in range(2):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sink.deliver(alert(1)), 0.05)
    go.set()
    assert await sink.deliver(alert(1)) == Delivered()
    assert await sink.deliver(alert(2)) == Delivered()
    assert path.read_bytes() == encode(alert(1)) + b"\n" + encode(alert(2)) + b"\n"
