"""One process at a time on a data folder."""

import os
import subprocess
import sys
import time
from pathlib import Path

from cli.datalock import DataLock


def test_the_second_is_told_the_first_ones_process_id(tmp_path: Path) -> None:
    first, second = DataLock(tmp_path / "lock"), DataLock(tmp_path / "lock")
    assert first.acquire(patience=0) is None
    assert second.acquire(patience=30) == os.getpid()
    first.release()
    assert second.acquire(patience=0) is None
    second.release()


def test_taking_and_releasing_again_is_harmless(tmp_path: Path) -> None:
    lock = DataLock(tmp_path / "lock")
    assert lock.acquire(patience=0) is None
    assert lock.acquire(patience=0) is None
    lock.release()
    lock.release()


def test_a_child_of_a_dead_holder_is_waited_for_and_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    lock = DataLock(path)
    lock.acquire(patience=0)
    path.write_text(dead.stdout.decode().strip())
    with subprocess.Popen(["sleep", "60"], pass_fds=lock.descriptors()) as child:
        lock.release()
        began = time.monotonic()
        assert lock.acquire(patience=0.2) == int(dead.stdout)
        assert time.monotonic() - began >= 0.2
        child.kill()
    assert lock.acquire(patience=10) is None
    lock.release()


def test_a_lock_file_left_behind_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("1")
    lock = DataLock(tmp_path / "lock")
    assert lock.acquire(patience=0) is None
    lock.release()
