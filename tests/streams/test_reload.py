"""The watchlists of a worker change while it works. No broker: what is put in use, when, and what it takes to."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

import pytest
from structlog.testing import capture_logs

from runtime.metrics import Instruments
from streams import reload
from streams.reload import Steps, Watchlists
from tests.streams.harness import until
from tocsin.config.issues import Issue
from tocsin.contract.events import Article, Match
from tocsin.watchlist import settling
from tocsin.watchlist.load import LoadedWatchlist
from tocsin.watchlist.roster import Roster, renewed
from tocsin.watchlist.settling import Look, Settled

RIVER = "id: river\ntitle: T\nterms:\n  - {id: t, forms: {en: [river]}}\n"
STREAM = RIVER.replace("[river]", "[stream]")


class Made:
    """A matcher that knows what it was made of."""

    def __init__(self, watchlists: Sequence[LoadedWatchlist]) -> None:
        self.forms = [one.watchlist.terms[0].forms["en"][0] for one in watchlists]

    def match(self, article: Article, now: datetime) -> tuple[Match, ...]:
        return ()


class Desk:
    """A folder in memory, and steps that do what a test asks for first."""

    def __init__(self) -> None:
        self.look = Look({"lists/river.yaml": RIVER})
        self.looked, self.made = 0, 0
        self.before_look: Callable[[], None] = lambda: None
        self.before_make: Callable[[], None] = lambda: None
        self.instruments = Instruments("worker")
        self.steps = Steps(self._look, self._renew, self._make)

    async def start(self) -> "Desk":
        self.watchlists = await Watchlists.read(self.steps, self.instruments)
        return self

    def save(self, text: str) -> None:
        self.look = Look({"lists/river.yaml": text})

    def forms(self) -> list[str]:
        made = self.watchlists.in_use.current
        assert isinstance(made, Made)
        return made.forms

    async def uses(self, *forms: str) -> None:
        """Wait until just these are in use."""
        await holds(lambda: self.forms() == list(forms))

    def value(self, name: str, **labels: str) -> float | None:
        return self.instruments.registry.get_sample_value(name, labels)

    def reloads(self, outcome: str) -> float | None:
        return self.value("tocsin_watchlist_reloads_total", outcome=outcome)

    def _look(self) -> Look:
        self.looked += 1
        self.before_look()
        return self.look

    def _renew(self, roster: Roster, settled: Settled) -> Roster:
        return renewed(roster, settled, (), lambda *_: ())

    def _make(self, watchlists: Sequence[LoadedWatchlist]) -> Made:
        self.made += 1
        self.before_make()
        return Made(watchlists)


async def holds(condition: Callable[[], bool]) -> None:
    async def look() -> bool:
        return condition()

    await until(look, seconds=20)


@pytest.fixture
async def desk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """A desk that was started and looks again at once."""
    for module in (settling, reload):
        monkeypatch.setattr(module, "SETTLED", 0.02)
    monkeypatch.setattr(settling, "GONE", 0.06)
    monkeypatch.setattr(reload, "AGAIN_SECONDS", 0.02)
    desk = await Desk().start()
    async with desk.watchlists.reloaded(0.01):
        yield desk


async def test_what_the_folder_holds_at_the_start_is_in_use(desk: Desk) -> None:
    assert desk.forms() == ["river"]
    assert desk.value("tocsin_watchlists_loaded") == 1
    assert desk.value("tocsin_watchlists_good_timestamp_seconds")
    assert (desk.reloads("good"), desk.reloads("faulty"), desk.reloads("failed")) == (0, 0, 0)


async def test_a_change_is_put_in_use_and_counted(desk: Desk) -> None:
    desk.save(STREAM)
    await desk.uses("stream")
    await holds(lambda: desk.reloads("good") == 1)
    desk.look = Look()
    await desk.uses()
    assert desk.value("tocsin_watchlists_loaded") == 0


async def test_a_faulty_file_keeps_what_is_in_use_and_nothing_is_made(desk: Desk) -> None:
    desk.save("id: [")
    await holds(lambda: desk.reloads("faulty") == 1)
    assert desk.forms() == ["river"]
    assert desk.value("tocsin_watchlist_faults") == 1
    desk.save(f"# mended\n{RIVER}")
    await holds(lambda: desk.reloads("good") == 1)
    assert (desk.made, desk.value("tocsin_watchlist_faults")) == (1, 0)


async def test_that_a_mended_file_is_no_longer_at_fault_is_said(desk: Desk) -> None:
    with capture_logs() as logs:
        desk.save("id: [")
        await holds(lambda: desk.reloads("faulty") == 1)
        desk.save(f"# mended\n{RIVER}")
        await holds(lambda: desk.reloads("good") == 1)
    assert [line["event"] for line in logs if "mended" in line] == [
        "no watchlist file is at fault any more: what they say is in use"
    ]


async def test_the_folder_alone_away_keeps_everything(desk: Desk) -> None:
    fault = Issue(path="lists", line=1, column=1, field="", message="can't be read")
    desk.look = Look(fault=fault)
    await holds(lambda: desk.reloads("faulty") == 1)
    assert desk.forms() == ["river"]


async def test_a_quiet_folder_is_looked_at_and_no_more(desk: Desk) -> None:
    await holds(lambda: desk.looked > 10)
    assert desk.made == 1
    assert desk.reloads("good") == 0


async def test_the_event_loop_goes_on_and_the_old_matcher_works_until_the_new_one_is_whole(
    desk: Desk,
) -> None:
    begun, finish = threading.Event(), threading.Event()

    def slowly() -> None:
        begun.set()
        assert finish.wait(20)

    desk.before_make = slowly
    old = desk.watchlists.in_use.current
    desk.save(STREAM)
    await holds(begun.is_set)
    assert desk.watchlists.in_use.current is old
    finish.set()
    await desk.uses("stream")


@pytest.mark.parametrize("step", ["before_look", "before_make"])
async def test_a_fault_of_our_own_ends_nothing_and_the_same_is_tried_again(
    desk: Desk, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise MemoryError("too much")

    setattr(desk, step, fail)
    desk.save(STREAM)
    await holds(lambda: (desk.reloads("failed") or 0) >= 2)
    assert desk.forms() == ["river"]
    assert "those in use stay" in "".join(capsys.readouterr())
    setattr(desk, step, lambda: None)
    await desk.uses("stream")


async def test_what_has_just_changed_is_looked_at_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (settling, reload):
        monkeypatch.setattr(module, "SETTLED", 0.02)
    desk, looks = await Desk().start(), list[float]()
    desk.before_look = lambda: looks.append(time.monotonic())
    desk.save(STREAM)
    async with desk.watchlists.reloaded(2):
        await desk.uses("stream")
    assert looks[1] - looks[0] < 1.5


async def test_it_can_be_turned_off() -> None:
    desk = await Desk().start()
    async with desk.watchlists.reloaded(0):
        assert len(asyncio.all_tasks()) == 1
    assert desk.looked == 1


async def test_the_end_waits_for_no_step(desk: Desk) -> None:
    begun, finish = threading.Event(), threading.Event()

    def for_ever() -> None:
        begun.set()
        finish.wait(60)

    desk.before_look = for_ever
    try:
        async with asyncio.timeout(20):
            async with desk.watchlists.reloaded(0.01):
                await holds(begun.is_set)
    finally:
        finish.set()
