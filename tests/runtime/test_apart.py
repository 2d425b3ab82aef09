"""Waiting for work that runs apart."""

import asyncio
from concurrent.futures import Future
from threading import current_thread

import pytest

from runtime.apart import apart, done_apart, result_within


async def test_its_result_or_what_it_raised_comes_out() -> None:
    assert await result_within(apart(lambda: 7, "seven"), 20) == 7
    assert await done_apart(lambda: current_thread().name, "seven") == "seven"
    with pytest.raises(ZeroDivisionError):
        await result_within(apart(lambda: 1 // 0, "nothing"), 20)
    with pytest.raises(ZeroDivisionError):
        await done_apart(lambda: 1 // 0, "nothing")


async def test_nobody_waits_longer_than_told() -> None:
    never: Future[int] = Future()
    with pytest.raises(TimeoutError):
        await result_within(never, 0.01)


async def test_being_cancelled_counts_also_when_the_result_has_just_come() -> None:
    found: Future[int] = Future()
    waiting = asyncio.create_task(result_within(found, 20))
    await asyncio.sleep(0)
    found.set_running_or_notify_cancel()
    found.set_result(7)
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
