"""A few threads for short work, some of which may never end."""

import asyncio
import sys
import time
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, Generic, TypeVar

Result = TypeVar("Result")

# Seconds. Whatever works on one thing for longer has its place taken by another thread.
_STUCK: Final = 1.0
_MOST: Final = 32


# Seconds. Python's own 5 ms are as long as the event loop waits after each of its calls to the system while a thread
# computes: a handful of them for every answer to a poll.
_SWITCH: Final = 0.001


def share_fairly() -> None:
    """Let threads of this process take turns so often that none that computes keeps the event loop waiting."""
    sys.setswitchinterval(_SWITCH)


class StillBusyError(Exception):
    """Earlier work of that name has not ended yet."""


class _Job(Generic[Result]):
    def __init__(self, name: str, work: Callable[[], Result], loop: asyncio.AbstractEventLoop) -> None:
        self.name, self.work, self.loop = name, work, loop
        self.found: asyncio.Future[Result] = loop.create_future()
        self.begun: float | None = None
        self.wanted = True

    def run(self) -> Callable[[], None]:
        """Do the work; returns what tells of it."""
        try:
            result = self.work()
        except BaseException as fault:  # noqa: BLE001  it is raised where the result is asked for
            return partial(self._tell, self._raise, fault)
        return partial(self._tell, self._give, result)

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
        self._begun: dict[_Job[Any], float] = {}
        self._looking: asyncio.AbstractEventLoop | None = None

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
        self._look_soon(loop)
        try:
            async with asyncio.timeout(seconds):
                return await job.found
        finally:
            job.wanted = False
            if job.begun is None:
                self._forget(job)

    def _look_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._looking is not loop:
            self._looking = loop
            loop.call_later(_STUCK, self._relieve, loop)

    def _relieve(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start another thread where work waits because others are stuck."""
        self._looking = None
        if self._jobs.empty():
            return
        if self._well() < self._usual and self._alive < _MOST:
            self._start()
        self._look_soon(loop)

    def _well(self) -> int:
        """How many threads are not stuck."""
        long_ago = time.monotonic() - _STUCK
        return self._alive - sum(begun < long_ago for begun in list(self._begun.values()))

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
            tell = self._done(job) if job.wanted else None
            self._forget(job)  # first: whoever is told may have more work of that name
            if tell is not None:
                tell()
            del job, tell  # what it read must not live until the next one comes
            with self._lock:
                if self._well() > self._usual:
                    self._alive -= 1
                    return

    def _done(self, job: "_Job[Any]") -> Callable[[], None]:
        self._begun[job] = job.begun = time.monotonic()
        try:
            return job.run()
        finally:
            del self._begun[job]
