"""The list of feeds is taken anew when its files have changed and hold still; a bad one changes nothing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from connectors.sources import feedwatch
from connectors.sources.feedwatch import FAULTY, watch
from runtime.health import Conditions
from runtime.metrics import Instruments
from tests.waiting import until
from tocsin.config.issues import Issue
from tocsin.feeds.feed import Feed

FAULT = Issue(path="feeds.yaml", line=2, column=5, field="feeds[0].url", message="missing")


def feed(name: str, title: str = "") -> Feed:
    return Feed(id=name, url=f"https://{name}.example/rss", title=title)


class Files:
    """What a test says the files hold: their digest and what reading them gives. ``reads`` counts."""

    def __init__(self, digest: bytes, *feeds: Feed) -> None:
        self.digest, self.last = digest, digest
        self.outcome: tuple[Feed, ...] | list[Issue] | Exception = feeds
        self.looks = self.reads = 0

    def hold(self, digest: bytes, outcome: tuple[Feed, ...] | list[Issue] | Exception) -> None:
        self.digest, self.outcome = digest, outcome

    def look(self) -> bytes:
        self.looks += 1
        return self.digest

    def read(self) -> tuple[Feed, ...] | list[Issue]:
        self.reads += 1
        if isinstance(self.outcome, Exception):
            raise self.outcome
        self.last = self.digest
        return self.outcome


class Desk:
    """A watch at work. ``taken`` holds every list that was handed on."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.taken: list[tuple[Feed, ...]] = []
        self.instruments = Instruments("test")
        self.conditions = Conditions(self.instruments)

    async def run(self, *in_use: Feed) -> None:
        every = timedelta(milliseconds=5)
        await watch(self.files, self.taken.append, every, self.instruments, self.conditions, in_use=in_use)

    def shows(self, line: str) -> bool:
        return line in self.instruments.exposition().decode().splitlines()

    async def looked_again(self) -> None:
        """Two further looks, so that nothing of before is still on its way."""
        looks = self.files.looks
        await until(lambda: self.files.looks >= looks + 2)


@contextlib.asynccontextmanager
async def watching(desk: Desk, *in_use: Feed) -> AsyncIterator[None]:
    running = asyncio.create_task(desk.run(*in_use))
    try:
        await desk.looked_again()
        yield
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(feedwatch, "SETTLED", 0.005)
    monkeypatch.setattr(feedwatch, "AGAIN_SECONDS", 0.005)
    return Desk(Files(b"1", feed("a")))


async def test_what_is_in_use_is_not_read_again(desk: Desk) -> None:
    async with watching(desk, feed("a")):
        await desk.looked_again()
    assert (desk.files.reads, desk.taken) == (0, [])


async def test_a_changed_list_is_taken_whole(desk: Desk) -> None:
    async with watching(desk, feed("a")):
        desk.files.hold(b"2", (feed("a", "A"), feed("b")))
        await until(lambda: bool(desk.taken))
        await desk.looked_again()
    assert desk.taken == [(feed("a", "A"), feed("b"))]
    assert desk.shows('tocsin_feed_list_reloads_total{outcome="good"} 1.0')


async def test_files_that_say_the_same_in_other_bytes_change_nothing(desk: Desk) -> None:
    async with watching(desk, feed("a")):
        desk.files.hold(b"2", (feed("a"),))
        await until(lambda: desk.files.reads > 0)
        await desk.looked_again()
    assert (desk.files.reads, desk.taken) == (1, [])


async def test_nothing_is_read_while_the_files_change_from_look_to_look(desk: Desk) -> None:
    class Restless(Files):
        def look(self) -> bytes:
            self.looks += 1
            return str(self.looks).encode()

    desk.files = Restless(b"1", feed("b"))
    async with watching(desk, feed("a")):
        await desk.looked_again()
    assert (desk.files.reads, desk.taken) == (0, [])


async def test_a_faulty_list_is_told_and_the_last_good_one_stays(desk: Desk) -> None:
    async with watching(desk, feed("a")):
        desk.files.hold(b"2", [FAULT, FAULT])
        await until(lambda: FAULTY in desk.conditions())
        assert desk.taken == []
        assert desk.conditions() == {FAULTY: f"the list in use is the last good one: {FAULT} (and 1 more)"}
        assert desk.shows("tocsin_feed_list_faults 2.0")
        assert desk.shows('tocsin_feed_list_reloads_total{outcome="faulty"} 1.0')
        desk.files.hold(b"3", (feed("b"),))
        await until(lambda: not desk.conditions())
        assert desk.shows("tocsin_feed_list_faults 0.0")
    assert desk.taken == [(feed("b"),)]


async def test_that_the_list_is_good_again_is_said_also_where_it_says_the_same_as_before(desk: Desk) -> None:
    with capture_logs() as logs:
        async with watching(desk, feed("a")):
            desk.files.hold(b"2", [FAULT])
            await until(lambda: FAULTY in desk.conditions())
            desk.files.hold(b"3", (feed("a"),))
            await until(lambda: not desk.conditions())
    assert [line["event"] for line in logs if "mended" in line] == [
        "the list of feeds is good again, and in use"
    ]


async def test_a_fault_of_our_own_ends_nothing_and_is_tried_again(desk: Desk) -> None:
    async with watching(desk, feed("a")):
        desk.files.hold(b"2", RuntimeError("ours"))
        await until(lambda: desk.shows('tocsin_feed_list_reloads_total{outcome="failed"} 2.0'))
        desk.files.outcome = (feed("b"),)
        await until(lambda: bool(desk.taken))
    assert desk.taken == [(feed("b"),)]


async def test_a_list_that_could_not_be_taken_is_offered_again(desk: Desk) -> None:
    class Stubborn(list[tuple[Feed, ...]]):
        refused = 0

        def append(self, feeds: tuple[Feed, ...]) -> None:
            if not self.refused:
                self.refused = 1
                raise RuntimeError("not now")
            super().append(feeds)

    desk.taken = Stubborn()
    async with watching(desk, feed("a")):
        desk.files.hold(b"2", (feed("b"),))
        await until(lambda: bool(desk.taken))
    assert desk.taken == [(feed("b"),)]
