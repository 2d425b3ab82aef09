"""A watchlist that becomes an exercise, or stops being one, while its stories are open."""

import msgspec

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    Sent,
    World,
    alerts,
    report,
    revised,
    the_alert,
    withdrawn,
)
from tocsin.alerting.ids import opened_by
from tocsin.alerting.ledger import Write
from tocsin.contract.events import Alert, Match, Status

FIRST, REAL = opened_by("idlib", "a1"), opened_by("idlib", "a1", 2)


def changed(of: Match, hours: int, status: Status, number: int = 2) -> Match:
    """The next version, as the watchlist was then."""
    return revised(of, NOON + hours * HOUR, number, status=status)


def statuses(sent: list[Sent]) -> list[tuple[str, str, str]]:
    return [(one.id, one.kind, one.status) for one in sent if isinstance(one, Alert)]


def test_what_was_real_stays_real_while_its_watchlist_is_an_exercise() -> None:
    world = World()
    first = report("a1")
    world.take(first, report("a2", at=NOON + MINUTE))
    drill = changed(first, 1, "exercise")
    world.take(drill)
    again = changed(drill, 2, "actual", 3)
    world.take(again, report("b1", "drill", NOON + 3 * HOUR, status="exercise"))
    sent = world.until(NOON + 4 * HOUR)
    assert statuses(world.sent) == [
        (FIRST, "initial", "actual"),
        (FIRST, "update", "actual"),
        (FIRST, "update", "actual"),
        (FIRST, "update", "actual"),
        (opened_by("idlib", "b1"), "initial", "exercise"),
    ]
    assert not sent
    [gone] = world.take(withdrawn(again, NOON + 5 * HOUR)) + world.until(NOON + 6 * HOUR)
    assert statuses([gone]) == [(FIRST, "update", "actual")]


def test_what_was_an_exercise_rings_once_it_is_real() -> None:
    world = World()
    drill = report("a1", status="exercise")
    world.take(drill, report("a2", at=NOON + MINUTE, status="exercise"))
    world.restart()
    real = changed(drill, 1, "actual")
    ring = the_alert(world.take(real)[-1:])
    assert (ring.id, ring.kind, ring.status, ring.sequence) == (REAL, "initial", "actual", 1)
    world.restart()
    assert not world.take(real)
    assert not world.take(drill), "it came late"
    assert not world.take(changed(real, 2, "actual", 3))
    assert alerts(world.until(NOON + 3 * HOUR)) == [("update", "revised", 2, 1)]


def test_an_exercise_that_ends_takes_nothing_real_with_it() -> None:
    world = World()
    drill = report("a1", status="exercise")
    real = changed(drill, 40, "actual")
    world.take(drill, real)
    world.until(NOON + 50 * HOUR)
    assert (world.core.sizes().stories, world.core.sizes().reports) == (1, 1)
    for _ in range(2):
        world.take(changed(real, 60, "actual", 3))
        world.restart()
    assert alerts(world.until(NOON + 61 * HOUR)) == [("update", "revised", 2, 1)]
    world.until(NOON + 9 * DAY)
    assert (world.core.sizes().stories, world.core.sizes().reports) == (0, 0)


def test_the_same_words_ring_once_they_are_real() -> None:
    world = World()
    world.take(report("a1", status="test"))
    anew = report("a1", at=NOON + HOUR)
    assert statuses(world.take(anew)) == [(REAL, "initial", "actual")]


def test_whatever_part_is_written_as_it_becomes_real_the_same_is_sent() -> None:
    drill = report("a1", status="exercise")
    real, kept, writes = changed(drill, 1, "actual"), 0, 1
    while kept <= writes:
        world = World()
        world.take(drill)
        outcome = world.decide(real)
        writes = len(outcome.remember)
        world.ledger.keep(outcome.remember[:kept])
        world.restart()
        world.take(real, changed(real, 2, "actual", 3))
        world.until(NOON + 9 * DAY)
        found = {one.event_id: one for one in world.sent}
        assert all(found[one.event_id] == one for one in world.sent)
        assert sorted(found) == sorted([f"{FIRST}.1", f"{REAL}.1", f"{REAL}.2"]), f"after {kept} of {writes}"
        kept += 1


def test_a_story_that_has_forgotten_its_article_takes_it_back_as_it_was() -> None:
    world = World()
    world.take(report("a1"))
    world.ledger.keep(msgspec.structs.replace(one, value=None) for one in _filed(world))
    world.restart()
    world.take(changed(report("a1"), 1, "exercise"))
    assert statuses(world.until(NOON + 2 * HOUR)) == [(FIRST, "update", "actual")]


def _filed(world: World) -> list[Write]:
    return [Write("filed", key, value) for key, value in world.ledger.items("filed")]
