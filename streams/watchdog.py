"""Watches a worker from a thread of its own and ends the process when it is alive in name only.

Faust's own detector only logs, and looks at two different clocks. Whoever started the worker starts it anew;
what was not committed comes again.
"""

import asyncio
import os
import threading
import time
from collections.abc import Callable
from typing import Any, Final

import faust

from runtime.health import Conditions
from runtime.logs import get
from streams.overrides import SafeConsumer
from tocsin.config.model import Worker
from tocsin.watchdog import Limits, Vitals, first, judge, next_pulse, unseen

EXIT_UNHEALTHY: Final = 75
EXIT_SHUTDOWN_DEADLINE: Final = 71

log = get(__name__)


class Watchdog:
    """Looks every ``interval`` seconds; started and stopped with the worker."""

    def __init__(
        self,
        app: faust.App,
        settings: Worker,
        conditions: Conditions,
        *,
        interval: float = 1.0,
        portions: Callable[[], int] = lambda: 0,
        leave: Callable[[int], Any] = os._exit,
    ) -> None:
        """``portions`` counts what was done of a message that takes long: that too is progress."""
        self._portions = portions
        self._app, self._conditions, self._interval, self._leave = app, conditions, interval, leave
        self._limits = Limits(
            hang=settings.hang_timeout.total_seconds(),
            stall=settings.stall_timeout.total_seconds(),
            commit=settings.commit_timeout.total_seconds(),
        )
        self._beat = time.monotonic()
        self._done = threading.Event()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to watch the worker whose event loop is ``loop``."""
        threading.Thread(target=self._watch, args=(loop,), name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Stop watching."""
        self._done.set()

    def vitals(self) -> Vitals:
        """What can be seen of the worker now, without asking its event loop."""
        consumer = self._app._consumer  # noqa: SLF001  the property would create one
        waiting, uncommitted, committed = (
            _offsets(consumer) if isinstance(consumer, SafeConsumer) else (0, 0, 0)
        )
        return Vitals(
            at=time.monotonic(),
            beat=self._beat,
            finished=self._portions()
            + (consumer.finished_total if isinstance(consumer, SafeConsumer) else 0),
            waiting=waiting,
            uncommitted=uncommitted,
            committed=committed,
            recovering=bool(self._app.in_recovery),
        )

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        pulse = first(
            Vitals(at=time.monotonic(), beat=self._beat, finished=0, waiting=0, uncommitted=0, committed=0)
        )
        while not self._done.wait(self._interval):
            try:
                loop.call_soon_threadsafe(self._answer)
                pulse = next_pulse(pulse, self.vitals())
            except Exception as fault:  # noqa: BLE001 -- a worker that can't be looked at must not go unwatched
                log.error("the watchdog could not look at the worker", why=repr(fault))  # noqa: TRY400
                pulse = unseen(pulse, time.monotonic())
            unhealthy = judge(pulse, self._limits)
            if unhealthy is not None:
                self._conditions.set(unhealthy.reason, unhealthy.detail)
                log.critical(
                    "the watchdog ends this worker", reason=unhealthy.reason, detail=unhealthy.detail
                )
                self._leave(EXIT_UNHEALTHY)
                return

    def _answer(self) -> None:
        self._beat = time.monotonic()


def end_after(seconds: float, *, leave: Callable[[int], Any] = os._exit) -> threading.Timer:
    """A shutdown that takes longer than this ends the process; cancel the timer when it is done."""

    def end() -> None:
        log.critical("shutdown took too long; the worker ends at once, nothing is lost", seconds=seconds)
        leave(EXIT_SHUTDOWN_DEADLINE)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    return timer


def _offsets(consumer: SafeConsumer) -> tuple[int, int, int]:
    waiting = uncommitted = committed = 0
    sequence = consumer.sequence
    for tp in sequence.known():
        done, at = sequence.done(tp), consumer.committed(tp) or 0
        here = sequence.reached(tp) or 0
        waiting += max(len(sequence.in_flight.get(tp, ())), (consumer.end(tp) or here) - here)
        uncommitted += max(0, (done or 0) - at)
        committed += at
    return waiting, uncommitted, committed
