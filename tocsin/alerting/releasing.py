"""What becomes of what is due on a route: told, held on for another reason, or counted in a digest."""

from typing import Final

from tocsin.alerting.budgets import budget_left, budget_until
from tocsin.alerting.digests import flush, gather
from tocsin.alerting.hearing import is_first_word
from tocsin.alerting.holding import hold, may_go
from tocsin.alerting.lots import due_lots, way_of, with_way, without
from tocsin.alerting.severity import CRITICAL
from tocsin.alerting.telling import tellable
from tocsin.alerting.timers import GROUPED
from tocsin.alerting.turn import Turn
from tocsin.alerting.updating import told_in_turn
from tocsin.contract.events import HeldReason
from tocsin.routing.policy import Policy

MOST_AT_ONCE: Final = 10
"""Stories that get an update of their own when quiet hours or the like are over; what more of them held is counted."""


def release(turn: Turn, route: str, names: list[str]) -> None:
    """Decide about all that is due on ``route`` of the stories ``names``."""
    policy = turn.ways.called(route)
    if policy is None:
        return
    urgent, grouped, overdue, old = list[str](), list[str](), list[str](), list[str]()
    for name in names:
        if not may_go(turn, name, policy):
            continue
        reasons = _reasons(turn, name, policy)
        if "archive" in reasons:
            old.append(name)
        elif _is_urgent(turn, name, policy):
            urgent.append(name)
        else:
            (grouped if reasons <= set(GROUPED) else overdue).append(name)
    for name in urgent:
        if not turn.full:
            _tell(turn, name, route)
    for name in grouped:
        if not turn.full:
            _tell_or_hold(turn, name, policy)
    _catch_up(turn, policy, overdue)
    _count(turn, route, old)


def _catch_up(turn: Turn, policy: Policy, names: list[str]) -> None:
    """What was held for long: a few updates where they are few, else a few and a digest of the rest."""
    room = min(budget_left(turn, policy), MOST_AT_ONCE)
    counted: list[str] = []
    if len(names) > room > 0:
        names = sorted(names, key=lambda name: (_held(turn, name, policy.route), name))
        names, counted = names[: room - 1], names[room - 1 :]
    for name in names:
        _tell_or_hold(turn, name, policy)
    _count(turn, policy.route, counted)


def _tell_or_hold(turn: Turn, name: str, policy: Policy) -> None:
    until = budget_until(turn, policy)
    if until is None:
        _tell(turn, name, policy.route)
    else:
        hold(turn, name, policy, "budget", until)


def _tell(turn: Turn, name: str, route: str) -> None:
    story = turn.story(name)
    way = None if story is None else way_of(story, route)
    if story is not None and way is not None and tellable(way, turn.at):
        turn.put_story(name, told_in_turn(turn, name, story, way))


def _count(turn: Turn, route: str, names: list[str]) -> None:
    """One digest, now, of all that is held of ``names``."""
    for name in names:
        story = turn.story(name)
        way = None if story is None else way_of(story, route)
        if story is None or way is None or not (lots := tellable(way, turn.at)):
            continue
        gather(turn, name, story, way, lots)
        turn.put_story(name, with_way(story, without(way, lots)))
    if names:
        flush(turn, route)


def _reasons(turn: Turn, name: str, policy: Policy) -> set[HeldReason]:
    story = turn.story(name)
    way = None if story is None else way_of(story, policy.route)
    return set() if way is None else {lot.reason for lot in due_lots(way, policy, turn.at)}


def _held(turn: Turn, name: str, route: str) -> int:
    story = turn.story(name)
    way = None if story is None else way_of(story, route)
    return 0 if way is None else sum(lot.count for lot in tellable(way, turn.at))


def _is_urgent(turn: Turn, name: str, policy: Policy) -> bool:
    story = turn.story(name)
    way = None if story is None else way_of(story, policy.route)
    if story is None or way is None:
        return False
    return story.severity == CRITICAL or is_first_word(turn, story, way)
