"""A revision that no longer fires: the alert is taken back, or the report taken out."""

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
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


def test_the_only_report_withdrawn_takes_the_alert_back_at_once() -> None:
    world = World(rules(policy("desk"), policy("mail", ("mail",))))
    only = report("a1")
    first = the_alert(world.take(only))
    back = the_alert(world.take(withdrawn(only, NOON + MINUTE)))
    assert (back.kind, back.reason, back.sequence) == ("retraction", "withdrawn", 2)
    assert back.receivers == first.receivers == ("screen", "mail")
    assert back.references == (first.event_id,)
    assert back.evidence[0].term == first.evidence[0].term
    assert back.change is not None
    assert back.tally.reports == 0
    assert not world.take(withdrawn(only, NOON + 2 * MINUTE), only)
    assert not world.until(NOON + 5 * DAY)


def test_who_is_gone_is_not_told() -> None:
    world = World(rules(policy(receivers=("mail", "screen"))))
    only = report("a1")
    world.take(only)
    world.core.rules = rules(policy(), receivers=("screen",))
    assert the_alert(world.take(withdrawn(only, NOON + MINUTE))).receivers == ("screen",)


def test_nobody_joins_a_story_that_was_taken_back() -> None:
    world = World()
    only = report("a1")
    world.take(only, withdrawn(only, NOON + MINUTE))
    world.restart()
    assert alerts(world.take(report("a2", at=NOON + HOUR))) == [("initial", "first_report", 1, 1)]


def test_what_fires_again_is_told_at_once_and_is_no_second_first_report() -> None:
    world = World()
    only = report("a1")
    gone = withdrawn(only, NOON + MINUTE)
    again = revised(revised(only, NOON, 99), NOON + HOUR, 100)
    world.take(only, gone)
    back = the_alert(world.take(again))
    assert (back.kind, back.reason, back.sequence, back.tally.reports) == ("update", "revised", 3, 1)
    assert (back.tally.since, back.tally.held) == (1, ())
    assert not [reason for what, reason in world.counted if what == "held"]
    assert back.change is not None
    assert back.change.title_before == gone.article.title, "what people know is what the retraction said"
    assert not world.take(gone, only, again)
    assert alerts(world.take(report("a2", at=NOON + HOUR))) == []


def test_one_of_several_withdrawn_is_told_with_the_next_update() -> None:
    world = World()
    first = report("a1")
    world.take(first, report("a2", at=NOON + MINUTE))
    world.until(NOON + HOUR)
    assert not world.take(withdrawn(first, NOON + HOUR))
    update = the_alert(world.until(NOON + 2 * HOUR))
    assert (update.kind, update.reason, update.report.article) == ("update", "revised", "a1")
    assert update.report.why == ("it was changed, and no longer fires the watchlist",)
    assert update.tally.reports == 1


def test_what_was_never_told_need_not_be_taken_back() -> None:
    world = World()
    held = report("a2", at=NOON + SECOND)
    world.take(report("a1"), held, withdrawn(held, NOON + MINUTE))
    assert world.counted[-1] == ("withheld", "withdrawn")
    assert not world.until(NOON + 5 * DAY)


def test_what_was_only_archived_need_not_be_taken_back() -> None:
    world = World(rules(archive=0))
    old = report("a1", published=NOON - 10 * DAY)
    assert not world.take(old, withdrawn(old, NOON + MINUTE))
    assert not world.until(NOON + 5 * DAY)


def test_a_closed_story_is_taken_back_all_the_same() -> None:
    world = World()
    only = report("a1")
    first = the_alert(world.take(only))
    world.take(action("close", first, NOON))
    assert the_alert(world.take(withdrawn(only, NOON + MINUTE))).kind == "retraction"


def test_what_nobody_knows_is_counted() -> None:
    world = World()
    assert not world.take(withdrawn(report("a1"), NOON))
    assert world.counted == [("withheld", "unknown")]


def test_a_retraction_leaves_nothing_to_escalate() -> None:
    world = World(rules(policy(repeat_interval=HOUR)))
    only = report("a1")
    world.take(only, withdrawn(only, NOON + MINUTE))
    assert not world.until(NOON + DAY)
