"""A child that ends with its parent, even where the parent was killed by SIGKILL.

Run as a file of its own, it ties itself to its parent and becomes the command it was given: no code of ours runs
between fork and exec, which a parent with threads could not do safely. Linux only (prctl, PR_SET_PDEATHSIG);
elsewhere a killed parent leaves its children running.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def leashed(command: Sequence[str], on_death: signal.Signals = signal.SIGKILL) -> list[str]:
    """``command`` as a child of this process that gets ``on_death`` when this process ends.

    Start it from a thread that lives as long as the process (the main thread): Linux watches the thread.
    """
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(on_death)), *command]


def _become(parent: int, on_death: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, on_death, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the process that wanted this one is gone")
    try:
        os.execvp(command[0], command)  # noqa: S606 -- a program of ours, named by our own parent
    except OSError as fault:
        sys.exit(f"{command[0]}: {fault.strerror}")


if __name__ == "__main__":
    _become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
