"""The embedded broker, noida-db: a laptop's Kafka, one child process, never for production.

Its conditions, and what each is for: docs/decisions/0001-embedded-broker.md.
"""

import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

from cli.datalock import DataLock
from cli.leash import leashed
from runtime import logs, probe

HOST = "127.0.0.1"
START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0  # it writes all its data as one file when told to stop

_DATA_FILE = "kafka.json"
_UNREADABLE = "failed to parse kafka snapshot"  # what noida-db 0.2.3 says of a file it can't read

log = logs.get("embedded")


class EmbeddedBrokerError(Exception):
    """The embedded broker can't run; the message says why and what to do."""


class EmbeddedBroker:
    """One broker on ``data_dir``; ``port`` 0 means a free one, kept over restarts. Its words go to ``log_file``."""

    def __init__(self, data_dir: Path, port: int, log_file: Path) -> None:
        self._data_dir, self._log_file = data_dir, log_file
        self._port = port or probe.free_port()
        self._lock = DataLock(data_dir / "lock")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host:port, known before it starts."""
        return f"{HOST}:{self._port}"

    @property
    def pid(self) -> int:
        """The broker's process id.

        Raises:
            EmbeddedBrokerError: it was never started.
        """
        if self._process is None:
            raise EmbeddedBrokerError("the embedded broker is not started")
        return self._process.pid

    def alive(self) -> bool:
        """Whether the child runs."""
        process = self._process
        return process is not None and process.poll() is None

    def start(self) -> str:
        """``spawn`` and ``wait`` in one, where waiting holds nothing up: returns ``host:port``, raises as they do."""
        self.spawn()
        while not self.wait():
            self.spawn()
        return self.address

    def spawn(self) -> None:
        """Begin its process, also again after it died; ``wait`` next. Call it from the main thread (``leashed``).

        Raises:
            EmbeddedBrokerError: not installed, or the folder is in use.
        """
        self._data_dir.mkdir(parents=True, exist_ok=True)
        binary = _binary()
        self._lock_folder()
        self._begin(binary)

    def wait(self) -> bool:
        """Wait until it answers Kafka requests; any thread may do that, and ``stop`` in another ends it.

        False where it could not read its data: they are moved aside, with a warning that names the new place, and
        it wants to be spawned again.

        Raises:
            EmbeddedBrokerError: the port is taken, or no answer in 60 s.
        """
        if self._answered():
            return True
        if self._move_unreadable_data():
            return False
        if self._process is not None:  # else someone else is stopping it
            self.stop()
        raise EmbeddedBrokerError(f"the embedded broker did not start: {self._last_words()}")

    def stop(self) -> None:
        """SIGTERM and up to 30 s to save its data, then SIGKILL, with a warning. Harmless when not running."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            before = self._saved_at()
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if self._saved_at() == before:  # it says nothing of a full disk, and ends as if all were well
                log.warning("the embedded broker stopped without saving its data", folder=str(self._data_dir))
        self._lock.release()

    def _saved_at(self) -> int:
        data = self._data_dir / _DATA_FILE
        return data.stat().st_mtime_ns if data.exists() else 0

    def _lock_folder(self) -> None:
        holder = self._lock.acquire(patience=STOP_TIMEOUT)
        if holder is not None:
            raise EmbeddedBrokerError(
                f"{self._data_dir} is in use by another tocsin run (process {holder}): "
                "stop that one, or give this one its own data_dir"
            )

    def _begin(self, binary: str) -> None:
        # A broker that was killed leaves this behind; we hold the lock, so nobody else is meant by it.
        (self._data_dir / "noida.control.json").unlink(missing_ok=True)
        command = [binary, "start", "--only", "kafka", "--host", HOST, "--kafka-port", str(self._port)]
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("wb") as output:
            self._process = subprocess.Popen(
                leashed([*command, "--data-dir", str(self._data_dir)], signal.SIGTERM),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # the terminal's Ctrl-C must not reach it before the others have stopped
                pass_fds=self._lock.descriptors(),  # held until the broker too is gone
            )

    def _answered(self) -> bool:
        deadline = time.monotonic() + START_TIMEOUT
        while self.alive() and time.monotonic() < deadline:
            if probe.answers(HOST, self._port) and self.alive():
                return True
            time.sleep(0.02)
        return False

    def _move_unreadable_data(self) -> bool:
        if _UNREADABLE not in self._last_words():
            return False
        data = self._data_dir / _DATA_FILE
        aside = data.with_name(f"{_DATA_FILE}.unreadable-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
        data.rename(aside)
        log.warning(
            "the embedded broker could not read its data; starting with none, the old file is kept",
            file=str(data),
            kept_as=str(aside),
            reason=self._last_words(),
        )
        return True

    def _last_words(self) -> str:
        lines = self._log_file.read_text(encoding="utf-8", errors="replace").splitlines()
        faults = [line for line in lines if line.startswith("error:")]
        return " ".join(faults or lines[-1:]) or f"no word from it within {START_TIMEOUT:.0f} s"


def _binary() -> str:
    spec = importlib.util.find_spec("noida_db")
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / ("noida-db.exe" if os.name == "nt" else "noida-db")
        if path.is_file():
            return str(path)
    raise EmbeddedBrokerError(
        "the embedded broker is not installed: pip install 'tocsin[embedded]', "
        "or name your brokers in kafka.bootstrap_servers (--bootstrap-servers)"
    )
