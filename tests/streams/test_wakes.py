"""When a watchlist is woken. No broker: what is due, the clock, and the steady clock are given."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from streams.wakes import AGAIN_SECONDS, Waking, waking
from tests.happenings import happening
from tests.making import NOON
from tests.streams.crashing import Life, World
from tests.tocsin.alerting.world import policy, report, rules
from tocsin.alerting import turn
from tocsin.contract import codec
from tocsin.contract.events import Alert, Match, Wake
from tocsin.contract.topics import WAKES
from tocsin.routing.policy import Escalate

SECOND = timedelta(seconds=1)
DUE = {"soon": NOON + 5 * SECOND, "later": NOON + 60 * SECOND}


def at(seconds: float) -> datetime:
    return NOON + seconds * SECOND


def test_each_is_woken_when_its_time_has_come_and_once() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(0), 0) == {}
    assert waking.to_wake(DUE, at(5), 5) == {"soon": at(5)}
    assert waking.to_wake(DUE, at(6), 6) == {}
    assert waking.to_wake({"later": DUE["later"]}, at(61), 61) == {"later": at(61)}


def test_where_nothing_came_of_it_it_is_woken_again_after_a_while() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(5), 5)
    assert waking.to_wake(DUE, at(5 + AGAIN_SECONDS - 1), 5 + AGAIN_SECONDS - 1) == {}
    assert set(waking.to_wake(DUE, at(5 + AGAIN_SECONDS), 5 + AGAIN_SECONDS)) == {"soon"}


def test_another_time_is_another_wake() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(5), 5)
    assert waking.to_wake({"soon": at(6)}, at(7), 7) == {"soon": at(7)}


def test_a_clock_that_is_set_back_delays_nothing() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(0), 0) == {}
    yesterday = at(4) - timedelta(days=1)
    assert waking.to_wake(DUE, yesterday, 4) == {}
    assert waking.to_wake(DUE, yesterday + SECOND, 5) == {"soon": DUE["soon"]}


def test_a_clock_that_is_set_ahead_wakes_at_once() -> None:
    assert set(Waking().to_wake(DUE, NOON + timedelta(days=1), 0)) == {"soon", "later"}


def test_what_was_due_while_nobody_looked_is_woken_at_the_first_look() -> None:
    assert Waking().to_wake({"old": NOON - timedelta(days=3)}, NOON, 7) == {"old": NOON}


def test_what_was_handled_and_left_something_is_followed_at_once() -> None:
    waking = Waking()
    assert waking.to_wake(DUE, at(5), 5)
    waking.again("soon")
    waking.again("nobody")
    assert waking.to_wake(DUE, at(5), 5) == {"soon": at(5)}
    assert waking.to_wake(DUE, at(6), 6) == {}


async def test_a_backlog_is_worked_off_portion_by_portion_without_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twelve escalations are due in one second, and a portion is three."""
    monkeypatch.setattr(turn, "MOST_SENT", 3)
    given = rules(policy(escalate=Escalate(after=timedelta(minutes=1), to=("boss",))))
    long_ago = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    world = World(given, [told_of(number, long_ago) for number in range(12)])
    await world.live({})
    life = Life(world.log, given, {})
    life.discipline.ledger._app.tables.actives_ready = True
    begun = time.monotonic()
    async with asyncio.timeout(30), waking(life.shared, life.discipline):
        handled = 0
        while escalated(world) < 12:
            woken = [codec.decode(value, Wake) for _, value in world.log.of(WAKES)]
            await life.take([world.message(wake) for wake in woken[handled:] if isinstance(wake, Wake)])
            handled = len(woken)
            await asyncio.sleep(0.01)
    assert handled in (4, 5)
    assert time.monotonic() - begun < AGAIN_SECONDS
    await life.discipline.ledger.given_up()


def told_of(number: int, at: datetime) -> Match:
    text = happening(number)
    return report(f"a{number}", at=at, title=text.title, body=text.body)


def escalated(world: World) -> int:
    return len({one.id for one in world.sent() if isinstance(one, Alert) and one.kind == "escalation"})
