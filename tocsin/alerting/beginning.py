"""A story that nobody was told of: its first report rings at once, but for two exceptions.

Somebody has silenced first reports too, or an archive comes.
"""

from datetime import datetime

from tocsin.alerting.archives import archived_until
from tocsin.alerting.lots import held_on, united
from tocsin.alerting.outcome import Counted
from tocsin.alerting.records import Story
from tocsin.alerting.severity import name_of_rank
from tocsin.alerting.standing import Standing
from tocsin.alerting.telling import Saying, said, tellable
from tocsin.alerting.turn import Turn
from tocsin.alerting.waiting import Waiting
from tocsin.contract.events import AlertKind, AlertReason, HeldReason, Match
from tocsin.routing.facts import facts_of
from tocsin.routing.silence import silenced_by


def begun(turn: Turn, match: Match, standing: Standing, story: Story, waiting: Waiting) -> Story:
    """The story once ``waiting`` was told, or is held."""
    held = _silenced(turn, match, story) or _archived(turn, match, standing)
    reason, until = held or ("group_wait", None)
    if held is not None or any(way.lots for way in story.ways):
        story = held_on(story, waiting, dict.fromkeys(waiting.routes, reason), turn.at, until)
    if held is None:
        return rung(turn, standing.name, story, waiting)
    turn.count(Counted("held", reason))
    return story


def rung(turn: Turn, name: str, story: Story, about: Waiting) -> Story:
    """The story once its first event is sent on all its routes, with all that is held there.

    That is an initial alert, but where all of it revises what was told when another story was open.
    """
    lots = united(tellable(way, turn.at) for way in story.ways)
    routes = tuple(way.route for way in story.ways)
    kind: AlertKind = "update" if story.revising else "initial"
    reason: AlertReason = "revised" if story.revising else "first_report"
    return said(turn, name, story, Saying(kind=kind, reason=reason, routes=routes, about=about, lots=lots))


def _silenced(turn: Turn, match: Match, story: Story) -> tuple[HeldReason, datetime] | None:
    if not turn.desk.silences:
        return None
    facts = facts_of(match, name_of_rank(story.severity))
    silence = silenced_by(turn.desk.silences, facts, turn.at, first_report=not story.revising)
    return None if silence is None else ("silenced", silence.until)


def _archived(turn: Turn, match: Match, standing: Standing) -> tuple[HeldReason, datetime] | None:
    until = archived_until(turn, match, standing)
    return None if until is None else ("archive", until)
