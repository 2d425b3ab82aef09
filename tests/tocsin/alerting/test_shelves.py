"""What is derived from the records is read when it is needed, in small portions, and says the same as read at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.happenings import WATCHLISTS, Step, happened, steps, strict_rules
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    PLAIN,
    SECOND,
    Taken,
    TopicBook,
    World,
    policy,
    report,
    rules,
)
from tocsin.alerting import shelves
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.ledger import RecordKind, Write, key_of
from tocsin.alerting.packing import pack
from tocsin.alerting.records import Over
from tocsin.alerting.shelf import OVER_LATE
from tocsin.contract.events import Wake
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger
from tocsin.story.model import Filed, StorySettings

MOST = 60
"""Records that one portion may touch: to read one takes up to a quarter of a millisecond."""
SLOWER = rules(policy(group_wait=HOUR))


class Watched(MemoryLedger):
    """Counts which records are read."""

    def __init__(self, like: MemoryLedger) -> None:
        super().__init__()
        self._records = {kind: dict(reversed(found.items())) for kind, found in like._records.items()}
        self.read, self.listed = Counter[str](), 0

    def get(self, kind: RecordKind, key: str) -> bytes | None:
        self.read[kind] += 1
        return super().get(kind, key)

    def items(self, kind: RecordKind) -> Iterator[tuple[str, bytes]]:
        for one in super().items(kind):
            self.listed += 1
            yield one


class Counting(TopicBook):
    """Counts what is filed, in all books."""

    filings = 0

    def file(self, filed: Filed, number: int) -> tuple[str, ...]:
        Counting.filings += 1
        return super().file(filed, number)


def full(watchlists: int = 4, stories: int = 60) -> World:
    """So many stories of two articles each on each watchlist."""
    world = World()
    for watchlist in range(watchlists):
        for number in range(stories):
            for article in "ab":
                name = f"{article}{number}"
                world.take(report(name, f"t{number}", NOON, watchlist=f"w{watchlist}"))
    return world


def reread(world: World, given: Rules | None = None) -> tuple[Alerting, Watched]:
    """A core that knows nothing yet but the records, and the ledger that it reads."""
    ledger = Watched(world.ledger)
    return Alerting(given or world.rules, ledger, reading=PLAIN, make_book=Counting), ledger


def portions(step: Callable[[], bool], ledger: Watched) -> Iterable[Counter[str]]:
    """What each portion reads, until nothing is left."""
    done = False
    while not done:
        before, listed, filings = Counter(ledger.read), ledger.listed, Counting.filings
        done = step()
        yield (ledger.read - before) + Counter(
            listed=(ledger.listed - listed), filings=Counting.filings - filings
        )


def test_no_portion_touches_more_than_a_few_records() -> None:
    core, ledger = reread(full())
    seen = [*portions(core.ready_to_wake, ledger), *portions(lambda: core.ready_for("w1"), ledger)]
    assert max(one.total() - one["listed"] for one in seen) <= MOST
    assert max(one["listed"] for one in seen) <= 60 * shelves.PORTION
    assert sum(seen, Counter[str]())["filings"] == 120


def test_what_is_due_is_known_without_any_book() -> None:
    world = full()
    core, ledger = reread(world)
    seen = sum(portions(core.ready_to_wake, ledger), Counter[str]())
    assert core.due() == world.core.due()
    assert (seen["story"], seen["filed"], seen["filings"]) == (240, 0, 0)


def test_an_event_has_only_its_own_watchlist_read() -> None:
    core, ledger = reread(full())
    before = Counting.filings
    core.take(report("fresh", "fresh", NOON + SECOND, watchlist="w2"), NOON)
    assert Counting.filings - before == 120
    assert ledger.read["filed"] < 130
    assert ledger.read["story"] < 80


def test_changed_routes_renew_timers_and_leave_books_alone() -> None:
    world = full()
    core, ledger = reread(world)
    while not core.ready_for("w0"):
        pass
    before = core.due_of("w0")
    core.rules = SLOWER
    ledger.read.clear()
    seen = list(portions(core.ready_to_wake, ledger))
    total = sum(seen, Counter[str]())
    assert (total["filed"], total["filings"]) == (0, 0)
    assert max(one.total() for one in seen) <= MOST
    assert core.due() == reread(world, SLOWER)[0].due()
    assert core.due_of("w0") != before


def test_an_event_after_changed_routes_reads_the_timers_of_its_watchlist_only() -> None:
    core, ledger = reread(full())
    core.due()
    core.take(report("fresh", "fresh", NOON + SECOND, watchlist="w0"), NOON)
    core.rules = SLOWER
    ledger.read.clear()
    core.take(report("fresh", "fresh", NOON + SECOND, watchlist="w0"), NOON)
    assert ledger.read["story"] < 80
    assert ledger.read["filed"] < 10


def test_routes_that_change_while_timers_are_read_count_from_then_on() -> None:
    world = full()
    core, _ = reread(world)
    for number in range(40):
        core.ready_to_wake()
        core.rules = SLOWER if number % 2 else rules()
    core.rules = SLOWER
    assert core.due() == reread(world, SLOWER)[0].due()


def test_other_limits_of_stories_make_other_books() -> None:
    core, _ = reread(full())
    core.take(report("fresh", "fresh", NOON + SECOND, watchlist="w0"), NOON)
    before = Counting.filings
    core.rules = rules(stories=StorySettings(quiet=HOUR))
    assert core.due()["w0"] <= NOON + HOUR
    core.take(report("fresh", "fresh", NOON + SECOND, watchlist="w0"), NOON)
    assert Counting.filings - before == 120


def test_asking_when_one_watchlist_is_due_looks_at_no_other() -> None:
    core, ledger = reread(full())
    core.due_of("w3")
    assert ledger.read["story"] == 60
    ledger.read.clear()
    ledger.listed = 0
    for _ in range(10):
        core.due_of("w3")
        core.sizes()
    assert (ledger.read.total(), ledger.listed) == (0, 0)


def test_what_was_begun_to_be_read_before_records_changed_is_read_anew() -> None:
    world = full(watchlists=1, stories=3)
    event = report("b9", "t9", NOON + HOUR, watchlist="w0")
    outcome = world.decide(event)
    world.core.forget_derived()
    world.ledger.keep(outcome.remember[:2])
    world.core.ready_to_wake()
    while not world.core.ready_for("w0"):
        pass
    world.finish(outcome)
    assert world.core.sizes() == reread(world)[0].sizes()
    assert world.core.due() == reread(world)[0].due()
    assert not world.take(event)


def test_what_breaks_off_is_not_taken_for_whole() -> None:
    world = full(watchlists=1)
    core, ledger = reread(world)
    broken = iter([False] * 70 + [True])
    whole = ledger.get

    def get(kind: RecordKind, key: str) -> bytes | None:
        if next(broken, False):
            raise OSError("the disk")
        return whole(kind, key)

    ledger.get = get  # type: ignore[method-assign]
    with pytest.raises(OSError, match="the disk"):
        core.due_of("w0")
    assert core.due() == world.core.due()
    assert not core.take(report("c59", "t59", NOON, watchlist="w0"), NOON).send, "it joins what is there"


def test_articles_are_filed_in_the_order_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.alerting.shelf.MOST_KNOWN", 4)
    world = World(rules(stories=StorySettings(most_reports=2)))
    world.take(*(report(f"a{number}", at=NOON + number * SECOND) for number in range(8)))
    core, _ = reread(world)
    event = report("a8", at=NOON + 8 * SECOND)
    again = core.take(event, NOON)
    assert again == world.decide(event)
    assert again.remember


def test_what_is_left_of_a_story_is_forgotten_some_time() -> None:
    world = World()
    over = Over(NOON + DAY)
    world.ledger.keep([Write("story", key_of("gone", "alert-1"), pack(over))])
    assert world.core.due() == {"gone": NOON + DAY + OVER_LATE}
    assert world.core.sizes().stories == 0
    assert world.core.sizes().bytes > 0


def test_what_is_left_of_a_story_takes_its_place_and_gives_it_back() -> None:
    world = World()
    [alert] = world.take(report("a1"))
    story = world.ledger.get("story", key_of("idlib", alert.id))
    for value, due in ((pack(Over(NOON)), NOON + OVER_LATE), (story, NOON + 2 * DAY), (None, None)):
        outcome = world.core.take(Wake(watchlist="idlib", at=NOON), NOON)
        write = Write("story", key_of("idlib", alert.id), value)
        world.finish(msgspec.structs.replace(outcome, remember=(write,)))
        assert world.core.due_of("idlib") == due


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps(most=40), st.data())
def test_reading_in_whatever_portions_changes_nothing(taken: list[Step], data: st.DataObject) -> None:
    events: list[Taken] = happened(taken)
    plain, torn = World(strict_rules()), World(strict_rules())
    plain.take(*events)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelves, "PORTION", 2)
        for event in events:
            if data.draw(st.booleans()):
                torn.core.forget_derived()
            for _ in range(data.draw(st.integers(0, 6))):
                name = data.draw(st.sampled_from(["", *WATCHLISTS]))
                torn.core.ready_for(name) if name else torn.core.ready_to_wake()
            if data.draw(st.booleans()):
                torn.core.rules = rules()
                torn.core.ready_to_wake()
                torn.core.rules = torn.rules
            torn.take(event)
        assert torn.sent == plain.sent
        assert torn.core.due() == plain.core.due() == reread(torn)[0].due()
        assert torn.core.sizes() == plain.core.sizes()
        for name in WATCHLISTS:
            assert torn.until(NOON + 30 * DAY, name) == plain.until(NOON + 30 * DAY, name)
