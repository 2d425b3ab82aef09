"""What holds later reports back, and what comes of them: nothing is lost, nothing floods."""

import msgspec
import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Sent,
    World,
    action,
    alerts,
    digests,
    policy,
    report,
    rules,
    the_alert,
    withdrawn,
)
from tocsin.contract.events import Alert, Beside, Corroborate, Scope
from tocsin.routing.condition import Condition
from tocsin.routing.policy import Budget, QuietHours
from tocsin.routing.rules import Inhibition, Route, Rules

FIVE = 5 * MINUTE
NIGHT = QuietHours(begin=12 * 60, end=18 * 60)
MORNING = NOON + 6 * HOUR


def night(stories: int, later: int = 1, **fields: object) -> World:
    """So many stories in quiet hours, each with later reports."""
    world = World(rules(policy(quiet=(NIGHT,))))
    for number in range(stories):
        at = NOON + number * SECOND
        world.take(report(f"a{number}", f"t{number:03}", at, **fields))
        for more in range(later):
            world.take(report(f"b{number}.{more}", f"t{number:03}", at + MINUTE, **fields))
    return world


def held(sent: list[Sent]) -> list[tuple[tuple[str, int], ...]]:
    return [one.held if not hasattr(one, "tally") else one.tally.held for one in sent]


def test_quiet_hours_hold_updates_until_they_end() -> None:
    world = night(1, 3)
    assert len(world.sent) == 1
    assert not world.until(MORNING - SECOND)
    assert ("held", "quiet_hours") in world.counted
    update = the_alert(world.until(MORNING))
    assert (update.reason, update.tally.since, update.tally.held) == (
        "new_reports",
        3,
        (("quiet_hours", 3),),
    )


def test_a_critical_story_knows_no_quiet_hours() -> None:
    world = night(1, 3, severity="critical")
    assert alerts(world.until(NOON + HOUR)) == [("update", "new_reports", 2, 3)]


def test_after_quiet_hours_many_stories_make_few_updates_and_a_digest() -> None:
    world = night(30, 2)
    world.until(MORNING - SECOND)
    sent = world.until(MORNING)
    assert [one[1] for one in alerts(sent)] == ["new_reports"] * 9
    [digest] = digests(sent)
    assert (digest.reports, digest.stories, digest.held) == (42, 21, (("quiet_hours", 42),))
    assert sum(one.reports for one in digest.entries) == 42
    assert not world.until(MORNING + 3 * DAY)


def test_a_digest_lists_those_with_the_most_reports() -> None:
    world = night(70, 1)
    for more in range(5):
        world.take(report(f"c{more}", "t042", NOON + HOUR))
    [digest] = digests(world.until(MORNING))
    assert (digest.stories, len(digest.entries)) == (61, 50)
    assert digest.entries[0].reports == 6
    assert digest.entries[0].title.startswith("t042")


def test_a_budget_holds_what_is_more_until_its_time_is_over() -> None:
    world = World(rules(policy(budget=Budget(events=3, per=HOUR))))
    for number in range(5):
        world.take(report(f"a{number}", f"t{number}", NOON + number * SECOND))
        world.take(report(f"b{number}", f"t{number}", NOON + number * SECOND))
    assert len(alerts(world.sent)) == 5, "first reports are never held"
    assert held(world.until(NOON + HOUR)) == [(("group_interval", 1),)] * 3
    assert not world.until(NOON + HOUR + FIVE - SECOND)
    sent = world.until(NOON + HOUR + FIVE)
    assert [one[:2] for one in alerts(sent)] == [("update", "new_reports")] * 2
    assert held(sent) == [(("budget", 1),)] * 2


def test_a_budget_of_one_gives_one_event_at_a_time() -> None:
    world = World(rules(policy(budget=Budget(events=1, per=HOUR))))
    for number in range(4):
        world.take(report(f"a{number}", f"t{number}"), report(f"b{number}", f"t{number}", NOON + SECOND))
    sent = world.until(NOON + 2 * HOUR)
    assert held(sent) == [(("group_interval", 1),), (("budget", 3),)]


def test_a_silence_holds_what_it_covers_and_nothing_else() -> None:
    world = World()
    world.take(action("silence", "", NOON, until=NOON + HOUR, scope=Scope(languages=("fa",))))
    world.take(
        report("a1", language="fa"),
        report("a2", at=NOON + MINUTE, language="fa"),
        report("a3", at=NOON + MINUTE, language="en"),
    )
    assert [one[1] for one in alerts(world.sent)] == ["first_report"], "it was the first"
    spoken = the_alert(world.until(NOON + 10 * MINUTE))
    assert [one.article for one in spoken.reports] == ["a3"]
    late = the_alert(world.until(NOON + HOUR))
    assert (late.report.article, late.tally.held) == ("a2", (("silenced", 1),))


def test_a_silence_that_is_ended_early_holds_no_more() -> None:
    world = World()
    silence = action("silence", "", NOON, until=NOON + DAY)
    world.take(silence, report("a1"), report("a2", at=NOON + MINUTE))
    world.until(NOON + HOUR)
    update = the_alert(world.take(action("expire", "", NOON + HOUR, text=silence.id), silence))
    assert update.tally.held == (("silenced", 1),)
    world.take(report("a3", at=NOON + 2 * HOUR))
    assert alerts(world.until(NOON + 3 * HOUR)) == [("update", "new_reports", 3, 1)]


def test_a_silenced_report_raises_nothing_until_the_silence_ends() -> None:
    asked = Corroborate(origins=2, within=DAY)
    world = World()
    world.take(action("silence", "", NOON, until=NOON + HOUR))
    world.take(report("a1", corroborate=asked))
    assert not world.take(report("a2", at=NOON + SECOND, corroborate=asked))
    assert alerts(world.until(NOON + HOUR)) == [("update", "severity_raised", 2, 1)]


def test_what_another_watchlist_rings_for_is_held_and_goes_with_the_next() -> None:
    inhibition = Inhibition(by=Condition(severity="critical"), mute=Condition(watchlists=("idlib",)))
    world = World(rules(inhibit=(inhibition,)))
    beside = (Beside(watchlist="syria", severity="critical"),)
    world.take(report("a1"), report("a2", at=NOON + MINUTE, beside=beside))
    assert world.counted[-1] == ("held", "inhibited")
    assert not world.until(NOON + HOUR)
    world.take(report("a3", at=NOON + HOUR))
    assert the_alert(world.until(NOON + 2 * HOUR)).tally.held == (("group_wait", 1), ("inhibited", 1))


def test_what_is_inhibited_to_the_end_is_counted() -> None:
    inhibition = Inhibition(by=Condition(), mute=Condition(watchlists=("idlib",)))
    world = World(rules(inhibit=(inhibition,)))
    beside = (Beside(watchlist="syria", severity="high"),)
    world.take(report("a1"), report("a2", at=NOON + MINUTE, beside=beside))
    assert held(world.until(NOON + 4 * DAY)) == [(("inhibited", 1),)]


@pytest.mark.parametrize("budget", [None, Budget(events=2, per=HOUR)])
def test_what_is_over_while_the_route_sleeps_is_counted_when_it_wakes(budget: Budget | None) -> None:
    world = World(rules(policy(quiet=(NIGHT,), budget=budget)))
    begun = NOON - 2 * DAY + 2 * HOUR
    world.take(report("a1", at=begun), report("a2", at=begun + MINUTE, kind="wire"))
    [digest] = digests(world.until(NOON + DAY))
    assert digest.until == MORNING
    assert digest.since == begun + MINUTE


def test_digests_of_stories_that_end_together_are_one() -> None:
    world = World()
    for number in range(20):
        at = NOON + number * MINUTE
        world.take(
            report(f"a{number}", f"t{number}", at), report(f"b{number}", f"t{number}", at, kind="wire")
        )
    [digest] = digests(world.until(NOON + 5 * DAY))
    assert (digest.stories, digest.reports, digest.severity) == (20, 20, "high")
    assert digest.receivers == ("screen",)


def test_nothing_is_left_when_all_stories_are_over() -> None:
    world = night(5, 3)
    world.until(NOON + 10 * DAY)
    assert (world.core.sizes().stories, world.core.sizes().reports) == (0, 0)
    assert not list(world.ledger.items("filed"))
    world.until(NOON + 400 * DAY)
    assert world.core.due() == {}
    assert not list(world.ledger.items("story"))


def test_a_route_that_is_gone_leaves_nothing_behind() -> None:
    world = World(rules(policy("old", ("boss",), group_interval=HOUR)))
    world.take(report("a1"), report("a2", at=NOON + MINUTE), report("a3", at=NOON + MINUTE, kind="wire"))
    world.rules = world.core.rules = rules(policy("new", ("mail",)), receivers=("mail",))
    update = the_alert(world.until(NOON + 10 * MINUTE))
    assert (update.route, update.receivers, update.tally.since) == ("new", ("mail",), 2)
    assert not world.until(NOON + 5 * DAY)


def test_where_the_other_route_had_it_too_nothing_is_told_twice() -> None:
    world = World(rules(policy("old"), policy("new", ("mail",))))
    world.take(report("a1"), report("a2", at=NOON + MINUTE))
    world.core.rules = rules(policy("new", ("mail",)))
    assert alerts(world.until(NOON + HOUR)) == [("update", "new_reports", 2, 1)]


def test_a_digest_of_a_route_that_is_gone_goes_where_the_rules_say() -> None:
    world = World(rules(policy("old", ("boss",))))
    world.take(report("a1"), report("a2", at=NOON + MINUTE, kind="wire"))
    over = NOON + 2 * DAY + MINUTE
    assert not world.until(over)
    world.core.rules = msgspec.structs.replace(rules(policy("new", ("mail",))), receivers=("mail",))
    [digest] = digests(world.until(over + HOUR))
    assert (digest.receivers, digest.route) == (("mail",), "new")


def test_only_so_many_stories_are_kept() -> None:
    world = World()
    few = msgspec.structs.replace(world.rules.stories, most_stories=10)
    world = World(rules(stories=few))
    for number in range(30):
        at = NOON + number * MINUTE
        world.take(
            report(f"a{number}", f"t{number}", at), report(f"b{number}", f"t{number}", at, kind="wire")
        )
    assert len(alerts(world.sent)) == 30
    assert world.core.sizes().stories <= 11
    assert sum(one.reports for one in digests([*world.sent, *world.until(NOON + 5 * DAY)])) == 30


def test_one_silence_too_many_ends_no_other_and_is_counted() -> None:
    world = World()
    world.take(report("a1"))
    world.take(action("silence", "", NOON, id="over", until=NOON, scope=Scope(terms=("other",))))
    for number in range(201):
        scope = Scope(terms=("other",) if number else ("idlib",))
        world.take(action("silence", "", NOON, id=f"s{number}", until=NOON + DAY, scope=scope))
    assert world.counted[-1] == ("withheld", "too_many")
    assert world.counted.count(("withheld", "too_many")) == 1
    world.take(report("a2", at=NOON + MINUTE))
    assert not world.until(NOON + HOUR)


def test_a_budget_counts_no_first_reports() -> None:
    world = World(rules(policy(budget=Budget(events=1, per=HOUR))))
    world.take(report("a1"), report("b1", "other"), report("a2", at=NOON + MINUTE))
    assert alerts(world.until(NOON + HOUR)) == [("update", "new_reports", 2, 1)]


def test_the_story_just_reported_on_is_not_the_one_that_ends_for_room() -> None:
    world = World()
    few = msgspec.structs.replace(world.rules.stories, most_stories=3)
    world = World(rules(stories=few))
    for number in range(4):
        world.take(report(f"a{number}", f"t{number}", NOON + number * MINUTE))
    assert not world.take(report("c", "t0", NOON + HOUR))
    assert not world.take(report("d", "t0", NOON + HOUR + SECOND))


def snoozed(given: Rules) -> World:
    """A story of which five reports are held by their number alone: those that were listed are withdrawn."""
    world = World(given)
    first = the_alert(world.take(report("a")))
    world.take(action("snooze", first, NOON + SECOND, until=NOON + 5 * HOUR))
    later = [report(f"b{number}", at=NOON + MINUTE) for number in range(25)]
    world.take(*later)
    world.until(NOON + 4 * HOUR)
    for one in later[5:]:
        world.take(withdrawn(one, NOON + 4 * HOUR))
    return world


def test_what_is_only_a_number_is_counted() -> None:
    world = snoozed(rules())
    [digest] = digests(world.until(NOON + 6 * HOUR))
    assert (digest.reports, digest.held) == (5, (("snoozed", 5),))
    assert not world.until(NOON + 9 * DAY)


def test_what_is_only_a_number_is_counted_though_its_route_is_gone() -> None:
    world = snoozed(rules(policy("old")))
    world.core.rules = rules(policy("new"))
    assert sum(one.reports for one in digests(world.until(NOON + 9 * DAY))) == 5


def test_what_is_beyond_the_list_goes_with_the_newest_that_goes_elsewhere() -> None:
    old = Route(policy=policy("old", group_interval=HOUR))
    both = Route(
        policy=policy("both", ("mail",), group_interval=HOUR),
        match=Condition(languages=("fa",)),
        goes_on=True,
    )
    given = msgspec.structs.replace(rules(), routes=Route(policy=policy("root"), routes=(both, old)))
    world = World(given)
    world.take(report("a"))
    for number in range(30):
        world.take(report(f"b{number:02}", at=NOON + MINUTE, language="fa" if number == 29 else "en"))
    world.core.rules = msgspec.structs.replace(given, routes=Route(policy=policy("root"), routes=(both,)))
    world.until(NOON + 9 * DAY)
    counted = [one.tally.since for one in world.sent[1:] if isinstance(one, Alert) and one.route == "root"]
    assert sum(counted) + sum(one.reports for one in digests(world.sent)) == 29


def test_a_first_report_tells_of_all_that_was_held_on_any_route() -> None:
    arabic = Route(policy=policy("ar"), match=Condition(languages=("ar",)))
    russian = Route(policy=policy("ru", ("mail",)), match=Condition(languages=("ru",)))
    world = World(
        msgspec.structs.replace(rules(), routes=Route(policy=policy("root"), routes=(arabic, russian)))
    )
    world.take(action("silence", "", NOON, until=NOON + HOUR, scope=Scope(first_reports=True)))
    world.take(report("a", at=NOON + MINUTE, language="ar"), report("b", at=NOON + 2 * MINUTE, language="ru"))
    first = the_alert(world.until(NOON + 9 * DAY))
    assert (first.tally.since, [one.article for one in first.reports]) == (2, ["b", "a"])
