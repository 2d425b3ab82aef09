"""The parts of a run, each of which may fail without the others, and how long each takes."""

import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar, cast

T = TypeVar("T")
Tell = Callable[[str], None]


class Parts:
    """``failed`` says by name why a part has no result, ``took`` how many seconds each part took by the clock."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.failed: dict[str, str] = {}
        self.took: dict[str, float] = {}
        self.stopped = False

    def run(self, name: str, part: Callable[[], T]) -> T | None:
        """What ``part`` gives; ``None`` where it fails or is interrupted, and for every part after an interruption."""
        if self.stopped:
            self.failed[name] = "not begun: the run was interrupted"
            return None
        self._tell(name)
        began = time.monotonic()
        try:
            return part()
        except KeyboardInterrupt:
            self.stopped = True
            self.failed[name] = "interrupted"
        except Exception as fault:  # noqa: BLE001 -- told on the page, and by the exit code
            traceback.print_exc(file=sys.stderr)
            self.failed[name] = f"failed: {type(fault).__name__}: {fault}".replace("\n", " ")
        finally:
            self.took[name] = time.monotonic() - began
        return None


def interruptible() -> None:
    """For a process that works for another: an interruption ends it, and with it the part that waits for it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def apart(work: Callable[[], T], within: float) -> T:
    """What ``work`` gives in a process of its own, of which nothing is left afterwards.

    Raises:
        TimeoutError: it took longer than ``within`` seconds.
        RuntimeError: it failed; its traceback went to standard error.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_do, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send(work)  # not as an argument: to hand over much to a process that dies early never ends
        if not ours.poll(within):
            raise TimeoutError(f"not done within {within:.0f} s")
        return cast("T", ours.recv())
    except (EOFError, ConnectionError):
        raise RuntimeError("its process failed; see standard error") from None
    finally:
        process.kill()
        process.join()


def _do(asker: Connection) -> None:
    interruptible()
    asker.send(asker.recv()())
