"""Calls that may block for ever."""

import asyncio
import subprocess
import sys
import threading
from functools import partial

import pytest

from connectors.sinks.blocking import Lane

STUCK = """
import asyncio, threading
from connectors.sinks.blocking import Lane

async def main():
    lane = Lane()
    for _ in range(2):
        try:
            await asyncio.wait_for(lane.run(threading.Event().wait), 0.05)
        except TimeoutError:
            print("gave up")

asyncio.run(main())
"""


async def test_a_call_returns_or_raises_as_if_made_here() -> None:
    lane = Lane()
    assert await lane.run(lambda: 42) == 42
    with pytest.raises(OSError, match="none"):
        await lane.run(lambda: open("/none/such"))  # noqa: PTH123, SIM115
    assert await lane.run(lambda: threading.current_thread().daemon)


async def test_the_next_call_waits_for_one_that_was_given_up() -> None:
    lane, go = Lane(), threading.Event()
    order: list[str] = []

    def slow() -> None:
        go.wait(10)
        order.append("slow")
        raise OSError("nobody hears this")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lane.run(slow), 0.05)
    following = asyncio.create_task(lane.run(partial(order.append, "next")))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(following), 0.05)
    assert order == []
    go.set()
    async with asyncio.timeout(10):
        await following
    assert order == ["slow", "next"]


def test_a_process_ends_though_a_call_never_does() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "gave up\ngave up\n", "")
