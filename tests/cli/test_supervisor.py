"""The supervisor with toy parts."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from cli.child import Part
from cli.exits import KEEPS_DYING, Failure
from cli.supervisor import Supervisor
from runtime import probe
from runtime.metrics import Instruments
from tests.waiting import until


class Stage:
    """A supervisor and what its toys wrote down."""

    def __init__(self, folder: Path) -> None:
        self.journal = folder / "journal"
        self.log = folder / "log"
        self.hurry = asyncio.Event()
        self.instruments = Instruments("run")
        self.supervisor = Supervisor("127.0.0.1", self.log, self.instruments, self.hurry)

    def part(self, name: str, *habits: str, grace: float = 10.0) -> Part:
        port = probe.free_port()
        command = (sys.executable, "-m", "tests.cli.toy", name, str(port), str(self.journal), *habits)
        return Part(name=name, command=command, port=port, grace=grace)

    def noted(self) -> list[str]:
        return self.journal.read_text().splitlines() if self.journal.exists() else []

    def pids(self, name: str) -> list[int]:
        return [int(line.split()[2]) for line in self.noted() if line.startswith(f"{name} started")]

    def restarts(self, name: str) -> str:
        lines = self.instruments.exposition().decode().splitlines()
        return next(line.split()[-1] for line in lines if f'restarts_total{{part="{name}"}}' in line)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.hurry.set()
    await stage.supervisor.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.supervision.FIRST_WAIT", 0.01)


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


async def test_the_last_stage_started_is_stopped_first(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.supervisor.start([stage.part("sink-screen"), stage.part("sink-log")])
    stage.supervisor.start([stage.part("worker")])
    await stage.supervisor.ready()
    stage.supervisor.start([stage.part("source")])
    await stage.supervisor.ready()
    await stage.supervisor.stop()
    stopped = [line.split()[0] for line in stage.noted() if line.endswith("stopped")]
    assert stopped[:2] == ["source", "worker"]
    assert sorted(stopped[2:]) == ["sink-log", "sink-screen"]
    said = capsys.readouterr().err
    assert said.index("worker ready") < said.index("source ready") < said.index("source stopped")
    assert said.index("source stopped") < said.index("worker stopped") < said.index("sink-screen stopped")


async def test_parts_are_out_of_reach_of_the_terminals_ctrl_c(stage: Stage) -> None:
    stage.supervisor.start([stage.part("worker")])
    await stage.supervisor.ready()
    (pid,) = stage.pids("worker")
    assert os.getsid(pid) == pid != os.getsid(0)


async def test_a_part_that_dies_is_started_again_counted_and_its_code_explained(
    stage: Stage, capsys: pytest.CaptureFixture[str], impatient: None
) -> None:
    stage.supervisor.start([stage.part("worker", "frail")])
    await stage.supervisor.ready()
    assert len(stage.pids("worker")) == 2
    assert stage.restarts("worker") == "1.0"
    said = capsys.readouterr().err
    assert "worker ended: exit code 75 (its watchdog found it alive in name only)" in said
    assert str(stage.log / "worker.log") in said


async def test_a_part_that_was_killed_is_started_again(
    stage: Stage, capsys: pytest.CaptureFixture[str], impatient: None
) -> None:
    stage.supervisor.start([stage.part("worker")])
    await stage.supervisor.ready()
    os.kill(stage.pids("worker")[0], signal.SIGKILL)
    await until(lambda: len(stage.pids("worker")) == 2)
    assert "worker ended: killed by SIGKILL" in capsys.readouterr().err


async def test_a_pause_kills_every_part_and_starts_none_before_it_is_over(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.supervisor.start([stage.part("worker", "deaf")])
    stage.supervisor.start([stage.part("source")])
    await stage.supervisor.ready()
    await stage.supervisor.pause()
    pids = stage.pids("worker") + stage.pids("source")
    assert all(gone(pid) for pid in pids)
    await stage.supervisor.pause()
    assert (stage.restarts("worker"), stage.restarts("source")) == ("1.0", "1.0")
    assert stage.pids("worker") + stage.pids("source") == pids
    stage.supervisor.resume()
    await until(lambda: len(stage.pids("worker")) == len(stage.pids("source")) == 2)
    assert "ended" not in capsys.readouterr().err


async def test_parts_that_pause_can_be_stopped(stage: Stage) -> None:
    stage.supervisor.start([stage.part("worker")])
    await stage.supervisor.ready()
    await stage.supervisor.pause()
    async with asyncio.timeout(10):
        await stage.supervisor.stop()
    assert len(stage.pids("worker")) == 1


async def test_a_part_that_keeps_dying_ends_it_all_with_its_last_words(
    stage: Stage, capsys: pytest.CaptureFixture[str], impatient: None
) -> None:
    stage.supervisor.start([stage.part("sink-screen")])
    await stage.supervisor.ready()
    stage.supervisor.start([stage.part("worker", "dies")])
    with pytest.raises(
        Failure, match=r"worker ended: .*5th time within 60 s; giving up.*worker\.log"
    ) as failure:
        async with asyncio.timeout(30):
            await stage.supervisor.watch()
    assert failure.value.exit_code == KEEPS_DYING
    assert len(stage.pids("worker")) == 5
    assert "my last words" in capsys.readouterr().err
    await stage.supervisor.stop()
    assert "sink-screen stopped" in stage.noted()


async def test_a_part_that_does_not_stop_is_killed_when_its_grace_is_over(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.supervisor.start([stage.part("worker", "deaf", grace=0.2)])
    await stage.supervisor.ready()
    await stage.supervisor.stop()
    assert gone(stage.pids("worker")[0])
    assert "worker did not stop by itself in time and was killed" in capsys.readouterr().err


async def test_to_hurry_is_to_wait_for_nobody(stage: Stage) -> None:
    stage.supervisor.start([stage.part("worker", "deaf", grace=60), stage.part("source", "deaf", grace=60)])
    await stage.supervisor.ready()
    stage.hurry.set()
    async with asyncio.timeout(10):
        await stage.supervisor.stop()
    assert all(gone(pid) for pid in stage.pids("worker") + stage.pids("source"))


async def test_a_part_that_is_not_ready_delays_the_others_only_so_long_and_says_why(
    stage: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.supervisor.PATIENCE", 1.0)
    stage.supervisor.start([stage.part("sink-desk", "sick")])
    await until(lambda: bool(stage.noted()))
    await stage.supervisor.ready()
    assert "sink-desk is not ready yet: kafka: nobody there; going on" in capsys.readouterr().err


async def test_warnings_and_worse_are_said_on_the_terminal_and_all_is_kept(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.supervisor.start([stage.part("worker", "loud")])
    await stage.supervisor.ready()
    await stage.supervisor.stop()
    said = capsys.readouterr().err
    assert "worker: warning: warning said why=toy" in said
    assert "worker: error: error said why=toy" in said
    assert "info said" not in said
    assert "info said" in (stage.log / "worker.log").read_text()


RUN = """
import asyncio, sys
from pathlib import Path
from cli.child import Part
from cli.supervisor import Supervisor
from runtime import probe
from runtime.metrics import Instruments

async def main(folder: Path) -> None:
    supervisor = Supervisor("127.0.0.1", folder / "log", Instruments("run"), asyncio.Event())
    for name in ("worker", "source"):
        port = probe.free_port()
        command = (sys.executable, "-m", "tests.cli.toy", name, str(port), str(folder / "journal"), "deaf")
        supervisor.start([Part(name=name, command=command, port=port)])
    await supervisor.ready()
    print("ready", flush=True)
    await supervisor.watch()

asyncio.run(main(Path(sys.argv[1])))
"""


def test_a_supervisor_that_is_killed_leaves_no_part_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as supervisor:
        assert supervisor.stdout is not None
        assert supervisor.stdout.readline() == b"ready\n"
        pids = [int(line.split()[2]) for line in (tmp_path / "journal").read_text().splitlines()]
        assert len(pids) == 2
        assert not any(gone(pid) for pid in pids)
        supervisor.kill()
    deadline = time.monotonic() + 10
    while not all(gone(pid) for pid in pids):
        assert time.monotonic() < deadline, "a part outlived its supervisor"
        time.sleep(0.02)
