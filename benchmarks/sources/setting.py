"""The processes of a run: the outlets, and the source that polls them."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import aiohttp
import msgspec
import psutil

from benchmarks.brokers import Broker
from benchmarks.sources.outlets import World, host
from benchmarks.sources.server import Stats
from cli.leash import leashed
from runtime import probe

_ROOT: Final = Path(__file__).parents[2]
_PATIENCE: Final = 120.0
PREFIX: Final = "bench."


class Run:
    """One child process: its use of the machine."""

    def __init__(self, words: list[str], log: Path) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                leashed(words), cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        self._usage = psutil.Process(self._process.pid)
        self.most_bytes = 0
        """The most resident memory that ``look`` has seen."""

    def cpu_seconds(self) -> float:
        """What it has used so far, all its threads and children."""
        family = [self._usage, *self._usage.children(recursive=True)]
        return float(sum(one.cpu_times().user + one.cpu_times().system for one in family))

    def look(self) -> None:
        """See how much memory it has now, its children's too.

        Raises:
            RuntimeError: it has ended; with the end of its log.
        """
        if self._process.poll() is not None:
            raise RuntimeError(f"it ended by itself:\n{self._log.read_text(errors='replace')[-3000:]}")
        family = [self._usage, *self._usage.children(recursive=True)]
        self.most_bytes = max(self.most_bytes, sum(one.memory_info().rss for one in family))

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(60)


@contextmanager
def outlets(world: World, port: int, folder: Path) -> Iterator[None]:
    """Serves ``world``."""
    words = [
        sys.executable,
        "-m",
        "benchmarks.sources.server",
        msgspec.json.encode(world).decode(),
        str(port),
    ]
    run = Run(words, folder / "outlets.log")
    try:
        yield
    finally:
        run.stop()


@contextmanager
def source(interval: float, feeds: int, port: int, broker: Broker, folder: Path) -> Iterator[tuple[Run, int]]:
    """`tocsin source`, each of ``feeds`` outlets every ``interval`` seconds; and the port of its page.

    It goes on where the last one on the same broker stopped.
    """
    page = probe.free_port()
    lines = "".join(
        f"  - {{id: outlet-{number}, url: 'http://{host(number)}:{port}/{number}.xml', interval: {interval:g}s}}\n"
        for number in range(feeds)
    )
    (folder / "feeds.yaml").write_text(f"feeds:\n{lines}", encoding="utf-8")
    (folder / "tocsin.yaml").write_text(
        f"data_dir: {folder / 'data'}\nrss: {{allow: [127.0.0.0/8], min_interval: 1s}}\n"
        f"kafka: {{topic_prefix: {PREFIX}}}\nlog: {{level: error}}\n",
        encoding="utf-8",
    )
    program = [sys.executable, "-m", "cli"]
    choice = ["--config", str(folder / "tocsin.yaml"), "--bootstrap-servers", broker.address]
    subprocess.run([*program, "topics", "apply", *choice], cwd=_ROOT, check=True, capture_output=True)
    run = Run([*program, "source", *choice, "--metrics-port", str(page)], folder / "source.log")
    try:
        yield run, page
    finally:
        run.stop()


async def stats(port: int) -> Stats:
    """What the outlets have seen; waits until they answer."""
    deadline = time.monotonic() + _PATIENCE
    async with aiohttp.ClientSession() as client:
        while True:
            try:
                async with client.get(f"http://127.0.0.1:{port}/stats") as answer:
                    return msgspec.json.decode(await answer.read(), type=Stats)
            except aiohttp.ClientConnectionError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)
