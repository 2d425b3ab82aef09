"""One attempt has a time limit, whatever the sink."""

import asyncio
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TextIO

import pytest

from connectors.sinks import attempts as attempts_module
from connectors.sinks.attempts import RECEIVER, Attempts
from connectors.sinks.base import Sink
from connectors.sinks.terminal import TerminalSink
from runtime.health import Conditions
from runtime.metrics import Instruments
from runtime.stopping import Interrupted
from tests.alerts import PERSIAN, digest, feed_alert, life
from tests.waiting import until
from tocsin.config.model import Receiver, Retry, Terminal, Webhook
from tocsin.delivery.lines import plain
from tocsin.delivery.notice import Notice
from tocsin.delivery.render import render

RETRY = Retry(first=timedelta(milliseconds=1), longest=timedelta(milliseconds=1))
SCREEN = Terminal(name="screen", sink="terminal", color="never", retry=RETRY)
FILLING = b"x" * 65536


class Bench:
    def __init__(self, receiver: Receiver, sink: Sink) -> None:
        self.instruments = Instruments("test")
        self.conditions = Conditions(self.instruments)
        self.stop = asyncio.Event()
        self.attempts = Attempts(receiver, sink, self.instruments, self.conditions, self.stop)

    def start(self, notice: Notice = PERSIAN) -> "asyncio.Task[object]":
        return asyncio.create_task(self.attempts.deliver(notice, before_waiting=self._nothing))

    async def _nothing(self) -> None:
        return None


@pytest.fixture
def full_pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, TextIO]]:
    monkeypatch.setattr(attempts_module, "_LIMIT", 0.1)
    monkeypatch.setattr(attempts_module, "_GRACE", 0.1)
    reader, writer = os.pipe()
    os.write(writer, FILLING)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        yield reader, stream
    os.close(reader)


async def test_a_reader_that_stopped_reading_is_a_condition_until_it_reads(
    full_pipe: tuple[int, TextIO],
) -> None:
    reader, stream = full_pipe
    bench = Bench(SCREEN, TerminalSink(SCREEN, stream))
    delivering = bench.start()
    await until(lambda: RECEIVER in bench.conditions())
    assert bench.conditions()[RECEIVER] == "screen: timeout: not taken within 0.1 s"
    labels = {"receiver": "screen", "outcome": "retry_after", "reason": "timeout"}
    await until(
        lambda: (bench.instruments.registry.get_sample_value("tocsin_deliveries_total", labels) or 0) >= 2
    )
    assert os.read(reader, len(FILLING)) == FILLING
    async with asyncio.timeout(10):
        assert await delivering is None
    assert bench.conditions() == {}
    assert os.read(reader, len(FILLING)).decode() == plain(render(PERSIAN)) + "\n"


@pytest.mark.parametrize("notice", [*life(), digest(), feed_alert()], ids=lambda one: one.event_id)
async def test_only_first_reports_have_an_age_when_they_are_delivered(notice: Notice) -> None:
    with Path(os.devnull).open("w", encoding="utf-8") as stream:  # noqa: ASYNC230
        bench = Bench(SCREEN, TerminalSink(SCREEN, stream))
        assert await bench.start(notice) is None
    labels = {"since": "fetched", "step": "delivered"}
    measured = bench.instruments.registry.get_sample_value("tocsin_latency_seconds_count", labels)
    assert (measured == 1) is (notice == life()[0])


async def test_it_can_be_asked_to_stop_while_nobody_reads(full_pipe: tuple[int, TextIO]) -> None:
    _, stream = full_pipe
    bench = Bench(SCREEN, TerminalSink(SCREEN, stream))
    delivering = bench.start()
    await until(lambda: RECEIVER in bench.conditions())
    bench.stop.set()
    with pytest.raises(Interrupted):
        async with asyncio.timeout(10):
            await delivering


def test_a_webhook_has_all_the_time_its_own_limit_gives_it() -> None:
    slow = Webhook(name="hook", sink="webhook", url="http://x.example/", timeout=timedelta(minutes=2))
    assert attempts_module._limit(slow) > 120
    assert attempts_module._limit(SCREEN) == 30
