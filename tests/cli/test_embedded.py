"""Starting and stopping the embedded broker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from structlog.testing import capture_logs

from cli import embedded
from cli.embedded import EmbeddedBroker, EmbeddedBrokerError
from runtime import probe

pytestmark = pytest.mark.embedded

# A `tocsin run` in small: starts a broker, says its process id, waits to be killed.
PARENT = """
import sys, time
from pathlib import Path
from cli.embedded import EmbeddedBroker
broker = EmbeddedBroker(Path(sys.argv[1]), 0, Path(sys.argv[2]))
broker.start()
print(broker.pid, flush=True)
time.sleep(60)
"""


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_it_answers_once_started_and_not_once_stopped(embedded_broker: EmbeddedBroker) -> None:
    host, _, port = embedded_broker.address.rpartition(":")
    assert embedded_broker.alive()
    assert probe.answers(host, int(port))
    embedded_broker.stop()
    assert not embedded_broker.alive()
    assert not probe.answers(host, int(port))
    assert embedded_broker.start() == f"{host}:{port}"


def test_it_is_out_of_reach_of_the_terminals_ctrl_c(embedded_broker: EmbeddedBroker) -> None:
    assert os.getsid(embedded_broker.pid) != os.getsid(0)


def test_a_second_one_on_the_same_folder_is_told_who_has_it(
    embedded_broker: EmbeddedBroker, tmp_path: Path
) -> None:
    second = EmbeddedBroker(tmp_path / "broker", 0, tmp_path / "second.log")
    with pytest.raises(EmbeddedBrokerError, match=rf"broker is in use by .* \(process {os.getpid()}\)"):
        second.start()
    assert embedded_broker.alive()


def test_it_ends_and_frees_its_folder_when_its_parent_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "broker"), str(tmp_path / "broker.log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        parent.wait()
        successor = EmbeddedBroker(tmp_path / "broker", 0, tmp_path / "successor.log")
        successor.start()  # waits for the orphan to save its data and go
        wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
        successor.stop()


def test_it_starts_again_after_a_kill(embedded_broker: EmbeddedBroker) -> None:
    first = embedded_broker.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not embedded_broker.alive())
    embedded_broker.start()
    assert embedded_broker.pid != first


@pytest.mark.parametrize("content", [b"", b'{"topics":[["x",{"na', b"\xff\x00"])
def test_unreadable_data_are_moved_aside_and_named(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "broker"
    folder.mkdir()
    (folder / "kafka.json").write_bytes(content)
    broker = EmbeddedBroker(folder, 0, tmp_path / "broker.log")
    with capture_logs() as said:
        broker.start()
    broker.stop()
    (aside,) = folder.glob("kafka.json.unreadable-*")
    assert aside.read_bytes() == content
    assert [(entry["log_level"], entry["kept_as"]) for entry in said] == [("warning", str(aside))]


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        broker = EmbeddedBroker(tmp_path / "broker", port, tmp_path / "broker.log")
        with pytest.raises(EmbeddedBrokerError, match=rf"port {port} is already in use"):
            broker.start()
    assert not broker.alive()
    broker.start()  # the failure let go of the folder
    broker.stop()


def test_a_missing_package_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EmbeddedBrokerError, match=r"pip install 'tocsin\[embedded\]'"):
        EmbeddedBroker(tmp_path / "broker", 0, tmp_path / "broker.log").start()


def test_one_that_does_not_stop_is_killed_and_what_it_did_not_save_is_said(
    embedded_broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "STOP_TIMEOUT", 0.3)
    os.kill(embedded_broker.pid, signal.SIGSTOP)  # it can't act on SIGTERM now
    process = psutil.Process(embedded_broker.pid)
    with capture_logs() as said:
        embedded_broker.stop()
    assert not process.is_running()
    assert [entry["event"] for entry in said] == ["the embedded broker stopped without saving its data"]


def test_a_disk_that_takes_no_data_is_said(embedded_broker: EmbeddedBroker, tmp_path: Path) -> None:
    (tmp_path / "broker" / "kafka.tmp").mkdir()  # where it writes first
    with capture_logs() as said:
        embedded_broker.stop()
    assert [(entry["log_level"], entry["folder"]) for entry in said] == [
        ("warning", str(tmp_path / "broker"))
    ]


def test_a_clean_stop_says_nothing(embedded_broker: EmbeddedBroker) -> None:
    with capture_logs() as said:
        embedded_broker.stop()
    assert not said
