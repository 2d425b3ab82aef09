"""Ten thousand feeds, and tasks only for polls under way; slow ones delay no others."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from connectors.sources.rss.place import Place
from connectors.sources.rss.scheduler import Scheduler
from connectors.sources.rss.slot import Holding, Slot
from connectors.sources.turns import Turns
from runtime.metrics import Instruments
from tests.connectors.sources.rss.virtual import virtually
from tests.making import NOON
from tocsin.feeds.feed import Feed
from tocsin.polling.asking import new_state
from tocsin.polling.hosts import Manners


class Bench:
    """A scheduler of slots that take as long as ``seconds`` says; ``polled`` notes when each was."""

    def __init__(
        self, seconds: Callable[[Slot], float], *, concurrency: int = 100, every: float = 60
    ) -> None:
        self.instruments = Instruments("test")
        self.polled: list[tuple[float, str]] = []
        self.most = self.most_tasks = self._now = 0
        self.roomy = True
        self._seconds, self._every = seconds, every
        turns = Turns(Manners(1000, timedelta()), self._clock)
        self.scheduler = Scheduler(self._poll, turns, concurrency, lambda: self.roomy, self.instruments)
        self._holding = Holding({})

    def slot(self, name: str, due: float = 0) -> Slot:
        feed = Feed(id=name, url=f"https://{name}.example/")
        slot = Slot(feed, new_state(feed), self._holding)
        self.scheduler.put(slot, due)
        return slot

    def times(self, name: str) -> list[float]:
        return [at for at, polled in self.polled if polled == name]

    def late(self, seconds: str) -> float:
        """How many polls began no later than so many seconds after they were due."""
        return (
            self.instruments.registry.get_sample_value("tocsin_poll_lateness_seconds_bucket", {"le": seconds})
            or 0
        )

    def _clock(self) -> datetime:
        return NOON + timedelta(seconds=asyncio.get_running_loop().time())

    async def _poll(self, slot: Slot, place: Place) -> float:
        self.polled.append((asyncio.get_running_loop().time(), slot.feed.id))
        self._now += 1
        self.most = max(self.most, self._now)
        self.most_tasks = max(self.most_tasks, len(asyncio.all_tasks()))
        try:
            await asyncio.sleep(self._seconds(slot))
        finally:
            self._now -= 1
        return self._every


def test_polls_each_feed_when_it_is_due_with_no_task_for_the_others() -> None:
    async def run() -> Bench:
        bench = Bench(lambda _: 0.1)
        for number in range(10_000):
            bench.slot(f"feed{number}", due=number / 200)
        await asyncio.sleep(120)
        bench.scheduler.close()
        return bench

    bench = virtually(run())
    assert len(bench.polled) > 19_000
    assert bench.late("0.1") == bench.late("+Inf") == len(bench.polled)
    assert bench.most_tasks <= 60
    assert bench.times("feed0") == [0, 60.1]


def test_no_more_are_polled_at_once_than_allowed() -> None:
    async def run() -> Bench:
        bench = Bench(lambda _: 1, concurrency=7)
        for number in range(50):
            bench.slot(f"feed{number}")
        await asyncio.sleep(30)
        bench.scheduler.close()
        return bench

    bench = virtually(run())
    assert bench.most == 7
    assert len(bench.polled) == 50


def test_feeds_known_to_be_slow_take_half_of_the_places_at_most_and_the_others_are_in_time() -> None:
    async def run() -> Bench:
        bench = Bench(lambda slot: 30 if slot.slow or "slow" in slot.feed.id else 0.1, concurrency=10)
        for number in range(40):
            bench.slot(f"slow{number}")
        for number in range(60):
            bench.slot(f"quick{number}", due=200 + number)
        await asyncio.sleep(3600)
        bench.scheduler.close()
        return bench

    bench = virtually(run())
    quick = [bench.times(f"quick{number}") for number in range(60)]
    pauses = [later - earlier for times in quick for earlier, later in pairwise(times[2:])]
    assert len(pauses) > 3000
    assert max(pauses) < 61
    assert all(len(bench.times(f"slow{number}")) > 5 for number in range(40))


def test_nothing_begins_while_there_is_no_room_for_what_it_brings() -> None:
    async def run() -> Bench:
        bench = Bench(lambda _: 0.1)
        bench.roomy = False
        bench.slot("one")
        await asyncio.sleep(100)
        assert not bench.polled
        bench.roomy = True
        bench.scheduler.look()
        await asyncio.sleep(1)
        bench.scheduler.close()
        return bench

    assert virtually(run()).times("one") == [100]


def test_what_is_removed_is_cancelled_and_not_polled_again() -> None:
    async def run() -> Bench:
        bench = Bench(lambda _: 10)
        under_way, waiting, other = (
            bench.slot("under-way"),
            bench.slot("waiting", due=5),
            bench.slot("other", due=5),
        )
        await asyncio.sleep(1)
        task = bench.scheduler.remove(under_way)
        assert task is not None
        await asyncio.wait({task})
        assert bench.scheduler.remove(waiting) is None
        await asyncio.sleep(1000)
        bench.scheduler.close()
        bench.scheduler.remove(other)
        return bench

    bench = virtually(run())
    assert bench.times("under-way") == [0]
    assert not bench.times("waiting")
    assert len(bench.times("other")) > 10


def test_one_removed_before_its_poll_took_its_first_step_leaves_its_place_to_others() -> None:
    async def run() -> Bench:
        bench = Bench(lambda _: 1, concurrency=1)
        slots = [bench.slot(f"feed{number}") for number in range(2)]
        while slots[0].task is None:  # noqa: ASYNC110 -- it is the loop's next step that matters
            await asyncio.sleep(0)
        bench.scheduler.remove(slots[0])
        await asyncio.sleep(10)
        bench.scheduler.close()
        return bench

    assert virtually(run()).times("feed1") == [0]


def test_a_poll_that_raises_is_polled_again_later() -> None:
    async def run() -> Bench:
        bench = Bench(lambda _: float(1 // len(bench.polled[1:]) if bench.polled[1:] else 1 // 0))
        bench.slot("one")
        await asyncio.sleep(100)
        bench.scheduler.close()
        return bench

    assert len(virtually(run()).times("one")) == 2
