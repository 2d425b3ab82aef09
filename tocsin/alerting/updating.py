"""Later reports of a story that was told of: most wait, what makes it graver is told at once."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.alerting.beginning import rung
from tocsin.alerting.digests import gather
from tocsin.alerting.hearing import is_first_word
from tocsin.alerting.holding import put_aside, silenced
from tocsin.alerting.lots import held_on, way_of, with_way, without
from tocsin.alerting.outcome import Counted
from tocsin.alerting.records import Lot, Story, Way
from tocsin.alerting.standing import Standing, revises_what_is_over
from tocsin.alerting.telling import Saying, listed, said, tellable
from tocsin.alerting.timers import grouping
from tocsin.alerting.turn import Turn
from tocsin.alerting.waiting import Waiting
from tocsin.contract.events import AlertReason, HeldReason, Match
from tocsin.routing.inhibition import inhibited_by


def added(turn: Turn, match: Match, standing: Standing, story: Story, waiting: Waiting) -> Story:
    """The story once ``waiting`` waits on its routes, or was told: where it is a first word, another or weighs more.

    The first report of a story that only revised what was over is told as at once as any first report.
    """
    inhibited = inhibited_by(turn.ways.rules, match) is not None
    first = story.revising and not revises_what_is_over(match, standing)
    silent = silenced(turn, story, waiting, first=first) is not None
    graver = [] if inhibited or silent else _graver(story)
    meant = [way.route for way in story.ways if way.route in waiting.routes]
    unheard = (
        [] if silent or put_aside(story, turn.at) else _unheard(turn, standing, story, meant, first=first)
    )
    reasons = {
        route: "group_wait" if route in unheard else _why_held(turn, story, route, standing, inhibited)
        for route in meant
    }
    story = held_on(story, waiting, reasons, turn.at)
    now, reason = _at_once(standing, story, meant, graver, unheard)
    for held in dict.fromkeys(held for route, held in reasons.items() if route not in now):
        turn.count(Counted("held", held))
    if first and now:
        story = replace(story, revising=False, rung=turn.at)
    return told_now(
        turn, standing.name, story, [way for way in story.ways if way.route in now], waiting, reason
    )


def _at_once(
    standing: Standing, story: Story, meant: list[str], graver: list[str], unheard: list[str]
) -> tuple[list[str], AlertReason]:
    """The routes that are told now, and why."""
    if standing.revived and story.rung is not None:
        return meant, "revised"
    if graver:
        return graver, "severity_raised"
    return unheard, "revised" if standing.another else "new_reports"


def told_now(
    turn: Turn, name: str, story: Story, ways: Iterable[Way], about: Waiting, reason: AlertReason
) -> Story:
    """One event for all ``ways`` on which the same is held; about the newest held there, else about ``about``."""
    alike: dict[tuple[tuple[HeldReason, int, tuple[int, ...]], ...], list[Way]] = {}
    for way in ways:
        held = tuple((lot.reason, lot.count, lot.numbers) for lot in tellable(way, turn.at))
        alike.setdefault(held, []).append(way)
    for group in alike.values():
        story = _update(turn, name, story, group, about, reason)
    return story


def told_in_turn(turn: Turn, name: str, story: Story, way: Way) -> Story:
    """The story once all that is held on ``way`` was told; if nobody was told of it yet, on all its routes."""
    lots = tellable(way, turn.at)
    newest = next(iter(listed(story, lots)), story.shown)
    if newest is None:  # all that was listed is withdrawn, or was told: what is only a number is counted
        gather(turn, name, story, way, lots)
        return with_way(story, without(way, lots))
    if story.rung is None:
        return rung(turn, name, story, newest)
    return _update(turn, name, story, [way], newest, _reason(story, way, lots))


def _update(
    turn: Turn, name: str, story: Story, ways: list[Way], about: Waiting, reason: AlertReason
) -> Story:
    lots = tellable(ways[0], turn.at)
    newest = next(iter(listed(story, lots)), about)
    routes = tuple(way.route for way in ways)
    return said(
        turn, name, story, Saying(kind="update", reason=reason, routes=routes, about=newest, lots=lots)
    )


def _reason(story: Story, way: Way, lots: Iterable[Lot]) -> AlertReason:
    if 0 < way.severity < story.severity:
        return "severity_raised"
    only_revised = all(one.relation == "revision" for one in listed(story, lots))
    return "revised" if only_revised else "new_reports"


def _graver(story: Story) -> list[str]:
    """The routes to tell that the story weighs more than was told on any of them."""
    told = max(way.severity for way in story.ways)
    return [way.route for way in story.ways] if 0 < told < story.severity else []


def _unheard(
    turn: Turn, standing: Standing, story: Story, routes: Iterable[str], *, first: bool
) -> list[str]:
    """The routes on which nobody, or not all, have heard of what is told; of a ``first`` report nobody has."""
    ways = [way for route in routes if (way := way_of(story, route)) is not None]
    return [way.route for way in ways if first or standing.another or is_first_word(turn, story, way)]


def _why_held(turn: Turn, story: Story, route: str, standing: Standing, inhibited: bool) -> HeldReason:
    way, policy = way_of(story, route) or Way(route), turn.ways.called(route)
    if inhibited:
        return "inhibited"
    if story.handled is not None and story.handled.closed_by:
        return "closed"
    if policy is None:
        return "group_wait"
    if standing.relation == "copy" and not policy.update_on_copies:
        return "copy"
    return grouping(way, policy, turn.at)
