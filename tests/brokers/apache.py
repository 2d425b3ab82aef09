"""A real Apache Kafka: one KRaft node as a child process. `python -m tests.brokers.apache` is `make kafka`."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from cli.leash import leashed
from runtime import probe
from tests.brokers.certificates import Certificates
from tests.brokers.jars import CACHE, Unavailable, jars, need

HOST = "127.0.0.1"
START_TIMEOUT = 120.0  # a busy machine with two cores
STOP_TIMEOUT = 30.0
SCRAM_USER, SCRAM_PASSWORD = "tocsin", "correct horse"

_JVM = (
    "-Xms64m",
    "-Xmx320m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xshare:auto",
    "-XX:-UsePerfData",
)
_LOG = ("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true")


class ApacheKafka:
    """One broker with its data in ``folder``; ``port`` 0 means a free one. Ports and data are kept over restarts.

    With ``certificates`` it also listens on ``sasl_ssl`` (SCRAM-SHA-512) and ``mtls`` (client certificates).
    """

    def __init__(self, folder: Path, port: int = 0, certificates: Certificates | None = None) -> None:
        self._folder, self._certificates = folder, certificates
        self._port, self._controller = port or probe.free_port(), probe.free_port()
        self._sasl_ssl, self._mtls = probe.free_port(), probe.free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self._port}"

    @property
    def sasl_ssl(self) -> str:
        return f"{HOST}:{self._sasl_ssl}"

    @property
    def mtls(self) -> str:
        return f"{HOST}:{self._mtls}"

    @property
    def log_file(self) -> Path:
        return self._folder / "kafka.log"

    def start(self) -> None:
        """Start, on the data of the last time if there are any, and wait until it serves requests.

        Raises:
            Unavailable: no Java or no jars here.
            RuntimeError: it did not come up.
        """
        java = [need("java", "to run Apache Kafka"), *_JVM, *_LOG, "-cp", f"{jars()}/*"]
        properties = self._folder / "server.properties"
        if not properties.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(properties, self._settings())
            self._format(java, properties)
        with self.log_file.open("ab") as output:
            self._process = subprocess.Popen(
                leashed([*java, "kafka.Kafka", str(properties)]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_for_answer()

    def stop(self) -> None:
        """SIGTERM, then SIGKILL after 30 s. Harmless when not running; wakes a paused broker first."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self.kill9()

    def kill9(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._running().kill()
        self._running().wait()

    def pause(self) -> None:
        """SIGSTOP: its connections stay open and nothing answers."""
        self._running().send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._running().send_signal(signal.SIGCONT)

    def alive(self) -> bool:
        """Whether the process runs (a paused one does)."""
        return self._process is not None and self._process.poll() is None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("this Apache Kafka was never started")
        return self._process

    def _format(self, java: list[str], properties: Path) -> None:
        command = [
            *java,
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "dG9jc2luLXRlc3RzLTAwMQ",
            "-c",
            str(properties),
        ]
        if self._certificates:
            command += ["--add-scram", f"SCRAM-SHA-512=[name={SCRAM_USER},password={SCRAM_PASSWORD}]"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=START_TIMEOUT, check=False)
        if run.returncode != 0:
            properties.unlink()
            raise RuntimeError(
                f"formatting Apache Kafka's storage failed: {run.stdout[-500:]}{run.stderr[-500:]}"
            )

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while self.alive() and time.monotonic() < deadline:
            if probe.answers(HOST, self._port):
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(
            f"Apache Kafka did not start; the end of {self.log_file}:\n{self.log_file.read_text()[-2000:]}"
        )

    def _settings(self) -> dict[str, str]:
        listeners = {"PLAINTEXT": self._port, "CONTROLLER": self._controller}
        if self._certificates:
            listeners |= {"SASL_SSL": self._sasl_ssl, "SSL": self._mtls}
        addresses = {name: f"{name}://{HOST}:{port}" for name, port in listeners.items()}
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{HOST}:{self._controller}",
            "controller.listener.names": "CONTROLLER",
            "listeners": ",".join(addresses.values()),
            "advertised.listeners": ",".join(
                value for name, value in addresses.items() if name != "CONTROLLER"
            ),
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL",
            "log.dirs": str(self._folder / "data"),
            "auto.create.topics.enable": "false",
            "group.initial.rebalance.delay.ms": "0",
            # A broker back from kill -9 waits until its old session has ended.
            "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500",
            "group.min.session.timeout.ms": "1000",
            "offsets.topic.num.partitions": "4",
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.num.partitions": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            **(self._certificates.broker_settings() if self._certificates else {}),
        }


def _write(properties: Path, settings: Mapping[str, str]) -> None:
    properties.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")


def main() -> int:
    """Run one on 127.0.0.1:9092, its data under `.kafka/`, until Ctrl-C."""
    kafka = ApacheKafka(CACHE / "local", port=9092)
    if probe.answers(HOST, 9092):
        print("error: a broker already answers on 127.0.0.1:9092", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _serve(kafka)
    except KeyboardInterrupt:
        return 0
    except (Unavailable, RuntimeError) as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    finally:
        kafka.stop()
        print("==> stopped")
    return 0


def _serve(kafka: ApacheKafka) -> None:
    print("==> starting Apache Kafka (the first time Maven fetches it: about 100 MB)", flush=True)
    kafka.start()
    print(f"==> Apache Kafka on {kafka.bootstrap}; data and log in {CACHE / 'local'}; Ctrl-C stops it")
    print(f"==> next: .venv/bin/tocsin run --bootstrap-servers {kafka.bootstrap}", flush=True)
    while kafka.alive():
        time.sleep(0.5)
    raise RuntimeError(f"Apache Kafka ended by itself; see {kafka.log_file}")


if __name__ == "__main__":
    sys.exit(main())
