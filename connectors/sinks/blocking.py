"""Calls that may block for ever: a disk that hangs, a terminal whose reader stopped reading."""

import asyncio
import errno
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from tocsin.delivery.outcome import RetryReason

T = TypeVar("T")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Lane:
    """One call at a time, each in a daemon thread of its own.

    Not in asyncio's pool: a call that never returns would keep the process from ending, and six of them would keep
    everybody else from resolving a name.
    """

    def __init__(self) -> None:
        self._free = asyncio.Lock()
        self._ended: Future[None] | None = None

    async def run(self, call: Callable[[], T]) -> T:
        """What ``call`` returns or raises. Cancelling gives up the waiting, not the call: the next one waits for it."""
        async with self._free:
            if self._ended is not None:
                await asyncio.wrap_future(self._ended)
            done: Future[T] = Future()
            self._ended = Future()
            for future in (done, self._ended):
                future.set_running_or_notify_cancel()  # from here on no one who waits can cancel it
            threading.Thread(target=_call, args=(call, done, self._ended), name="sink", daemon=True).start()
            return await asyncio.wrap_future(done)


def _call(call: Callable[[], T], done: Future[T], ended: Future[None]) -> None:
    try:
        done.set_result(call())
    except BaseException as fault:  # noqa: BLE001 -- it is raised where the call was made
        done.set_exception(fault)
    finally:
        ended.set_result(None)


def reason(fault: OSError) -> RetryReason:
    """Why a file did not take what was written."""
    return "disk_full" if fault.errno in _FULL else "io_error"
