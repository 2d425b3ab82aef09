"""A revision of an article whose story is over is an update, not a first report."""

from datetime import timedelta

import msgspec
import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    World,
    action,
    alerts,
    policy,
    report,
    revised,
    rules,
    the_alert,
    withdrawn,
)
from tocsin.alerting.ids import opened_by
from tocsin.contract.events import Action, Alert, Change, Match, Scope
from tocsin.routing.policy import Budget, Escalate

FIRST, SECOND_TIME = (opened_by("idlib", "a1", number) for number in (1, 2))
OVER = NOON + 10 * DAY


def late(of: str = "a1") -> Match:
    """A later version of the article, when its story is over."""
    return revised(report(of), OVER, fired_before=True)


def test_a_revision_is_no_first_report_though_its_story_is_over() -> None:
    world = World()
    world.take(report("a1"), report("a2", at=NOON + MINUTE))
    world.until(OVER)
    told = the_alert(world.take(late()))
    assert (told.kind, told.reason, told.sequence, told.id) == ("update", "revised", 1, SECOND_TIME)
    assert (told.tally.reports, told.tally.origins, told.tally.since) == (1, 1, 1)
    assert (told.report.relation, told.change) == ("revision", Change(article="a1"))
    assert told.report.why == (f"the same article with other words; it opened {FIRST}, which is over",)
    assert not world.take(late())
    world.take(revised(late(), OVER + DAY, 3))
    [again] = alerts(world.until(OVER + DAY + HOUR))
    assert again == ("update", "revised", 2, 1)


def test_a_revision_of_what_opened_no_story_does_not_know_which_is_over() -> None:
    world = World()
    world.take(report("a1"), report("a2", at=NOON + MINUTE))
    world.until(OVER)
    told = the_alert(world.take(late("a2")))
    assert (told.kind, told.reason, told.id) == ("update", "revised", opened_by("idlib", "a2"))
    assert told.report.why == ("the same article with other words; its story is over, or no longer knows it",)


def test_a_late_revision_joins_the_story_that_is_open() -> None:
    world = World()
    world.take(report("a1"))
    world.until(OVER)
    world.take(report("b1", at=OVER))
    assert alerts([*world.take(late()), *world.until(OVER + HOUR)]) == [("update", "new_reports", 2, 1)]


def test_an_old_one_that_is_revised_counts_as_an_archive() -> None:
    world = World(rules(archive=0))
    assert not world.take(late(), msgspec.structs.replace(late("a2"), fired_before=False))
    assert world.counted[-1] == ("held", "archive")


def silence(*, first_reports: bool, until: timedelta = HOUR) -> Action:
    scope = Scope(first_reports=first_reports)
    return action("silence", "", OVER, id="quiet", until=OVER + until, scope=scope)


@pytest.mark.parametrize("first_reports", [False, True])
def test_a_silence_holds_a_late_revision_as_it_holds_any_later_report(first_reports: bool) -> None:
    world = World()
    world.take(report("b1", "other", at=OVER), silence(first_reports=first_reports))
    assert not world.take(late())
    told = the_alert(world.until(OVER + HOUR + MINUTE))
    assert (told.kind, told.reason, told.tally.held) == ("update", "revised", (("silenced", 1),))


def test_a_late_revision_that_was_held_and_taken_back_is_told_to_nobody() -> None:
    world = World()
    feed = Scope(feeds=("wire",), first_reports=True)
    world.take(report("b1", "other", at=OVER), action("silence", "", OVER, until=OVER + HOUR, scope=feed))
    assert not world.take(late())
    assert the_alert(world.take(report("b2", at=OVER + MINUTE, feed="another"))).kind == "initial"
    world.take(withdrawn(late(), OVER + 2 * MINUTE))
    assert not [one for one in world.until(OVER + 2 * HOUR) if isinstance(one, Alert)]


def test_nobody_is_called_about_a_late_revision_and_no_budget_is_spent_on_it() -> None:
    each = policy(
        escalate=Escalate(after=HOUR, to=("boss",)),
        repeat_interval=9 * HOUR,
        budget=Budget(events=1, per=DAY),
        group_interval=HOUR,
    )
    world = World(rules(each))
    assert the_alert(world.take(late())).kind == "update"
    world.take(revised(late(), OVER + MINUTE, 3))
    assert alerts(world.until(OVER + 2 * HOUR)) == [("update", "revised", 2, 1)]
    assert not world.until(OVER + DAY)


def test_the_first_report_that_joins_a_late_revision_is_told_at_once_and_calls_people_in_time() -> None:
    each = policy(escalate=Escalate(after=HOUR, to=("boss",)), group_wait=2 * HOUR, quiet=())
    world = World(rules(each))
    world.take(late(), silence(first_reports=False))
    told = world.take(report("b1", at=OVER + 20 * MINUTE), report("b2", at=OVER + 21 * MINUTE))
    assert alerts(told) == [("update", "new_reports", 2, 1)]
    assert not world.until(OVER + HOUR + 19 * MINUTE)
    assert the_alert(world.until(OVER + HOUR + 20 * MINUTE)).kind == "escalation"


def test_a_late_revision_that_one_silence_held_the_next_holds_on() -> None:
    world = World()
    world.take(report("b1", "other", at=OVER), silence(first_reports=False))
    assert not world.take(late())
    next_one = action("silence", "", OVER, id="next", until=OVER + 3 * HOUR, scope=Scope())
    world.take(next_one)
    assert not alerts(world.until(OVER + 2 * HOUR))
    assert the_alert(world.until(OVER + 4 * HOUR)).kind == "update"


def test_another_late_revision_is_no_first_report_of_the_first() -> None:
    world = World(rules(policy(escalate=Escalate(after=HOUR, to=("boss",)))))
    world.take(late("a1"))
    assert not world.take(revised(report("a2"), OVER + MINUTE, fired_before=True))
    assert alerts(world.until(OVER + 5 * HOUR)) == [("update", "new_reports", 2, 1)]


def test_nobody_is_called_about_a_first_report_that_was_not_told() -> None:
    each = policy(escalate=Escalate(after=HOUR, to=("boss",)))
    world = World(rules(each))
    world.take(late(), silence(first_reports=True, until=8 * HOUR))
    assert not world.take(report("b1", at=OVER + MINUTE))
    assert alerts(world.until(OVER + 9 * HOUR)) == [("update", "new_reports", 2, 1)]


def test_a_report_of_its_own_makes_a_held_revision_a_first_report() -> None:
    world = World(rules(archive=0))
    assert not world.take(late())
    first = the_alert(world.take(report("b1", at=OVER + MINUTE)))
    assert (first.kind, first.reason, first.tally.since) == ("initial", "first_report", 2)


def test_what_was_not_told_as_it_fired_for_nobody_rings_though_it_is_revised() -> None:
    world = World()
    world.take(report("a1"))
    world.until(OVER)
    told = the_alert(world.take(msgspec.structs.replace(late(), fired_before=False)))
    assert (told.kind, told.reason) == ("initial", "first_report")
