"""Nobody has acknowledged a story: somebody else is told, or the same once more."""

from datetime import datetime

from msgspec.structs import replace

from tocsin.alerting.budgets import budget_until
from tocsin.alerting.holding import asleep_until, silenced
from tocsin.alerting.lots import way_of, with_way
from tocsin.alerting.records import Story, Way
from tocsin.alerting.telling import Saying, said
from tocsin.alerting.timers import escalation_due, reminder_due, unhandled
from tocsin.alerting.turn import Turn
from tocsin.alerting.updating import told_now
from tocsin.alerting.ways import configured
from tocsin.routing.policy import Policy


def call_again(turn: Turn, name: str, until: datetime) -> None:
    """Escalations and reminders of a story that are due now; of reminders missed by ``until``, only one."""
    story = turn.story(name)
    if story is None or story.rung is None or not unhandled(story):
        return
    story = _escalated(turn, name, story)
    for route in [way.route for way in story.ways]:
        way, policy = way_of(story, route), turn.ways.called(route)
        if way is not None and policy is not None:
            story = _reminded(turn, name, story, way, policy, until)
    turn.put_story(name, story)


def _escalated(turn: Turn, name: str, story: Story) -> Story:
    """One event for all routes whose time has come: who is asked by two of them is told once."""
    routes, asked = list[str](), list[str]()
    for way in story.ways:
        policy = turn.ways.called(way.route)
        due = escalation_due(story, way, policy) if policy is not None else None
        if policy is None or policy.escalate is None or due is None or due > turn.at:
            continue
        to = configured(policy.escalate.to, turn.ways.rules)
        if to:
            routes.append(way.route)
            asked += to
        else:
            story = with_way(story, replace(way, escalated=True))
    if story.shown is None or not routes:
        return story
    saying = Saying(
        kind="escalation", reason="unacknowledged", routes=tuple(routes), about=story.shown, to=tuple(asked)
    )
    return said(turn, name, story, saying)


def _reminded(turn: Turn, name: str, story: Story, way: Way, policy: Policy, until: datetime) -> Story:
    due = reminder_due(story, way, policy)
    if due is None or due > turn.at or story.shown is None:
        return story
    hush = (
        silenced(turn, story, story.shown) or asleep_until(turn, story, policy) or budget_until(turn, policy)
    )
    if hush is not None:
        return with_way(story, replace(way, hush=hush))
    story = told_now(turn, name, story, [way], story.shown, "reminder")
    return _with_missed(story, way.route, policy, until)


def _with_missed(story: Story, route: str, policy: Policy, until: datetime) -> Story:
    way = way_of(story, route)
    if way is None or way.told is None or policy.repeat_interval is None:
        return story
    missed = (until - way.told) // policy.repeat_interval
    return with_way(story, replace(way, told=way.told + missed * policy.repeat_interval))
