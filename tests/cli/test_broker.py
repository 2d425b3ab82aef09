"""`tocsin run` starts its broker again and does everything else meanwhile."""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from cli import embedded
from cli.broker import BrokerKeeper
from cli.embedded import EmbeddedBroker
from cli.leash import leashed
from runtime import probe
from runtime.metrics import Instruments
from tests.waiting import until

pytestmark = pytest.mark.embedded

PATIENCE = 20.0


class Slow:
    """A broker's answer that does not come before ``free`` is set, and the threads that spawned a broker."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.free = threading.Event(), threading.Event()
        self.spawned_by: list[threading.Thread] = []
        self._answers = probe.answers
        monkeypatch.setattr(embedded, "START_TIMEOUT", 5.0)
        monkeypatch.setattr(probe, "answers", self._answer)
        monkeypatch.setattr(embedded, "leashed", self._leashed)

    def _answer(self, host: str, port: int) -> bool:
        self.asked.set()
        return self.free.is_set() and self._answers(host, port)

    def _leashed(self, command: Sequence[str], on_death: signal.Signals) -> list[str]:
        self.spawned_by.append(threading.current_thread())
        return leashed(command, on_death)


@asynccontextmanager
async def keeping(broker: EmbeddedBroker, back: asyncio.Event) -> AsyncIterator[BrokerKeeper]:
    noted: list[str] = []

    async def died() -> None:
        assert not broker.alive()
        noted.append("died")

    async def restarted() -> None:
        assert noted.pop() == "died"
        back.set()

    keeper = BrokerKeeper(broker, Instruments("run"), died, restarted)
    work = asyncio.create_task(keeper.run())
    try:
        yield keeper
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def test_the_loop_goes_on_while_the_broker_starts_again(
    embedded_broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    back, slow = asyncio.Event(), Slow(monkeypatch)
    async with keeping(embedded_broker, back):
        os.kill(embedded_broker.pid, signal.SIGKILL)
        await until(slow.asked.is_set)
        assert not back.is_set()
        assert embedded_broker.alive()  # held up by nothing but its answer
        slow.free.set()
        async with asyncio.timeout(PATIENCE):
            await back.wait()
    assert slow.spawned_by == [threading.main_thread()]


async def test_a_broker_that_is_slow_to_start_holds_no_stop_up(
    embedded_broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    monkeypatch.setattr(embedded, "START_TIMEOUT", 60.0)
    async with keeping(embedded_broker, asyncio.Event()) as keeper:
        os.kill(embedded_broker.pid, signal.SIGKILL)
        await until(slow.asked.is_set)
    async with asyncio.timeout(PATIENCE):
        await keeper.stop()
        await asyncio.get_running_loop().shutdown_default_executor()  # as asyncio.run does at its end
    assert not embedded_broker.alive()
