"""Clocks that stand at the ends of the calendar, and durations beyond it: one event errs, all else goes on."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.happenings import strict_rules
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
from tocsin.alerting import shelves
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.ledger import Ledger
from tocsin.alerting.shelf import Shelf
from tocsin.alerting.shelves import UnreadableError
from tocsin.alerting.shelving import put_story
from tocsin.alerting.times import LATEST, NEVER, plus, time_of
from tocsin.routing.policy import Budget, Escalate

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
MAD = [FIRST, FIRST + HOUR, datetime(9999, 6, 1, tzinfo=UTC), datetime(9999, 12, 30, 12, tzinfo=UTC), LAST]
AGES = timedelta.max


@pytest.mark.parametrize("at", MAD)
def test_one_event_with_a_mad_date_stops_nobody(at: datetime) -> None:
    world = World(strict_rules())
    world.take(report("ok", watchlist="syria"), report("a1"))
    assert alerts(world.take(msgspec.structs.replace(report("mad", "mad"), matched=at)))
    world.restart()
    assert "syria" in world.core.due()
    for number, topic in enumerate(("one", "two")):
        again = world.take(report(f"n{number}", topic, NOON + HOUR + number * MINUTE))
        assert alerts(again)[-1] == ("initial", "first_report", 1, 1)
    world.take(report("n3", "one", NOON + 3 * HOUR))
    assert ("update", "new_reports") in [one[:2] for one in alerts(world.until(NOON + DAY))]


@pytest.mark.parametrize("at", MAD)
def test_nor_does_one_that_takes_back_or_revises(at: datetime) -> None:
    for mad in (withdrawn(report("a1"), at), revised(report("a1"), at)):
        world = World(strict_rules())
        world.take(report("a1"), mad)
        world.restart()
        assert alerts(world.take(report("b1", "other", NOON + HOUR)))[-1] == ("initial", "first_report", 1, 1)


def test_people_may_say_until_the_end_of_all_days() -> None:
    world = World(rules(policy(repeat_interval=HOUR)))
    first = the_alert(world.take(report("a1")))
    world.take(action("snooze", first, NOON, until=LAST), action("silence", first, NOON, until=LAST))
    world.take(report("a2", at=NOON + MINUTE), report("b1", "other", NOON + 2 * MINUTE))
    world.restart()
    assert not alerts(world.until(NOON + HOUR))
    assert world.until(LAST), "what is held is counted when its story ends"
    assert world.core.due() == {}


def test_a_duration_beyond_the_calendar_never_ends() -> None:
    endless = policy(
        group_interval=AGES,
        repeat_interval=AGES,
        budget=Budget(events=1, per=AGES),
        escalate=Escalate(after=AGES, to=("boss",)),
    )
    world = World(rules(endless))
    world.take(report("a1"), report("a2", at=NOON + MINUTE))
    world.restart()
    assert world.core.due() == {"idlib": NOON + MINUTE + 2 * DAY}


def test_the_fault_of_one_watchlist_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.take(report("a1"), report("ok", watchlist="syria"))

    def failing(shelf: Shelf, ledger: Ledger, key: str) -> None:
        if key.startswith("idlib"):
            raise OverflowError("date value out of range")
        put_story(shelf, ledger, key)

    monkeypatch.setattr(shelves, "put_story", failing)
    world.restart()
    assert world.core.due() == {"syria": NOON + 2 * DAY}
    with pytest.raises(UnreadableError, match="idlib") as raised:
        world.take(report("a2", at=NOON + MINUTE))
    assert isinstance(raised.value.__cause__, OverflowError)
    assert the_alert(world.take(report("b1", "other", NOON + MINUTE, watchlist="syria"))).kind == "initial"
    assert _still_reads(world.core)
    monkeypatch.undo()
    world.core.forget_derived()
    assert not world.take(report("a2", at=NOON + MINUTE))
    assert world.core.due()["idlib"] == NOON + 5 * MINUTE


def _still_reads(core: Alerting) -> bool:
    """Whether nothing has to be read anew."""
    return core.ready_to_wake() and core.ready_for("idlib") and core.ready_for("syria")


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.timedeltas(min_value=timedelta(0)),
    st.timedeltas(min_value=timedelta(0)),
)
def test_sums_stay_within_the_calendar_and_in_order(at: datetime, by: timedelta, more: timedelta) -> None:
    at = time_of(msgspec.structs.replace(report("a1"), matched=at))
    assert NEVER <= at <= LATEST
    assert at <= plus(at, by) <= plus(plus(at, by), more) < LAST - 300 * DAY
    assert plus(NOON, 90 * DAY) == NOON + 90 * DAY
