"""A watchlist is changed, broken, half saved, refused, mended, deleted and brought back while articles flow."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from runtime import topics
from runtime.kafka import Connection, client_settings, producer_settings
from tests import making
from tests.e2e.desk import Command, Desk
from tests.streams.harness import all_committed, read, until
from tocsin.contract import codec
from tocsin.contract.events import DeadLetter, Match
from tocsin.contract.topics import ARTICLES, DEADLETTERS
from tocsin.contract.topics import MATCHES as MATCHES_TOPIC
from tocsin.metrics import (
    MATCHES,
    WATCHLIST_FAULTS,
    WATCHLIST_INFO,
    WATCHLIST_RELOADS,
    WATCHLISTS,
)
from tocsin.watchlist.load import loaded, read_watchlist
from tocsin.watchlist.model import Watchlist

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

# Each version asks for two words of its own, one in each of its terms: half of one, or of two, would show.
WORDS = {
    "first": ("zorbek", "malvint"),
    "second": ("quarnol", "tesplid"),
    "third": ("bruxom", "fendril"),
    "fourth": ("gliptor", "hasqual"),
}
EVERY_WORD = " ".join(word for words in WORDS.values() for word in words)
BROKEN_EXAMPLE = "examples:\n  match:\n    - {language: en, text: none of them}\n"


def river(version: str) -> str:
    """The watchlist that changes."""
    one, other = WORDS[version]
    return (
        f"id: river\ntitle: The {version}\nterms:\n"
        f"  - id: one\n    forms: {{en: [{one}]}}\n  - id: other\n    forms: {{en: [{other}]}}\n"
    )


STEADY = "id: steady\ntitle: Steady\nterms:\n  - id: one\n    forms: {en: [jaspolt]}\n"


def version_of(text: str) -> str:
    watchlist = read_watchlist(text, "river.yaml")
    assert isinstance(watchlist, Watchlist)
    return loaded(watchlist).version


VERSIONS = {version_of(river(name)): set(words) for name, words in WORDS.items()}


class Flow:
    """Articles that keep coming; each names every word of every version."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._enough = asyncio.Event()
        self.sent: list[str] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        sending = asyncio.create_task(self._send())
        try:
            yield
        finally:
            self._enough.set()
            await sending

    async def _send(self) -> None:
        connection = self._connection
        async with AIOKafkaProducer(**client_settings(connection), **producer_settings()) as producer:
            while not self._enough.is_set():
                name = f"article-{len(self.sent)}"
                article = making.article(id=name, content=name, title=name, body=f"{EVERY_WORD} jaspolt.")
                await producer.send_and_wait(
                    connection.name(ARTICLES), codec.encode(article), key=name.encode()
                )
                self.sent.append(name)
                await asyncio.sleep(0.02)


class Watched:
    """The worker, seen through its metrics."""

    def __init__(self, worker: Command) -> None:
        self.worker = worker

    async def until(self, look: Callable[[], Awaitable[bool]], what: str) -> None:
        """Wait for it; where it does not come, the worker's words may say why."""
        try:
            await until(look, what=what)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.worker.said()[-3000:]}") from None

    async def uses(self, text: str) -> None:
        """Wait until ``text`` is the river in use, and some articles were matched since."""
        version = version_of(text)

        async def in_use() -> bool:
            return await self.worker.counted(WATCHLIST_INFO, watchlist="river", version=version) == 1

        await self.until(in_use, f"version {version}")
        assert await self.worker.counted(WATCHLIST_INFO, watchlist="river") == 1
        await self.goes_on()

    async def goes_on(self) -> None:
        """Wait until some more articles were matched."""
        before = await self.worker.counted(MATCHES, watchlist="steady")

        async def more() -> bool:
            return await self.worker.counted(MATCHES, watchlist="steady") >= before + 5

        await self.until(more, "more matches")

    async def faults(self, *, some: bool) -> None:
        """Wait until there are some faults, or none."""

        async def seen() -> bool:
            return (await self.worker.counted(WATCHLIST_FAULTS) > 0) is some

        await self.until(seen, "faults" if some else "no faults")
        await self.goes_on()


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "river.yaml").write_text(river("first"), encoding="utf-8")
    (folder / "steady.yaml").write_text(STEADY, encoding="utf-8")
    return folder


@pytest.fixture
def desk(tmp_path: Path, lists: Path, connection: Connection) -> Iterator[Desk]:
    kafka = {
        "bootstrap_servers": list(connection.bootstrap),
        "topic_prefix": connection.settings.topic_prefix,
    }
    with Desk(tmp_path, watchlists="lists", worker={"reload_every": "200ms"}, kafka=kafka) as desk:
        yield desk


async def test_every_match_is_of_one_whole_version_and_none_is_lost(
    connection: Connection, desk: Desk, lists: Path, request: pytest.FixtureRequest
) -> None:
    await topics.apply(connection, embedded="embedded" in request.node.callspec.id)
    flow, file = Flow(connection), lists / "river.yaml"
    worker = desk.start("worker", "--instance", "0")
    watched = Watched(worker)
    async with flow.running():
        await watched.uses(river("first"))
        file.write_text(river("second"), encoding="utf-8")  # in place
        await watched.uses(river("second"))
        file.write_text(river("third").replace("title:", "titel:"), encoding="utf-8")
        await watched.faults(some=True)
        await worker.says("river.yaml:2:1", "titel", f"river {version_of(river('second'))}")
        file.write_text(river("third")[:-6], encoding="utf-8")  # in the middle of a word
        await worker.says("river.yaml:7:22", "lacks a ','", f"river {version_of(river('second'))}")
        await watched.uses(river("second"))
        (lists / "new.tmp").write_text(river("third"), encoding="utf-8")
        (lists / "new.tmp").rename(file)
        await watched.uses(river("third"))
        await watched.faults(some=False)
        file.write_text(river("fourth") + BROKEN_EXAMPLE, encoding="utf-8")
        await watched.faults(some=True)
        await worker.says("river.yaml:10:7: examples.match[0]", "must fire")
        await watched.uses(river("third"))
        before_the_end = list(flow.sent)
        await matched(connection, before_the_end)
        file.unlink()
        await gone(worker)
        await watched.goes_on()
        without = list(flow.sent)
        await matched(connection, without, "steady")
        file.write_text(river("fourth"), encoding="utf-8")
        await watched.uses(river("fourth"))
    await until(lambda: all_committed(connection), what="everything committed")

    found = await found_by(connection)
    assert sorted(match.article.id for match in found["steady"]) == sorted(flow.sent)
    rivers = [match.article.id for match in found["river"]]
    assert len(rivers) == len(set(rivers))
    assert set(before_the_end) <= set(rivers) < set(flow.sent)
    for match in found["river"]:
        assert {evidence.form for evidence in match.evidence} == VERSIONS[match.watchlist_version]
    assert {match.watchlist_version for match in found["river"]} == set(VERSIONS)
    assert await read(connection, DEADLETTERS, DeadLetter) == []
    assert await worker.counted(WATCHLIST_RELOADS, outcome="failed") == 0
    assert worker.stop() == 0, worker.said()


async def found_by(connection: Connection) -> dict[str, list[Match]]:
    """All matches by watchlist."""
    found: dict[str, list[Match]] = defaultdict(list)
    for match in await read(connection, MATCHES_TOPIC, Match):
        found[match.watchlist].append(match)
    return found


async def matched(connection: Connection, articles: list[str], watchlist: str = "river") -> None:
    """Wait until each of ``articles`` has been matched."""

    async def all_there() -> bool:
        found = await found_by(connection)
        return set(articles) <= {match.article.id for match in found[watchlist]}

    await until(all_there, what=f"matches of {len(articles)} articles")


async def gone(worker: Command) -> None:
    """Wait until the river is in use no more."""

    async def alone() -> bool:
        return await worker.counted(WATCHLISTS) == 1

    await until(alone, what="the end of the deleted watchlist")
    assert await worker.counted(WATCHLIST_INFO, watchlist="river") == 0
