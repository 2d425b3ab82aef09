"""What a story no longer needs to remember once its event is decided: most of its records are at rest."""

from collections.abc import Iterable

from msgspec.structs import replace

from tocsin.alerting.records import Story, Way
from tocsin.alerting.timers import escalation_due, reminder_due, unhandled
from tocsin.alerting.waiting import Waiting
from tocsin.alerting.ways import Ways


def settled(story: Story, ways: Ways) -> Story:
    """The same without the reports that everybody was told of, and with the evidence of the newest only."""
    needed = {number for way in story.ways for lot in way.lots for number in lot.numbers}
    newest = {newest_number(way) for way in story.ways}
    return replace(
        story,
        waiting=tuple(_lean(story.waiting, needed, newest)),
        shown=story.shown if story.shown is not None and _called_again(story, ways) else None,
    )


def newest_number(way: Way) -> int:
    """The number of the last report held on a route; 0 where there is none."""
    return max((number for lot in way.lots for number in lot.numbers), default=0)


def _lean(waiting: Iterable[Waiting], needed: set[int], newest: set[int]) -> Iterable[Waiting]:
    for one in waiting:
        if one.number in newest:
            yield one
        elif one.number in needed:
            yield replace(one, excerpts=()) if one.excerpts else one


def _called_again(story: Story, ways: Ways) -> bool:
    if not unhandled(story):
        return False
    policies = ((way, ways.called(way.route)) for way in story.ways)
    return any(
        policy is not None
        and (escalation_due(story, way, policy) is not None or reminder_due(story, way, policy) is not None)
        for way, policy in policies
    )
