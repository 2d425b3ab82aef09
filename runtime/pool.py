"""A few threads for short work, some of which may never end."""

import asyncio
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, Generic, TypeVar

Result = TypeVar("Result")

# Seconds. Whatever works on one thing for longer has its place taken by another thread.
_STUCK: Final = 1.0
_MOST: Final = 32


class StillBusyError(Exception):
    """Earlier work of that name has not ended yet."""


class _Job(Generic[Result]):
    def __init__(self, name: str, work: Callable[[], Result], loop: asyncio.AbstractEventLoop) -> None:
        self.name, self.work, self.loop = name, work, loop
        self.found: asyncio.Future[Result] = loop.create_future()
        self.begun: float | None = None
        self.wanted = True

    def run(self) -> None:
        try:
            result = self.work()
        except BaseException as fault:  # noqa: BLE001  it is raised where the result is asked for
            self._tell(self._raise, fault)
        else:
            self._tell(self._give, result)

    def _tell(self, how: Callable[[Any], None], what: object) -> None:
        if self.wanted and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(how, what)

    def _give(self, result: Result) -> None:
        if not self.found.done():
            self.found.set_result(result)

    def _raise(self, fault: BaseException) -> None:
        if not self.found.done():
            self.found.set_exception(fault)


class Pool:
    """Runs work in ``threads`` daemon threads, and in a few more while some of them are stuck.

    ``asyncio.to_thread`` would hold up the end of the process until all work is done, and lose a thread for good
    to whatever never ends.
    """

    def __init__(self, name: str, threads: int = 2) -> None:
        self._name, self._usual = name, threads
        self._jobs: SimpleQueue[_Job[Any]] = SimpleQueue()
        self._lock = Lock()
        self._alive = 0
        self._running: dict[str, _Job[Any]] = {}

    async def run(self, name: str, work: Callable[[], Result], seconds: float) -> Result:
        """The result of ``work``, or what it raised.

        Raises:
            TimeoutError: there is neither within ``seconds``, waiting for a thread included.
            StillBusyError: earlier work of that name has not ended yet.
        """
        if name in self._running:
            raise StillBusyError(name)
        loop = asyncio.get_running_loop()
        job: _Job[Result] = _Job(name, work, loop)
        self._running[name] = job
        self._jobs.put(job)
        if self._alive < self._usual:
            self._start()
        relief = loop.call_later(_STUCK, self._relieve, job)
        try:
            async with asyncio.timeout(seconds):
                return await job.found
        finally:
            relief.cancel()
            job.wanted = False
            if job.begun is None:
                self._forget(job)

    def _relieve(self, job: "_Job[Any]") -> None:
        """Start another thread where ``job`` waits because others are stuck."""
        if job.begun is not None or not job.wanted:
            return
        if self._well() < self._usual and self._alive < _MOST:
            self._start()
        job.loop.call_later(_STUCK, self._relieve, job)

    def _well(self) -> int:
        """How many threads are not stuck."""
        long_ago = time.monotonic() - _STUCK
        jobs = list(self._running.values())
        return self._alive - sum(job.begun is not None and job.begun < long_ago for job in jobs)

    def _forget(self, job: "_Job[Any]") -> None:
        if self._running.get(job.name) is job:
            del self._running[job.name]

    def _start(self) -> None:
        with self._lock:
            self._alive += 1
            number = self._alive
        Thread(target=self._work, name=f"{self._name}-{number}", daemon=True).start()

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            if job.wanted:
                job.begun = time.monotonic()
                job.run()
            self._forget(job)
            del job  # what it read must not live until the next one comes
            with self._lock:
                if self._well() > self._usual:
                    self._alive -= 1
                    return
