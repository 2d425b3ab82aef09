"""What people do changes what is sent; what nobody does is told again, or told to somebody else."""

from datetime import timedelta

import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    World,
    action,
    alerts,
    digests,
    policy,
    report,
    rules,
    the_alert,
)
from tocsin.contract.events import Corroborate, Scope
from tocsin.routing.policy import Budget, Escalate, QuietHours

NIGHT = QuietHours(begin=12 * 60, end=18 * 60)
ESCALATE = Escalate(after=10 * MINUTE, to=("boss", "gone"))


def test_what_nobody_acknowledges_is_escalated_once() -> None:
    world = World(rules(policy(escalate=ESCALATE, quiet=(NIGHT,))))
    first = the_alert(world.take(report("a1")))
    escalation = the_alert(world.until(NOON + 3 * DAY))
    assert (escalation.kind, escalation.reason, escalation.sequence) == ("escalation", "unacknowledged", 2)
    assert escalation.receivers == ("boss",)
    assert escalation.references == (first.event_id,)
    assert (escalation.report, escalation.evidence) == (first.report, first.evidence)
    assert escalation.tally.since == 0


@pytest.mark.parametrize("verb", ["ack", "close"])
def test_who_acts_is_not_reminded(verb: str) -> None:
    world = World(rules(policy(escalate=ESCALATE, repeat_interval=HOUR)))
    first = the_alert(world.take(report("a1")))
    world.take(action("ack" if verb == "ack" else "close", first, NOON + MINUTE))
    assert not world.until(NOON + DAY)


@pytest.mark.parametrize(("status", "times"), [("actual", 1), ("exercise", 1), ("test", 0)])
def test_a_test_wakes_nobody(status: str, times: int) -> None:
    world = World(rules(policy(escalate=ESCALATE)))
    world.take(report("a1", status=status))
    sent = world.until(NOON + HOUR)
    assert len(sent) == times
    assert all(the_alert([one]).status == status for one in sent)


def test_escalation_to_nobody_configured_is_left_out() -> None:
    world = World(rules(policy(escalate=Escalate(after=MINUTE, to=("gone",)))))
    world.take(report("a1"))
    assert not world.until(NOON + DAY)


def test_a_snooze_puts_escalation_and_updates_off() -> None:
    world = World(rules(policy(escalate=ESCALATE)))
    first = the_alert(world.take(report("a1")))
    world.take(action("snooze", first, NOON + MINUTE, until=NOON + HOUR), report("a2", at=NOON + 2 * MINUTE))
    assert not world.until(NOON + HOUR - SECOND)
    sent = world.until(NOON + HOUR)
    assert [one[:3] for one in alerts(sent)] == [
        ("update", "new_reports", 2),
        ("escalation", "unacknowledged", 3),
    ]
    assert the_alert(sent[:1]).tally.held == (("snoozed", 1),)


def test_a_snooze_can_be_cut_short() -> None:
    world = World()
    first = the_alert(world.take(report("a1")))
    world.take(action("snooze", first, NOON, until=NOON + DAY), report("a2", at=NOON + MINUTE))
    world.until(NOON + HOUR)
    world.take(action("snooze", first, NOON + HOUR, until=NOON + HOUR))
    assert alerts(world.until(NOON + HOUR)) == [("update", "new_reports", 2, 1)]


def test_a_closed_story_counts_its_later_reports_at_its_end() -> None:
    world = World()
    first = the_alert(world.take(report("a1")))
    world.take(report("a2", at=NOON + SECOND), action("close", first, NOON + MINUTE))
    world.take(report("a3", at=NOON + 2 * MINUTE))
    [digest] = world.until(NOON + 5 * DAY)
    assert digests([digest])[0].held == (("closed", 2),)


def test_a_closed_story_that_weighs_more_is_told_all_the_same() -> None:
    world = World()
    asked = Corroborate(origins=2, within=DAY)
    first = the_alert(world.take(report("a1", corroborate=asked)))
    world.take(action("close", first, NOON + MINUTE))
    raised = the_alert(world.take(report("a2", at=NOON + 2 * MINUTE, corroborate=asked)))
    assert (raised.reason, raised.tally.since) == ("severity_raised", 1)


def test_what_was_done_is_in_every_later_event() -> None:
    world = World()
    first = the_alert(world.take(report("a1")))
    note = action("note", first, NOON + SECOND, text="called the bureau")
    world.take(
        action("ack", first, NOON + SECOND, text="mine"),
        action("assign", first, NOON + SECOND, text="night desk"),
        note,
        note,
        report("a2", at=NOON + MINUTE),
    )
    handling = the_alert(world.until(NOON + HOUR)).handling
    assert (handling.acked_by, handling.assignee) == ("officer", "night desk")
    assert handling.notes == ("officer: mine", "officer: called the bureau")


def test_many_long_notes_are_cut() -> None:
    world = World()
    first = the_alert(world.take(report("a1")))
    for number in range(100):
        world.take(action("note", first, NOON, id=f"n{number}", text=f"{number} {'x' * 5_000}"))
    world.take(report("a2", at=NOON + MINUTE))
    notes = the_alert(world.until(NOON + HOUR)).handling.notes
    assert (len(notes), max(map(len, notes))) == (20, 1_000)


@pytest.mark.parametrize(
    ("verb", "alert", "reason"),
    [
        ("ack", "nothing", "unknown"),
        ("expire", "", "unknown"),
        ("silence", "", "endless"),
        ("snooze", "", "endless"),
    ],
)
def test_what_makes_no_sense_is_counted(verb: str, alert: str, reason: str) -> None:
    world = World()
    assert not world.take(action(verb, alert, NOON))  # type: ignore[arg-type]
    assert world.counted == [("withheld", reason)]


@pytest.mark.parametrize("ahead", [59 * MINUTE, 3 * HOUR, 3 * DAY])
def test_a_clock_ahead_of_others_moves_no_time(ahead: timedelta) -> None:
    world = World()
    silence = action("silence", "", NOON + ahead, until=NOON + 8 * DAY, scope=Scope(terms=("none",)))
    world.take(silence, report("a1"))
    first = the_alert(world.sent)
    world.take(action("ack", first, NOON + ahead), report("a2", at=NOON + MINUTE))
    assert world.core.due() == {"idlib": NOON + 5 * MINUTE}
    update = the_alert(world.until(NOON + 5 * MINUTE))
    assert update.handling.acked_by == "officer"
    assert world.counted.count(("clock", "back")) == 0


def test_a_silence_from_a_clock_ahead_holds_at_once_and_ends_when_it_is_ended() -> None:
    world = World()
    silence = action("silence", "", NOON + 3 * HOUR, until=NOON + 8 * HOUR)
    world.take(report("a1"), silence, report("a2", at=NOON + 6 * MINUTE))
    assert not world.until(NOON + HOUR)
    world.take(action("expire", "", NOON + 9 * HOUR, text=silence.id))
    assert alerts(world.until(NOON + HOUR)) == [("update", "new_reports", 2, 1)]


def test_reminders_come_while_nobody_acts_and_the_story_is_open() -> None:
    world = World(rules(policy(repeat_interval=12 * HOUR)))
    world.take(report("a1"))
    sent = world.until(NOON + 10 * DAY)
    assert alerts(sent) == [("update", "reminder", number, 0) for number in (2, 3, 4)]
    assert the_alert(sent[:1]).evidence == report("a1").evidence


def test_reminders_that_were_missed_come_once() -> None:
    world = World(rules(policy(repeat_interval=HOUR)))
    world.take(report("a1"))
    sent = world.take(report("a9", "other", NOON + 10 * HOUR + MINUTE))
    assert [one[:2] for one in alerts(sent)] == [("update", "reminder"), ("initial", "first_report")]
    assert world.core.due() == {"idlib": NOON + 11 * HOUR}


def test_reminders_wait_for_the_morning_and_the_budget() -> None:
    world = World(rules(policy(repeat_interval=HOUR, quiet=(NIGHT,), budget=Budget(events=1, per=8 * HOUR))))
    world.take(report("a1"))
    assert not world.until(NOON + 6 * HOUR - SECOND)
    assert alerts(world.until(NOON + 14 * HOUR - SECOND)) == [("update", "reminder", 2, 0)]
    assert alerts(world.until(NOON + 14 * HOUR)) == [("update", "reminder", 3, 0)]


def test_a_reminder_waits_while_its_report_is_silenced() -> None:
    world = World(rules(policy(repeat_interval=HOUR)))
    world.take(report("a1"), action("silence", "", NOON, until=NOON + 3 * HOUR))
    assert not world.until(NOON + 3 * HOUR - SECOND)
    assert alerts(world.until(NOON + 3 * HOUR)) == [("update", "reminder", 2, 0)]


def test_a_time_between_two_seconds_comes_too() -> None:
    world = World()
    first = the_alert(world.take(report("a1", at=NOON + timedelta(microseconds=700_000))))
    until = NOON + HOUR + timedelta(microseconds=500_000)
    world.take(action("snooze", first, NOON, until=until), report("a2", at=NOON + MINUTE))
    assert not world.until(NOON + HOUR)
    assert alerts(world.until(until)) == [("update", "new_reports", 2, 1)]


def test_who_is_asked_by_two_routes_is_told_once() -> None:
    world = World(rules(policy("one", escalate=ESCALATE), policy("two", ("mail",), escalate=ESCALATE)))
    world.take(report("a1"))
    escalation = the_alert(world.until(NOON + HOUR))
    assert (escalation.receivers, escalation.route) == (("boss",), "one, two")
    assert not world.until(NOON + DAY)
