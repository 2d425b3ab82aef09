"""People of a route that a story comes to later hear of it at once, as others did by its first report."""

from typing import Any

import msgspec
import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    HOUR,
    MINUTE,
    SECOND,
    World,
    action,
    alerts,
    digests,
    policy,
    report,
    revised,
    rules,
    the_alert,
)
from tocsin.contract.events import Alert, Beside, Corroborate, Match
from tocsin.routing.condition import Condition
from tocsin.routing.policy import Budget, QuietHours
from tocsin.routing.rules import Inhibition, Route, Rules

NIGHT = QuietHours(begin=12 * 60, end=18 * 60)
SLOW: dict[str, Any] = {
    "quiet": (NIGHT,),
    "group_wait": 20 * MINUTE,
    "budget": Budget(events=1, per=24 * HOUR),
}


def split(persian: tuple[str, ...] = ("boss",), **fields: Any) -> Rules:
    """Persian reports go to some, all others to the screen; the Persian desk sleeps, waits and has no money."""
    below = Route(policy=policy("persian", persian, **{**SLOW, **fields}), match=Condition(languages=("fa",)))
    return msgspec.structs.replace(rules(), routes=Route(policy=policy(), routes=(below,)))


def told_already(given: Rules | None = None) -> tuple[World, Alert]:
    """A world in which the screen was told of a story, and the only event of the Persian desk is spent."""
    world = World(given or split())
    world.take(report("x1", "other", language="fa", severity="critical"))
    world.take(report("x2", "other", NOON + SECOND, language="fa", severity="critical"))
    world.until(NOON + HOUR)
    assert len(world.sent) == 2
    return world, the_alert(world.take(report("a1", at=NOON + HOUR)))


def persian(number: int = 2, at: int = 0, **fields: Any) -> Match:
    return report(f"a{number}", at=NOON + HOUR + at * MINUTE, language="fa", **fields)


def test_it_passes_waits_quiet_hours_and_budget_and_is_not_in_it() -> None:
    world, first = told_already(split(budget=Budget(events=2, per=24 * HOUR), quiet=()))
    world.counted.clear()
    word = the_alert(world.take(persian()))
    assert (word.id, word.kind, word.reason, word.sequence) == (first.id, "update", "new_reports", 2)
    assert (word.tally.since, word.tally.held) == (1, ())
    assert (word.receivers, word.route, word.references, word.tally.since) == (("boss",), "persian", (), 1)
    assert ("held", "group_wait") not in world.counted
    assert not world.take(persian(3, 1), persian(4, 2))
    later = the_alert(world.until(NOON + 2 * HOUR))
    assert (later.receivers, later.tally.since, later.references) == (("boss",), 2, (word.event_id,))
    world.take(persian(5, 80))
    assert not world.until(NOON + 23 * HOUR)


@pytest.mark.parametrize("fields", [{}, {"kind": "wire"}, {"published": NOON - 90 * HOUR}])
def test_whatever_comes_is_a_first_word_to_who_has_heard_none(fields: dict[str, Any]) -> None:
    world, _ = told_already()
    assert the_alert(world.take(persian(**fields))).receivers == ("boss",)


def test_a_report_that_is_changed_may_be_one() -> None:
    world, first = told_already()
    changed = revised(report("a1"), NOON + 2 * HOUR)
    article = msgspec.structs.replace(changed.article, language="fa")
    word = the_alert(world.take(msgspec.structs.replace(changed, article=article)))
    assert (word.id, word.reason, word.receivers) == (first.id, "new_reports", ("boss",))


def test_who_has_heard_by_another_route_waits() -> None:
    world, _ = told_already(split(("screen",)))
    assert not world.take(persian())
    assert not world.until(NOON + 5 * HOUR)


def test_one_who_has_not_heard_is_enough() -> None:
    world, _ = told_already(split(("screen", "mail")))
    assert the_alert(world.take(persian())).receivers == ("screen", "mail")


def test_a_silence_holds_it() -> None:
    world, _ = told_already()
    world.take(action("silence", "", NOON + HOUR, until=NOON + 2 * HOUR))
    assert not world.take(persian())
    word = the_alert(world.until(NOON + 2 * HOUR))
    assert (word.receivers, word.tally.held) == (("boss",), (("silenced", 1),))


def test_a_snooze_holds_it_and_nothing_after_that() -> None:
    world, first = told_already()
    world.take(action("snooze", first, NOON + HOUR, until=NOON + 2 * HOUR))
    assert not world.take(persian())
    assert not world.until(NOON + 2 * HOUR - SECOND)
    word = the_alert(world.until(NOON + 2 * HOUR))
    assert (word.receivers, word.tally.held) == (("boss",), (("snoozed", 1),))


def test_a_closed_story_is_told_to_nobody_new() -> None:
    world, first = told_already()
    world.take(action("close", first, NOON + HOUR))
    assert not world.take(persian())
    assert [one.held for one in digests(world.until(NOON + 90 * HOUR))] == [(("closed", 1),)]


def test_no_other_watchlist_speaks_for_it() -> None:
    inhibition = Inhibition(by=Condition(), mute=Condition(watchlists=("idlib",)))
    world, _ = told_already(msgspec.structs.replace(split(), inhibit=(inhibition,)))
    beside = (Beside(watchlist="syria", severity="critical"),)
    assert the_alert(world.take(persian(beside=beside))).receivers == ("boss",)


def test_a_gain_in_severity_says_it_all() -> None:
    world, _ = told_already()
    asked = Corroborate(origins=2, within=3 * HOUR)
    sent = world.take(persian(corroborate=asked))
    assert sorted(one[:2] for one in alerts(sent)) == [("update", "severity_raised")] * 2
    assert not world.until(NOON + 5 * HOUR)


def test_a_message_that_comes_again_is_no_first_word() -> None:
    world, _ = told_already()
    outcome = world.decide(persian())
    world.restart()
    assert world.decide(persian()) == outcome
    world.finish(outcome)
    world.restart()
    assert not world.take(persian())
