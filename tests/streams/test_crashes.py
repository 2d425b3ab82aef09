"""A worker killed between any two records, other messages first after it: nothing contradicts what was sent."""

import itertools
import random
from datetime import datetime
from typing import Any

import pytest

from streams import alert, ledger
from tests.core import told as sent_alone
from tests.happenings import copied, happening
from tests.making import NOON
from tests.streams.crashing import Clock, World
from tests.tocsin.alerting.world import HOUR, MINUTE, SECOND, action, policy, report, revised, rules
from tocsin.contract.events import Alert, Digest, Match, Wake
from tocsin.contract.topics import ACTIONS, DESKS, MATCHES, WAKES, Topic
from tocsin.routing.policy import Escalate

IN_PARTS = DESKS.max_bytes - 1500
"""Room left free in a mark, so that those that hold an event are in parts."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alert, "datetime", Clock)


def agrees(world: World) -> None:
    """One event for each id, whatever came in whatever order, and nothing sent or remembered that nobody decided."""
    sent = world.sent()
    firsts = dict[str, Alert | Digest]()
    for one in sent:
        assert firsts.setdefault(one.event_id, one) == one
    decided, records = world.as_handled()
    assert list(firsts.values()) == sorted(decided, key=list(firsts.values()).index)
    assert world.remembered() == records


def told(world: World) -> set[str]:
    """The articles that receivers hear of."""
    alerts = [one for one in world.sent() if isinstance(one, Alert)]
    return {report.article for one in alerts for report in (one.report, *one.reports)}


def carried(name: str, event: int, at: datetime, **fields: Any) -> Match:
    """A report of happening ``event`` in the words of the outlet ``name``."""
    text = happening(event) if name in "ad" else copied(happening(event), ord(name))
    return report(name, at=at, title=text.title, body=text.body, **fields)


A = carried("a", 1, NOON, severity="low")
OPENED = sent_alone(rules(), [A])[0].id
EVENTS = (
    A,
    carried("b", 1, NOON + 10 * SECOND, severity="low"),
    Wake(watchlist="idlib", at=NOON + 5 * MINUTE),
    carried("c", 1, NOON + 5 * MINUTE - SECOND, severity="critical"),
    action("note", OPENED, NOON + 6 * MINUTE, text="seen"),
    revised(A, NOON + 7 * MINUTE),
    carried("d", 2, NOON + 8 * MINUTE),
    Wake(watchlist="idlib", at=NOON + 2 * HOUR),
)
ESCALATING = rules(policy(escalate=Escalate(after=20 * MINUTE, to=("boss",))))


@pytest.mark.parametrize(
    ("first", "room"),
    [(MATCHES, ledger._ROOM), (ACTIONS, ledger._ROOM), (WAKES, ledger._ROOM), (MATCHES, IN_PARTS)],
    ids=["matches", "actions", "wakes", "marks in parts"],
)
async def test_wherever_a_worker_dies_and_whatever_comes_first_then(
    monkeypatch: pytest.MonkeyPatch, first: Topic, room: int
) -> None:
    monkeypatch.setattr(ledger, "_ROOM", room)
    for lives in itertools.count():
        for all_committed in (True, False):
            world = World(ESCALATING, EVENTS)
            lived_on, finished = await world.live({}, lives=lives, seed=lives)
            await world.live(finished if all_committed else {}, first)
            await world.rest()
            agrees(world)
            assert told(world) == set("abcd")
        if lived_on:
            break
    assert lives > 30


@pytest.mark.parametrize("first", [MATCHES, ACTIONS, WAKES], ids=lambda topic: topic.name)
async def test_whenever_a_partition_is_taken_away_and_whatever_comes_first_then(first: Topic) -> None:
    """Whoever handles a message finds out only afterwards; nothing is sent that its next owner would not send."""
    for lives in itertools.count():
        world = World(ESCALATING, EVENTS)
        taken_away = await world.live_through_a_rebalance(first, lives=lives, seed=lives)
        await world.rest()
        agrees(world)
        assert told(world) == set("abcd")
        if not taken_away:
            break
    assert lives > 30


@pytest.mark.parametrize("seed", range(40))
async def test_however_often_workers_die(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 -- deaths that repeat
    monkeypatch.setattr(ledger, "_ROOM", dice.choice((ledger._ROOM, IN_PARTS)))
    world, finished, lived_on = World(ESCALATING, EVENTS), dict[str, int](), False
    while not lived_on:
        committed = finished if dice.random() < 0.7 else {}
        first = dice.choice((MATCHES, ACTIONS, WAKES, None))
        lived_on, finished = await world.live(
            committed, first, lives=dice.randrange(1, 25), seed=dice.random()
        )
    await world.rest()
    agrees(world)
    assert told(world) == set("abcd")
