"""`tocsin` as an operator starts it: whole processes, their words, metrics and health, and the alerts they wrote."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import aiohttp
import psutil
import yaml
from prometheus_client.parser import text_string_to_metric_families

from cli.probing import page, reasons
from tests.streams.harness import until
from tocsin.contract.codec import InvalidEvent
from tocsin.contract.events import Alert, Digest, FeedAlert
from tocsin.delivery.notice import Notice, read_notice
from tocsin.metrics import Metric

WATCHLISTS = Path(__file__).parents[2] / "watchlists"

_SERVING = re.compile(r"serving metrics and health .*\bport=(\d+)")
_STOP_SECONDS = 60


class Part:
    """A process of Tocsin's seen from outside: what it logs to ``log`` and serves on its pages."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def said(self) -> str:
        """All it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    async def says(self, *words: str, seconds: float = 60) -> None:
        """Wait until one line of what it said holds all of ``words``."""

        async def said() -> bool:
            return any(all(word in line for word in words) for line in self.said().splitlines())

        try:
            await until(said, seconds=seconds)
        except AssertionError:
            raise AssertionError(f"{self.log.stem} never said {words}, but:\n{self.said()[-3000:]}") from None

    async def counted(self, metric: Metric, **labels: str) -> float:
        """The sum of the metric's series with these labels; 0 where there is none, or no page yet."""
        text = await self._metrics()
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == metric.name and labels.items() <= sample.labels.items()
        )

    async def wrong(self) -> Mapping[str, str] | None:
        """What it says is wrong with it, by reason; ``None`` where it does not answer."""
        port = self._port()
        return await reasons(page("127.0.0.1", port, "/healthz")) if port else None

    async def ready(self, seconds: float = 60) -> None:
        """Wait until it calls itself ready."""

        async def well() -> bool:
            return await self.wrong() == {}

        try:
            await until(well, seconds=seconds)
        except AssertionError:
            raise AssertionError(f"{self.log.stem} is not ready:\n{self.said()[-3000:]}") from None

    async def _metrics(self) -> str:
        port = self._port()
        if port is None:
            return ""
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
                session.get(page("127.0.0.1", port, "/metrics")) as response,
            ):
                return await response.text()
        except (aiohttp.ClientError, TimeoutError):
            return ""

    def _port(self) -> int | None:
        found = _SERVING.findall(self.said())
        return int(found[-1]) if found else None


class Command(Part):
    """One `tocsin` command that runs until it is stopped."""

    def __init__(self, config: Path, words: tuple[str, ...], environment: Mapping[str, str]) -> None:
        super().__init__(config.with_name(f"{'-'.join(words[:2])}.log"))
        own = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "--config", str(config), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**own, **environment},
            )

    def kill9(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Stop it as an operator would, and what it started with it. Returns its exit code, negative for a signal."""
        family = self._family()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        _, alive = psutil.wait_procs(family, timeout=_STOP_SECONDS)
        assert not alive, f"still there after {self.log.stem}: {alive}"
        return code

    def _family(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []


def whole_lines(path: Path) -> list[bytes]:
    """The lines of a file that may just be written to: the last one counts once it has its end."""
    written = path.read_bytes() if path.exists() else b""
    return written[: written.rfind(b"\n") + 1].splitlines()


def _notices(path: Path) -> list[Notice | InvalidEvent]:
    found = [read_notice(line) for line in whole_lines(path)]
    assert not [notice for notice in found if isinstance(notice, InvalidEvent)], found
    return found


class Desk:
    """A folder with a configuration of its own; what was started there ends with it.

    ``settings`` are those of tocsin.yaml; every port is free. All feeds live on one host, loopback, which minds
    nothing.
    """

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.config = folder / "tocsin.yaml"
        own = {
            "watchlists": str(WATCHLISTS),
            "receivers": [{"name": "log", "sink": "jsonl", "path": "alerts.jsonl"}],
            "metrics": {"port": 0},
        }
        rss = {
            "interval": "200ms",
            "timeout": "3s",
            "allow": ["127.0.0.1"],
            "host_delay": "0s",
            "host_concurrency": 20,
            **settings.pop("rss", {}),
        }
        self.config.write_text(yaml.safe_dump({**own, "rss": rss, **settings}), encoding="utf-8")
        self.feeds({})
        self._started: list[Command] = []

    def feeds(self, urls: Mapping[str, str]) -> None:
        """Write feeds.yaml: address by id."""
        listed = [{"id": name, "url": url} for name, url in urls.items()]
        (self.folder / "feeds.yaml").write_text(yaml.safe_dump({"feeds": listed}), encoding="utf-8")

    def start(self, *words: str, environment: Mapping[str, str] | None = None) -> Command:
        """Start `tocsin WORDS`."""
        command = Command(self.config, words, environment or {})
        self._started.append(command)
        return command

    def call(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """`tocsin WORDS`, run to its end."""
        command = [sys.executable, "-m", "cli", "--config", str(self.config), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def part(self, name: str) -> Part:
        """A part of `tocsin run`."""
        return Part(self.folder / ".tocsin" / "log" / f"{name}.log")

    def all_parts(self) -> list[Part]:
        """Whatever was started here, and the parts of `tocsin run`."""
        logs = sorted((self.folder / ".tocsin" / "log").glob("*.log"))
        return [*self._started, *(Part(log) for log in logs)]

    def alerts(self, file: str = "alerts.jsonl") -> list[Alert]:
        """What the JSON lines receiver has, in the order of its file."""
        return [notice for notice in _notices(self.folder / file) if isinstance(notice, Alert)]

    def digests(self, file: str = "alerts.jsonl") -> list[Digest]:
        """The digests it has, in the same order."""
        return [notice for notice in _notices(self.folder / file) if isinstance(notice, Digest)]

    def told(self, file: str = "alerts.jsonl") -> list[Alert | Digest]:
        """The same, and the digests of what was held back."""
        return [notice for notice in _notices(self.folder / file) if isinstance(notice, Alert | Digest)]

    def feed_alerts(self, file: str = "alerts.jsonl") -> list[FeedAlert]:
        """What it was told of feeds in trouble, in the same order."""
        return [notice for notice in _notices(self.folder / file) if isinstance(notice, FeedAlert)]

    async def delivered(self, titles: set[str], seconds: float = 60) -> None:
        """Wait until there is an alert of each of these titles."""

        async def all_there() -> bool:
            return titles <= {alert.report.title for alert in self.alerts()}

        await until(all_there, seconds=seconds, what=f"alerts of {titles}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop whatever is still on, the last started first."""
        for command in reversed(self._started):
            command.stop()
