"""A world for the whole pipeline: feeds that change, parts as processes, and what the core says must come of it."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import aiohttp
import msgspec
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from connectors.sources.rss.article import articles_from
from connectors.sources.rss.parse import parse
from tests.making import NOON
from tests.shipped import shipped
from tests.streams.harness import until
from tocsin.alerting.decide import decide
from tocsin.config.model import Feed
from tocsin.contract.events import Alert
from tocsin.dedup.judge import Seen, judge
from tocsin.matching.phrases import PhraseMatcher

REPOSITORY = Path(__file__).parents[2]


class Item(msgspec.Struct, frozen=True):
    """One item of a feed."""

    link: str
    title: str
    body: str


class FeedWorld:
    """RSS documents served on loopback. ``show`` changes what a feed holds from its next fetch on."""

    def __init__(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.fetches: list[str] = []
        self.fetched: dict[str, set[bytes]] = {}
        self._address = ""

    def show(self, name: str, items: Iterable[Item]) -> None:
        """Let the feed ``name`` hold ``items``."""
        entries = "".join(
            f"<item><title>{escape(item.title)}</title><link>{escape(item.link)}</link>"
            f"<description>{escape(item.body)}</description></item>"
            for item in items
        )
        self.documents[name] = (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{name}</title>'
            f"<link>https://{name}.example/</link><language>en</language>{entries}</channel></rss>"
        ).encode()

    def url(self, name: str) -> str:
        """Where the feed is served."""
        return f"{self._address}/{name}"

    @asynccontextmanager
    async def served(self) -> AsyncIterator["FeedWorld"]:
        """Serve the feeds while inside."""
        app = web.Application()
        app.router.add_get("/{name}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.fetches.append(name)
        self.fetched.setdefault(name, set()).add(self.documents[name])
        return web.Response(body=self.documents[name], content_type="application/rss+xml")


def expected_alerts(feed_documents: Sequence[tuple[Feed, bytes]]) -> set[str]:
    """The ids of the alerts of these documents, read in this order: the pure core called once."""
    matcher, seen = PhraseMatcher(shipped()), dict[str, Seen]()
    rung: set[str] = set()
    for feed, document in feed_documents:
        for article in articles_from(parse(document, "utf-8", feed.url), feed, NOON):
            judgement = judge(article, seen.get(article.id), timedelta(days=14))
            seen[article.id] = judgement.remember or seen[article.id]
            for match in matcher.match(judgement.send, NOON) if judgement.send else ():
                alert = decide(match, alerted=False, receivers=("log",), now=NOON)
                assert isinstance(alert, Alert)
                rung.add(alert.id)
    return rung


class Part:
    """``tocsin …`` as a process of its own, with its metrics and log at hand."""

    def __init__(self, folder: Path, *words: str, metrics: bool = True) -> None:
        self.port = _free_port() if metrics else 0
        self.log = folder / f"{'-'.join(words[:2]).replace('/', '_')}.log"
        port = ["--metrics-port", str(self.port)] if metrics else []
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", *words, *port],
                cwd=folder,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill9(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 60) -> int:
        """Ask it to stop, and wait; its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=seconds)

    async def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric's series that carry ``labels``; 0 where the page is not there yet."""
        try:
            async with (
                aiohttp.ClientSession() as client,
                client.get(f"http://127.0.0.1:{self.port}/metrics") as page,
            ):
                text = await page.text()
        except aiohttp.ClientConnectionError:
            return 0.0
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )


def delivered(path: Path) -> list[str]:
    """The alert ids in a JSON lines file, a last line under way left out."""
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return [msgspec.json.decode(line, type=Alert).id for line in lines]


async def enough_delivered(path: Path, count: int, seconds: float = 120) -> None:
    """Wait until ``path`` holds ``count`` lines."""

    async def there() -> bool:
        await asyncio.sleep(0)
        return len(delivered(path)) >= count

    await until(there, seconds=seconds, what=f"{count} alerts in {path.name}")


def write_config(
    folder: Path, *, bootstrap: str, prefix: str, feeds: Sequence[Feed], **extra: object
) -> Path:
    """``tocsin.yaml`` and ``feeds.yaml`` in ``folder``: shipped watchlists, one JSON lines receiver named ``log``."""
    config = {
        "kafka": {"bootstrap_servers": [bootstrap], "topic_prefix": prefix, "session_timeout": "6s"},
        "data_dir": "data",
        "watchlists": str(REPOSITORY / "watchlists"),
        "rss": {"interval": "1s"},
        "receivers": [{"name": "log", "sink": "jsonl", "path": "alerts.jsonl"}],
        **extra,
    }
    (folder / "feeds.yaml").write_bytes(
        msgspec.yaml.encode({"feeds": [{"id": feed.id, "url": feed.url} for feed in feeds]})
    )
    path = folder / "tocsin.yaml"
    path.write_bytes(msgspec.yaml.encode(config))
    return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
