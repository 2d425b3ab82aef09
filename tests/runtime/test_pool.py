"""Work in threads: results, faults, and threads that never come back."""

import asyncio
import time
from collections.abc import Iterator
from threading import Event, current_thread

import pytest

from runtime.pool import Pool, StillBusyError

PATIENCE = 20.0


@pytest.fixture
def never() -> Iterator[Event]:
    """What stuck work waits for; it ends with the test."""
    event = Event()
    yield event
    event.set()


async def test_gives_what_the_work_gives_and_raises_what_it_raises() -> None:
    pool = Pool("test")
    assert await pool.run("one", lambda: 42, PATIENCE) == 42
    with pytest.raises(ZeroDivisionError):
        await pool.run("two", lambda: 1 // 0, PATIENCE)
    assert await pool.run("one", lambda: 43, PATIENCE) == 43


async def test_more_work_of_a_name_may_follow_as_soon_as_the_result_is_there() -> None:
    pool = Pool("test", threads=1)
    for _ in range(2000):
        assert await pool.run("one", lambda: 42, PATIENCE) == 42
    for _ in range(1000):
        with pytest.raises(ZeroDivisionError):
            await pool.run("one", lambda: 1 // 0, PATIENCE)


async def test_uses_few_threads_however_much_there_is_to_do() -> None:
    pool = Pool("test")
    names = await asyncio.gather(
        *(pool.run(str(n), lambda: current_thread().name, PATIENCE) for n in range(100))
    )
    assert set(names) <= {"test-1", "test-2"}
    assert current_thread().name not in names


async def test_work_that_takes_too_long_is_given_up_and_not_begun_again_while_it_lasts(never: Event) -> None:
    pool = Pool("test")
    with pytest.raises(TimeoutError):
        await pool.run("stuck", lambda: never.wait(PATIENCE), 0.05)
    with pytest.raises(StillBusyError):
        await pool.run("stuck", lambda: True, PATIENCE)
    never.set()
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                assert await pool.run("stuck", lambda: "again", PATIENCE) == "again"
            except StillBusyError:
                await asyncio.sleep(0.01)
            else:
                break


async def test_others_go_on_when_every_thread_is_stuck(never: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.pool._STUCK", 0.05)
    pool = Pool("test")
    stuck = [
        asyncio.create_task(pool.run(f"stuck{n}", lambda: never.wait(PATIENCE), PATIENCE)) for n in range(5)
    ]
    begun = time.monotonic()
    results = await asyncio.gather(*(pool.run(str(n), lambda: 1, PATIENCE) for n in range(50)))
    assert sum(results) == 50
    assert time.monotonic() - begun < PATIENCE / 2
    never.set()
    assert await asyncio.gather(*stuck) == [True] * 5


async def test_what_nobody_waits_for_any_more_is_not_begun(never: Event) -> None:
    pool = Pool("test", threads=1)
    stuck = asyncio.create_task(pool.run("stuck", lambda: never.wait(PATIENCE), PATIENCE))
    await asyncio.sleep(0)
    begun = []
    waits = asyncio.create_task(pool.run("late", lambda: begun.append(1), PATIENCE))
    await asyncio.sleep(0.01)
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)
    never.set()
    await stuck
    assert await pool.run("after", lambda: len(begun), PATIENCE) == 0
