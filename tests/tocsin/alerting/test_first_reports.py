"""The first report of a story rings at once, whatever else holds."""

from datetime import timedelta

import msgspec
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
    policy,
    report,
    rules,
    the_alert,
)
from tocsin.alerting.discipline import READING
from tocsin.alerting.ids import opened_by
from tocsin.contract.events import Alert, Beside, Corroborate, Scope
from tocsin.routing.condition import Condition
from tocsin.routing.policy import Budget, QuietHours
from tocsin.routing.rules import Inhibition, Route

ALL_DAY = QuietHours(begin=0, end=24 * 60)


def test_a_first_report_rings_at_once() -> None:
    world = World()
    first = the_alert(world.take(report("a1", at=NOON)))
    assert (first.kind, first.reason, first.sequence, first.event_id) == (
        "initial",
        "first_report",
        1,
        opened_by("idlib", "a1") + ".1",
    )
    assert first.evidence == report("a1").evidence
    assert (first.receivers, first.route, first.references) == (("screen",), "desk", ())
    assert first.report.why == ("nobody has told of idlib",)
    assert first.tally.since == 1
    assert not world.take(report("a1", at=NOON + MINUTE))
    assert world.counted[-1] == ("withheld", "repeat")


def test_every_route_that_takes_it_is_told_by_one_event() -> None:
    world = World(rules(policy("desk", ("screen",)), policy("phone", ("mail", "screen"))))
    first = the_alert(world.take(report("a1")))
    assert (first.receivers, first.route) == (("screen", "mail"), "desk, phone")


def test_a_watchlist_on_trial_never_rings() -> None:
    world = World()
    assert not world.take(report("a1", shadow=True))
    assert world.counted == [("withheld", "shadow")]
    assert not list(world.ledger.items("filed"))


def test_a_downgraded_match_rings_as_low_as_it_is_and_says_why() -> None:
    first = the_alert(World().take(report("a1", severity="low", downgraded="boilerplate")))
    assert (first.severity, first.downgraded) == ("low", "boilerplate")


def test_an_alert_says_where_text_and_date_come_from() -> None:
    first = the_alert(World().take(report("a1", date_source="jalali", notes=("full_text", "no_zone"))))
    assert (first.report.date_source, first.report.notes) == ("jalali", ("full_text", "no_zone"))
    assert first.clocks.alerted == NOON


def test_a_watchlist_may_name_its_receivers() -> None:
    first = the_alert(World().take(report("a1", receivers=("mail", "gone"))))
    assert first.receivers == ("mail",)


@pytest.mark.parametrize("receivers", [("gone",), ()])
def test_where_nobody_named_is_configured_everybody_is_told(receivers: tuple[str, ...]) -> None:
    first = the_alert(World(rules(policy(receivers=receivers))).take(report("a1")))
    assert first.receivers == ("screen", "mail", "boss")


def test_nothing_holds_a_first_report() -> None:
    strict = policy(quiet=(ALL_DAY,), budget=Budget(events=1, per=DAY), group_wait=HOUR)
    everything = Condition()
    world = World(rules(strict, inhibit=(Inhibition(by=everything, mute=Condition(watchlists=("idlib",))),)))
    world.take(action("silence", "", NOON, until=NOON + DAY))
    beside = (Beside(watchlist="syria", severity="critical"),)
    for number in range(5):
        sent = world.take(report(f"a{number}", f"topic{number}", NOON + number * SECOND, beside=beside))
        assert alerts(sent) == [("initial", "first_report", 1, 1)]


def test_a_silence_of_first_reports_too_holds_them_until_it_ends() -> None:
    world = World()
    scope = Scope(feeds=("wire",), first_reports=True)
    world.take(action("silence", "", NOON, until=NOON + HOUR, scope=scope))
    assert not world.take(report("a1", at=NOON + SECOND))
    assert world.counted[-1] == ("held", "silenced")
    assert alerts(world.take(report("a2", "other", NOON + SECOND, feed="another"))) != []
    assert not world.until(NOON + HOUR - SECOND)
    late = the_alert(world.until(NOON + HOUR))
    assert (late.kind, late.reason, late.sequence, late.tally.held) == (
        "initial",
        "first_report",
        1,
        (("silenced", 1),),
    )


def test_a_real_report_joins_no_exercise() -> None:
    world = World()
    world.take(report("drill", status="exercise"))
    real = the_alert(world.take(report("real", at=NOON + MINUTE)))
    assert (real.kind, real.status) == ("initial", "actual")
    assert not world.take(report("more", at=NOON + 2 * MINUTE))


def test_feeds_of_low_trust_ring_one_step_lower() -> None:
    first = the_alert(World().take(report("a1", trust="low")))
    assert (first.severity, first.severity_why) == (
        "medium",
        "lowered one step: only feeds of low trust report it so far",
    )
    lowest = the_alert(World().take(report("a1", trust="low", severity="low")))
    assert (lowest.severity, lowest.severity_why) == ("low", "")


def test_routes_see_the_severity_of_the_story() -> None:
    phone = Route(policy=policy("phone", ("mail",)), match=Condition(severity="critical"))
    root = Route(policy=policy(), routes=(phone,))
    world = World(msgspec.structs.replace(rules(), routes=root))
    corroborate = Corroborate(origins=2, within=HOUR)
    assert the_alert(world.take(report("a1", corroborate=corroborate))).route == "desk"
    raised = world.take(report("a2", at=NOON + timedelta(minutes=1), corroborate=corroborate))
    assert [(one.route, one.receivers, one.kind) for one in raised if isinstance(one, Alert)] == [
        ("desk", ("screen",), "update"),
        ("phone", ("mail",), "update"),
    ]


def test_an_article_that_fires_several_watchlists_is_read_once() -> None:
    one, other = report("a1").article, report("a1", watchlist="other").article
    assert one is not other
    assert READING.sketch_of(one) is READING.sketch_of(other)
    assert READING.sketch_of(one) is not READING.sketch_of(report("a2").article)
