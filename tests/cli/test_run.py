"""`tocsin run` as a person has it: real parts on the embedded broker."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from cli.embedded import EmbeddedBroker
from cli.ports import Ports
from cli.run import own_pages
from runtime import probe
from runtime.metrics import Instruments

pytestmark = [pytest.mark.e2e, pytest.mark.embedded]

ROOT = Path(__file__).parents[2]


class Desk:
    """A folder with a configuration, and what `tocsin` says when run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = probe.free_port()
        self._said = folder / "said"
        (folder / "tocsin.yaml").write_text(
            f"samples: true\nwatchlists: {ROOT / 'watchlists'}\nmetrics: {{port: {self.port}}}\n"
        )
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with self._said.open("ab") as output:
            process = subprocess.Popen(
                self._command(*words), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        self._started.append(process)
        return process

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command(*words), capture_output=True, text=True, timeout=60, check=False)

    def said(self) -> str:
        return self._said.read_text(encoding="utf-8")

    def wait(self, text: str, seconds: float = 60) -> None:
        until(lambda: text in self.said(), seconds, lambda: f"never said {text!r}, but:\n{self.said()}")

    def close(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cli", "--config", str(self.folder / "tocsin.yaml"), *words]


def until(true: Callable[[], bool], seconds: float, otherwise: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.02)


def family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def metrics_ports(processes: list[psutil.Process]) -> list[int]:
    """Where the parts serve their pages: a port that was taken has been passed over."""
    lines = [one.cmdline() for one in processes]
    return [int(line[line.index("--metrics-port") + 1]) for line in lines if "--metrics-port" in line]


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def test_the_first_alert_comes_within_a_minute_and_ctrl_c_leaves_nothing_behind(desk: Desk) -> None:
    run = desk.start("run")
    desk.wait("broker ready on 127.0.0.1:")
    desk.wait("(first report)", 60)  # the terminal sink's words
    desk.wait("source ready")
    parts = family(run)
    assert len(parts) == 4  # broker, worker, sink, source

    second = desk.call("run")
    assert second.returncode == 1
    assert f"in use by another `tocsin run` (process {run.pid})" in second.stderr
    assert desk.call("topics", "check").returncode == 0
    letters = desk.call("deadletters", "list", "--json")
    assert (letters.returncode, letters.stderr) == (0, "0 dead letters\n")
    ports = metrics_ports(parts)
    assert len(ports) == 3  # all but the broker's
    for port in ports:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as page:
            assert json.load(page)["ready"]

    run.send_signal(signal.SIGINT)
    assert run.wait(60) == 0
    desk.wait("everything has stopped")
    said = desk.said()
    order = [said.index(f"{part} stopped") for part in ("source", "worker", "sink-screen", "broker")]
    assert order == sorted(order)
    assert all_gone(parts)
    assert not (desk.folder / ".tocsin" / "run.json").exists()
    assert desk.call("topics", "check").returncode == 3


def test_a_run_that_is_killed_leaves_no_process_and_the_next_one_goes_on(desk: Desk) -> None:
    run = desk.start("run")
    desk.wait("source ready")
    parts = family(run)
    run.kill()
    run.wait()
    until(lambda: all_gone(parts), 35)
    again = desk.start("run")
    desk.wait("0 of them new")
    until(lambda: desk.said().count("source ready") == 2, 60, desk.said)
    again.send_signal(signal.SIGTERM)
    assert again.wait(60) == 0


def test_a_part_that_is_killed_comes_again(desk: Desk) -> None:
    run = desk.start("run")
    desk.wait("source ready")
    worker = next(one for one in family(run) if "worker" in one.cmdline())
    os.kill(worker.pid, signal.SIGKILL)
    desk.wait("worker ended: killed by SIGKILL")
    desk.wait("worker ready again")
    run.send_signal(signal.SIGINT)
    assert run.wait(60) == 0


def test_a_broker_that_is_killed_comes_again(desk: Desk) -> None:
    run = desk.start("run")
    desk.wait("source ready")
    broker = next(one for one in family(run) if "noida" in one.name())
    os.kill(broker.pid, signal.SIGKILL)
    desk.wait("the embedded broker died")
    desk.wait("broker ready again")
    run.send_signal(signal.SIGINT)
    assert run.wait(90) == 0


def test_a_kafka_that_comes_later_is_waited_for(tmp_path: Path) -> None:
    port = probe.free_port()
    desk = Desk(tmp_path)
    broker = EmbeddedBroker(tmp_path / "other", port, tmp_path / "other.log")
    try:
        run = desk.start("run", "--bootstrap-servers", f"127.0.0.1:{port}")
        desk.wait("nothing listens there; still waiting")
        broker.start()
        desk.wait("(first report)", 60)
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 0
        assert broker.alive()
    finally:
        desk.close()
        broker.stop()


def test_ctrl_c_is_heard_while_kafka_is_waited_for(desk: Desk) -> None:
    run = desk.start("run", "--bootstrap-servers", f"127.0.0.1:{probe.free_port()}")
    desk.wait("still waiting")
    run.send_signal(signal.SIGINT)
    assert run.wait(20) == 0


async def test_a_port_taken_from_under_us_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports are looked at before they are listened on; in between, somebody may be quicker."""
    with socket.socket() as quicker:
        quicker.bind(("127.0.0.1", probe.free_port()))
        quicker.listen()
        monkeypatch.setattr("cli.ports._free", lambda *_: True)
        first = quicker.getsockname()[1]
        pages, last = await own_pages(Instruments("run"), "127.0.0.1", Ports("127.0.0.1", first))
        await pages.stop()
    assert last > first
