"""Later reports of a story: grouped, counted, told together; what weighs more is told at once."""

from datetime import datetime
from typing import Any

import msgspec
import pytest

from tests.happenings import happening
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
    revised,
    rules,
    the_alert,
)
from tocsin.contract.events import Corroborate, Evidence, Match, Verb
from tocsin.routing.policy import Budget, QuietHours

FIVE = 5 * MINUTE


def test_later_reports_are_told_together_after_the_interval() -> None:
    world = World()
    world.take(report("a1"))
    assert not world.take(report("a2", at=NOON + MINUTE), report("a3", at=NOON + 2 * MINUTE, language="fa"))
    assert world.core.due() == {"idlib": NOON + FIVE}
    update = the_alert(world.until(NOON + FIVE))
    assert (update.kind, update.reason, update.sequence) == ("update", "new_reports", 2)
    assert update.references == (world.sent[0].event_id,)
    assert [one.article for one in update.reports] == ["a3", "a2"]
    assert update.report == update.reports[0]
    assert (update.tally.reports, update.tally.origins, update.tally.carriers) == (3, 3, 3)
    assert (update.tally.since, update.tally.held) == (2, (("group_interval", 2),))
    assert update.tally.languages == ("en", "fa")
    assert update.report.why == ("both: idlib",)
    assert update.clocks.fetched == NOON + 2 * MINUTE


def test_a_report_long_after_waits_a_moment_for_others() -> None:
    world = World()
    world.take(report("a1"), report("a2", at=NOON + HOUR))
    assert world.core.due() == {"idlib": NOON + HOUR + 30 * SECOND}
    world.take(report("a3", at=NOON + HOUR + 29 * SECOND))
    update = the_alert(world.until(NOON + HOUR + 30 * SECOND))
    assert update.tally.held == (("group_wait", 2),)


def test_a_report_at_the_very_time_is_told_with_the_next() -> None:
    world = World()
    world.take(report("a1"), report("a2", at=NOON + MINUTE))
    update = the_alert(world.take(report("a3", at=NOON + FIVE)))
    assert [one.article for one in update.reports] == ["a2"]
    assert [one.article for one in the_alert(world.until(NOON + 2 * FIVE)).reports] == ["a3"]


def test_each_route_has_its_own_timers() -> None:
    world = World(rules(policy("desk"), policy("mail", ("mail",), group_interval=HOUR)))
    world.take(report("a1"), report("a2", at=NOON + MINUTE), report("a3", at=NOON + 10 * MINUTE))
    world.until(NOON + HOUR)
    sent = world.sent[1:]
    assert [(one.route, one.tally.since, one.receivers) for one in map(the_alert, ([x] for x in sent))] == [
        ("desk", 1, ("screen",)),
        ("desk", 1, ("screen",)),
        ("mail", 2, ("mail",)),
    ]
    assert the_alert(sent[-1:]).references == (f"{the_alert(sent[-1:]).id}.1",)
    assert the_alert(sent[1:2]).references == (f"{the_alert(sent[:1]).id}.2",)


def test_a_copy_is_one_more_carrier_and_told_with_the_next_update() -> None:
    world = World()
    world.take(report("a1"), report("a2", at=NOON + MINUTE, kind="wire"))
    assert not world.until(NOON + HOUR)
    world.take(report("a3", at=NOON + HOUR))
    update = the_alert(world.until(NOON + HOUR + MINUTE))
    assert (update.tally.reports, update.tally.origins, update.tally.carriers) == (3, 2, 3)
    assert update.tally.held == (("copy", 1), ("group_wait", 1))
    assert [(one.article, one.relation) for one in update.reports] == [("a3", "report"), ("a2", "copy")]


def test_a_copy_that_nothing_follows_is_counted_when_the_story_ends() -> None:
    world = World()
    world.take(report("a1"), report("a2", at=NOON + MINUTE, kind="wire"))
    [digest] = digests(world.until(NOON + 60 * HOUR))
    assert (digest.held, digest.reports, digest.entries[0].carriers) == ((("copy", 1),), 1, 2)


def test_a_route_may_want_updates_on_copies() -> None:
    world = World(rules(policy(update_on_copies=True)))
    world.take(report("a1"), report("a2", at=NOON + MINUTE, kind="wire"))
    assert alerts(world.until(NOON + FIVE)) == [("update", "new_reports", 2, 1)]


def test_the_same_outlet_twice_is_one_carrier() -> None:
    world = World()
    world.take(report("a1", source="one"), report("a2", at=NOON + MINUTE, source="one"))
    tally = the_alert(world.until(NOON + FIVE)).tally
    assert (tally.origins, tally.carriers) == (2, 1)


def test_a_revision_is_an_update_with_what_changed() -> None:
    world = World()
    first = report("a1")
    world.take(first, revised(first, NOON + MINUTE))
    assert not world.take(revised(first, NOON + MINUTE))
    assert not world.take(first)
    update = the_alert(world.until(NOON + FIVE))
    assert (update.kind, update.reason, update.tally.reports) == ("update", "revised", 1)
    assert update.change is not None
    assert update.change.title_before == first.article.title
    assert update.report.relation == "revision"


def another(match: Match, at: datetime, **fields: Any) -> Match:
    """The next version of the article of ``match`` tells of something else."""
    changed = revised(match, at)
    article = msgspec.structs.replace(changed.article, title="flood where the fire was", **fields)
    return msgspec.structs.replace(changed, article=article)


def test_an_article_that_tells_of_something_else_now_is_told_at_once() -> None:
    night = QuietHours(begin=12 * 60, end=18 * 60)
    world = World(
        rules(policy("one", quiet=(night,)), policy("two", ("mail",), budget=Budget(events=1, per=DAY)))
    )
    first = the_alert(world.take(report("a1")))
    update = the_alert(world.take(another(report("a1"), NOON + MINUTE)))
    assert (update.id, update.kind, update.reason) == (first.id, "update", "revised")
    assert (update.receivers, update.tally.since, update.tally.held) == (("screen", "mail"), 1, ())
    assert update.change is not None
    assert not world.take(another(report("a1"), NOON + MINUTE))
    assert not world.until(NOON + DAY)


@pytest.mark.parametrize(("to", "told"), [(2, 1), (1, 0)])
def test_what_is_something_else_is_seen_in_real_texts(to: int, told: int) -> None:
    world = World(rules(policy(quiet=(QuietHours(begin=12 * 60, end=18 * 60),))), real=True)
    was, now = happening(1), happening(to)
    first = report("a1", title=was.title, body=was.body)
    world.take(first)
    changed = revised(first, NOON + HOUR)
    article = msgspec.structs.replace(
        changed.article, title=f"Update: {now.title}", body=f"{now.body} More soon."
    )
    assert len(world.take(msgspec.structs.replace(changed, article=article))) == told


@pytest.mark.parametrize("verb", ["silence", "snooze"])
def test_what_tells_of_something_else_waits_for_who_said_so(verb: Verb) -> None:
    world = World()
    first = the_alert(world.take(report("a1")))
    world.take(action(verb, first, NOON, until=NOON + HOUR))
    assert not world.take(another(report("a1"), NOON + MINUTE))
    assert alerts(world.until(NOON + HOUR)) == [("update", "revised", 2, 1)]


def test_of_several_versions_the_newest_is_listed_and_all_are_counted() -> None:
    world = World()
    world.take(report("a1"))
    later = report("a2", at=NOON + MINUTE)
    third = revised(revised(later, NOON + 2 * MINUTE), NOON + 3 * MINUTE, 3)
    world.take(later, revised(later, NOON + 2 * MINUTE), third)
    update = the_alert(world.until(NOON + FIVE))
    assert [one.title for one in update.reports] == [third.article.title]
    assert update.tally.since == 3


def test_what_weighs_more_is_told_at_once_with_what_waits() -> None:
    world = World()
    asked = Corroborate(origins=3, within=2 * HOUR)
    sent = world.take(
        report("a1", corroborate=asked),
        report("a2", at=NOON + MINUTE, corroborate=asked),
        report("a3", at=NOON + 2 * MINUTE, corroborate=asked),
    )
    assert alerts(sent) == [("initial", "first_report", 1, 1), ("update", "severity_raised", 2, 2)]
    raised = the_alert(sent[1:])
    assert raised.severity == "critical"
    assert (raised.tally.since, raised.tally.held) == (2, (("group_interval", 1),)), "a3 waited for nothing"
    assert world.counted.count(("held", "group_interval")) == 1
    assert raised.severity_why.startswith("raised one step: 3 outlets report it in words of their own")
    assert not world.until(NOON + HOUR)


@pytest.mark.parametrize(
    "others",
    [
        {"source": "outlet of a1"},  # one outlet, however often
        {"kind": "wire"},  # copies have one origin
        {"downgraded": "boilerplate", "severity": "low"},
    ],
)
def test_what_is_no_other_voice_corroborates_nothing(others: dict[str, Any]) -> None:
    world = World()
    asked = Corroborate(origins=2, within=2 * HOUR)
    sent = world.take(
        report("a1", corroborate=asked), report("a2", at=NOON + MINUTE, corroborate=asked, **others)
    )
    assert alerts(sent) == [("initial", "first_report", 1, 1)]


def test_voices_far_apart_corroborate_nothing() -> None:
    world = World()
    asked = Corroborate(origins=2, within=HOUR)
    world.take(report("a1", corroborate=asked), report("a2", at=NOON + 2 * HOUR, corroborate=asked))
    assert the_alert(world.until(NOON + 3 * HOUR)).severity == "high"


def test_a_trusted_outlet_lifts_the_lowering() -> None:
    world = World()
    sent = world.take(report("a1", trust="low"), report("a2", at=NOON + SECOND, kind="wire", trust="high"))
    assert alerts(sent) == [("initial", "first_report", 1, 1), ("update", "severity_raised", 2, 1)]
    assert [one.severity for one in map(the_alert, ([x] for x in sent))] == ["medium", "high"]


def test_a_second_voice_of_low_trust_lifts_the_lowering_too() -> None:
    world = World()
    sent = world.take(report("a1", trust="low"), report("a2", at=NOON + SECOND, trust="low"))
    assert the_alert(sent[1:]).severity_why.startswith("as the watchlist says, though of low trust")


def test_a_term_that_had_only_been_in_boilerplate_is_told_at_once() -> None:
    world = World()
    first = report("a1", severity="low", downgraded="boilerplate")
    world.take(first)
    better = revised(first, NOON + SECOND, severity="high", downgraded=None)
    update = the_alert(world.take(better))
    assert (update.reason, update.severity, update.downgraded) == ("severity_raised", "high", None)
    assert update.change is not None


def test_a_million_reports_stay_small() -> None:
    world = World(rules(policy(group_interval=10 * HOUR)))
    for number in range(4_000):
        world.take(report(f"a{number}", at=NOON + number * SECOND, kind="wire" if number % 2 else ""))
    [(_, story)] = world.ledger.items("story")
    assert len(story) < 16_000
    assert len(list(world.ledger.items("filed"))) <= 64 + 2_000 + 101
    update = the_alert(world.until(NOON + 11 * HOUR))
    assert (update.tally.since, len(update.reports)) == (3_999, 20)
    assert not world.take(report("a3500", at=NOON + 12 * HOUR))


def test_much_evidence_is_cut_when_it_has_to_wait() -> None:
    plain = report("a2", at=NOON + SECOND)
    many: tuple[Evidence, ...] = plain.evidence * 50
    world = World()
    world.take(report("a1"), report("a2", at=NOON + SECOND, evidence=many))
    assert the_alert(world.until(NOON + HOUR)).evidence == many[:8]
