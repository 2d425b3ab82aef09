"""A worker that dies between any two records, at any event of a story's life; clocks that go wrong."""

from collections import Counter
from datetime import datetime

import msgspec
import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Sent,
    Taken,
    World,
    action,
    alerts,
    digests,
    policy,
    report,
    revised,
    rules,
    the_alert,
    withdrawn,
)
from tocsin.alerting.ids import opened_by
from tocsin.alerting.packing import unpack
from tocsin.alerting.records import Gathered
from tocsin.contract.events import Alert, Wake
from tocsin.routing.policy import QuietHours

FIRST = report("a1")
SECOND_REPORT = report("a2", at=NOON + MINUTE)
LIFE: tuple[Taken, ...] = (
    FIRST,
    report("b1", "other", NOON + SECOND),
    SECOND_REPORT,
    report("a3", at=NOON + 2 * MINUTE, kind="wire"),
    action("note", opened_by("idlib", "a1"), NOON + 3 * MINUTE, text="seen"),
    revised(FIRST, NOON + 4 * MINUTE),
    report("b2", "other", NOON + 10 * MINUTE, kind="wire"),
    withdrawn(SECOND_REPORT, NOON + HOUR),
    report("a4", at=NOON + HOUR, kind="wire"),
    Wake(watchlist="idlib", at=NOON + 2 * HOUR),
    report("a5", at=NOON + 3 * HOUR, kind="wire"),
    Wake(watchlist="idlib", at=NOON + 5 * DAY),
)


def lived(torn_at: int | None = None, kept: int = 0) -> tuple[dict[str, Sent], World, int]:
    """A story's life; of what follows from one event only the first ``kept`` records are written before an end."""
    world, writes = World(), 0
    for number, event in enumerate(LIFE):
        if number == torn_at:
            outcome = world.decide(event)
            writes = len(outcome.remember)
            world.ledger.keep(outcome.remember[:kept])
            world.restart()
        world.take(event)
    world.until(NOON + 30 * DAY)
    found = dict[str, Sent]()
    for one in world.sent:
        found.setdefault(one.event_id, one)
    return found, world, writes


def digest_of(world: World) -> Gathered:
    """The digest that is being gathered, whatever was swept to get there."""
    gathered = unpack(world.ledger.get("desk", "idlib\0desk"), Gathered)
    return msgspec.structs.replace(gathered or Gathered(), swept=())


@pytest.mark.parametrize("torn_at", range(len(LIFE)))
def test_whatever_part_of_the_records_is_written_nothing_changes(torn_at: int) -> None:
    whole, plain, _ = lived()
    assert len(whole) == 6
    kept, writes = 0, 1
    while kept <= writes:
        found, world, writes = lived(torn_at, kept)
        assert found == whole, f"after {kept} of {writes} records"
        assert all(found[one.event_id] == one for one in world.sent)
        assert digest_of(world) == digest_of(plain)
        assert not [*world.ledger.items("filed")]
        assert world.core.sizes().stories == 0
        kept += 1


def test_a_record_of_an_article_without_its_story_is_forgotten() -> None:
    world = World()
    outcome = world.decide(FIRST)
    world.ledger.keep(write for write in outcome.remember if write.kind == "filed")
    world.restart()
    assert alerts(world.take(report("b1", "other", NOON))) == [("initial", "first_report", 1, 1)]
    assert [key for key, _ in world.ledger.items("filed")] == ["idlib\0b1"]


def test_a_story_that_lost_a_report_takes_it_again() -> None:
    world = World()
    world.take(FIRST)
    outcome = world.decide(SECOND_REPORT)
    world.ledger.keep(write for write in outcome.remember if write.kind == "filed")
    world.restart()
    world.take(SECOND_REPORT)
    assert alerts(world.until(NOON + HOUR)) == [("update", "new_reports", 2, 1)]


def test_records_that_nobody_can_read_count_as_none() -> None:
    world = World()
    outcome = world.decide(FIRST)
    world.ledger.keep(msgspec.structs.replace(write, value=b"\xc1 nonsense") for write in outcome.remember)
    world.restart()
    assert alerts(world.take(FIRST)) == [("initial", "first_report", 1, 1)]


def test_what_is_withdrawn_draws_nobody_any_more() -> None:
    world = World()
    moved = revised(SECOND_REPORT, NOON + 2 * MINUTE)
    moved = msgspec.structs.replace(moved, article=msgspec.structs.replace(moved.article, title="other news"))
    world.take(FIRST, SECOND_REPORT, moved, withdrawn(moved, NOON + HOUR))
    sent = world.take(report("b1", "other", NOON + HOUR))
    assert "initial" in [one[0] for one in alerts(sent)]


def test_the_same_words_fire_again_once_the_watchlist_asks_for_them() -> None:
    world = World()
    gone = withdrawn(FIRST, NOON + MINUTE)
    world.take(FIRST, gone)
    same = msgspec.structs.replace(FIRST, article=gone.article, matched=NOON + HOUR)
    assert alerts(world.take(same)) == [("update", "revised", 3, 1)]


NIGHT = QuietHours(begin=12 * 60, end=18 * 60)


@pytest.mark.parametrize("until", [NOON + DAY, NOON + DAY + HOUR])
def test_what_waited_by_a_wrong_clock_waits_no_longer(until: datetime) -> None:
    world = World(rules(policy(quiet=(NIGHT,))))
    ahead = NOON + DAY
    world.take(report("a1", at=ahead), report("a2", at=ahead + MINUTE))
    world.until(until)
    begun = NOON - 3 * HOUR
    assert alerts(world.take(report("b1", "other", begun))) == [("initial", "first_report", 1, 1)]
    assert ("clock", "back") in world.counted
    assert alerts(world.until(begun + 10 * MINUTE)) == [("update", "new_reports", 2, 1)]


def test_an_event_a_little_late_moves_no_clock() -> None:
    world = World()
    world.take(report("a1", at=NOON), report("a2", at=NOON - 10 * MINUTE))
    assert ("clock", "back") not in world.counted
    assert world.core.due() == {"idlib": NOON + 5 * MINUTE}


def test_people_and_wakes_move_no_clock_back() -> None:
    world = World()
    first = the_alert(world.take(report("a1")))
    world.take(action("note", first, NOON - DAY, text="x"), Wake(watchlist="idlib", at=NOON - DAY))
    world.take(report("a2", at=NOON))
    assert world.core.due() == {"idlib": NOON + 5 * MINUTE}


def test_ids_are_told_once() -> None:
    whole, world, _ = lived()
    assert max(Counter(one.event_id for one in world.sent).values()) == 1
    assert len(whole) == len(world.sent)


def test_a_morning_digest_that_is_torn_counts_nothing_twice() -> None:
    morning, kept, writes = Wake(watchlist="idlib", at=NOON + 6 * HOUR), 0, 1
    while kept <= writes:
        world = World(rules(policy(quiet=(NIGHT,))))
        for number in range(14):
            world.take(report(f"a{number}", f"t{number}"), report(f"b{number}", f"t{number}", NOON + MINUTE))
        world.until(NOON + 6 * HOUR - SECOND)
        outcome = world.decide(morning)
        writes = len(outcome.remember)
        world.ledger.keep(outcome.remember[:kept])
        world.restart()
        world.take(morning)
        world.until(NOON + 9 * DAY)
        found = dict[str, Sent]()
        for one in world.sent:
            found.setdefault(one.event_id, one)
        counted = sum(one.reports for one in digests(found.values()))
        assert counted == 5, f"after {kept} of {writes} records"
        assert {one[:2] for one in alerts(found.values())} == {
            ("initial", "first_report"),
            ("update", "new_reports"),
        }
        assert len({one.id for one in found.values() if isinstance(one, Alert) and one.sequence == 2}) >= 9
        kept += 1
