"""When something is due: of a story on a route, of a story, of a digest."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from tocsin.alerting.records import Gathered, Lot, Story, Way
from tocsin.alerting.times import plus
from tocsin.contract.events import HeldReason
from tocsin.routing.policy import Policy
from tocsin.story.model import StorySettings

GROUPED: Final[tuple[HeldReason, ...]] = ("group_wait", "group_interval")
"""Why reports wait that the timers of their route let go."""


def end_of(story: Story, settings: StorySettings) -> datetime:
    """When the story is over, if nothing more is reported."""
    return min(plus(story.last, settings.quiet), plus(story.opened, settings.longest))


def waits_until(story: Story, way: Way, policy: Policy | None) -> Iterator[datetime]:
    """Each time at which something is to be decided about the story on a route; at once where the route is gone."""
    if way.lots:
        yield from (due for lot in way.lots if (due := lot_due(lot, way, policy)) is not None)
    if policy is None or story.rung is None or not unhandled(story):
        return
    if (escalated := escalation_due(story, way, policy)) is not None:
        yield escalated
    if (reminded := reminder_due(story, way, policy)) is not None:
        yield reminded


def lot_due(lot: Lot, way: Way, policy: Policy | None) -> datetime | None:
    """When what is held is to be looked at again; ``None``: it goes with what is told next, or is counted at last."""
    if policy is None:
        return lot.since
    if lot.reason in GROUPED:
        waited = plus(lot.since, policy.group_wait)
        return waited if way.told is None else max(waited, plus(way.told, policy.group_interval))
    return lot.until


def grouping(way: Way, policy: Policy, at: datetime) -> HeldReason:
    """Which timer a report that comes now waits for."""
    if way.told is not None and plus(way.told, policy.group_interval) > plus(at, policy.group_wait):
        return "group_interval"
    return "group_wait"


def escalation_due(story: Story, way: Way, policy: Policy) -> datetime | None:
    """When somebody else is told, because nobody has acknowledged the story."""
    if policy.escalate is None or way.escalated or story.status == "test":
        return None
    if story.rung is None or story.shown is None:
        return None
    return _not_snoozed(story, plus(story.rung, policy.escalate.after))


def reminder_due(story: Story, way: Way, policy: Policy) -> datetime | None:
    """When the same are told again, because nobody has acknowledged the story."""
    if not policy.repeat_interval or way.told is None or story.shown is None:
        return None
    due = _not_snoozed(story, plus(way.told, policy.repeat_interval))
    return due if way.hush is None else max(due, way.hush)


def unhandled(story: Story) -> bool:
    """Whether reminders and escalations of it may still come; not where it only revises what is over."""
    handled = story.handled
    return (
        not story.retracted
        and not story.revising
        and not (handled and (handled.acked_by or handled.closed_by))
    )


def gathered_due(gathered: Gathered) -> datetime | None:
    """When the digest is to go out."""
    return gathered.due if gathered.reports else None


def _not_snoozed(story: Story, due: datetime) -> datetime:
    snoozed = story.handled.snoozed if story.handled else None
    return due if snoozed is None else max(due, snoozed)
