"""Much is due at once, after a worker was away: it is told in portions, and no first report waits behind it."""

from collections import Counter
from datetime import datetime

import pytest

from tests.making import NOON
from tests.tocsin.alerting.world import (
    DAY,
    HOUR,
    MINUTE,
    Sent,
    World,
    action,
    alerts,
    policy,
    report,
    revised,
    rules,
    withdrawn,
)
from tocsin.contract.events import Alert, Digest, Wake
from tocsin.routing.policy import Escalate, Policy, QuietHours

LATE = NOON + 47 * HOUR
REMINDED = policy(repeat_interval=HOUR, escalate=Escalate(after=2 * HOUR, to=("boss",)))


def away(stories: int, given: Policy = REMINDED) -> World:
    """So many stories, of each of which something has been due for long."""
    world = World(rules(given))
    for number in range(stories):
        world.take(report(f"a{number}", f"t{number}"))
    for number in range(stories):
        world.take(report(f"b{number}", f"t{number}", NOON + MINUTE))
    return world


def told(sent: list[Sent]) -> int:
    return sum(one.reports if isinstance(one, Digest) else one.tally.since for one in sent)


def test_what_is_due_is_told_in_portions_and_the_rest_stays_due() -> None:
    world = away(300)
    begun = len(world.sent)
    first = world.take(Wake(watchlist="idlib", at=LATE))
    assert 100 <= len(first) <= 110
    assert world.core.due()["idlib"] < LATE
    while world.core.due()["idlib"] <= LATE:
        assert len(world.take(Wake(watchlist="idlib", at=LATE))) <= 110
    kinds = Counter(one[1] for one in alerts(world.sent[begun:]))
    assert kinds["new_reports"] == 300
    assert kinds["unacknowledged"] == 300
    assert len({one.event_id for one in world.sent}) == len(world.sent)


def test_a_first_report_goes_before_a_backlog() -> None:
    world = away(300)
    sent = world.take(report("fresh", "fresh", LATE))
    assert isinstance(sent[0], Alert)
    assert (sent[0].kind, sent[0].report.article) == ("initial", "fresh")
    assert 100 <= len(sent) <= 110


def test_a_retraction_goes_before_a_backlog() -> None:
    world = World(rules(REMINDED))
    first = report("only", "only")
    world.take(first)
    for number in range(200):
        world.take(report(f"a{number}", f"t{number}"))
    kinds = [one[0] for one in alerts(world.take(withdrawn(first, LATE)))]
    assert "retraction" in kinds[:4], "after what was due of its own story"


@pytest.mark.parametrize("again", [True, False])
def test_a_story_that_is_over_is_joined_by_nobody_though_its_end_waits(again: bool) -> None:
    world = away(300)
    later = NOON + 10 * DAY
    back = revised(report("a7", "t7"), later) if again else report("c7", "t7", later)
    sent = world.take(back)
    assert ("initial", "first_report") in [one[:2] for one in alerts(sent[:4])]
    world.until(NOON + 30 * DAY)
    assert told(world.sent) == 601


def test_what_a_report_joins_is_up_to_date_first() -> None:
    world = away(300, policy())
    sent = world.take(report("c7", "t7", LATE))
    assert isinstance(sent[0], Alert)
    assert [one.article for one in sent[0].reports] == ["b7"]


def test_a_morning_of_many_stories_is_one_digest() -> None:
    night = QuietHours(begin=12 * 60, end=18 * 60)
    world = away(600, policy(quiet=(night,)))
    world.until(NOON + 6 * HOUR - MINUTE)
    sent = world.take(Wake(watchlist="idlib", at=NOON + 6 * HOUR))
    assert sum(isinstance(one, Digest) for one in sent) == 1
    assert len(sent) == 10
    assert told(world.sent) == 1_200


@pytest.mark.parametrize("at", [NOON + MINUTE, LATE, NOON + 20 * DAY])
def test_everything_is_told_once_in_whatever_portions(at: datetime) -> None:
    world = away(250)
    for number in range(5):
        event = report(f"x{number}", f"u{number}", at + number * HOUR)
        outcome = world.decide(event)
        world.restart()
        assert world.core.take(event, NOON) == outcome, "sent, but not remembered: the same once more"
        world.finish(outcome)
        world.take(action("note", "nothing", at + number * HOUR))
    world.until(NOON + 400 * DAY)
    assert told(world.sent) == 505
    assert len({one.event_id for one in world.sent}) == len(world.sent)
    assert not world.core.due()
