"""What holds a report back on a route, and until when."""

from datetime import datetime

from tocsin.alerting.hearing import is_first_word
from tocsin.alerting.lots import due_lots, way_of, with_held, with_way, without
from tocsin.alerting.outcome import Counted
from tocsin.alerting.records import Lot, Story, Way
from tocsin.alerting.severity import name_of_rank
from tocsin.alerting.turn import Turn
from tocsin.alerting.waiting import Waiting, facts_about
from tocsin.contract.events import HeldReason
from tocsin.routing.policy import Policy
from tocsin.routing.quiet import quiet_until
from tocsin.routing.silence import active, silenced_by


def may_go(turn: Turn, name: str, policy: Policy) -> bool:
    """Whether what is due of a story on a route may be told now, but for the budget; if not, it is held on."""
    story = turn.story(name)
    if story is None:
        return False
    story = _silenced_apart(turn, story, policy)
    turn.put_story(name, story)
    if not _due(story, policy, turn.at):
        return False
    held = _holding(turn, story, policy)
    if held is not None:
        hold(turn, name, policy, *held)
    return held is None


def hold(turn: Turn, name: str, policy: Policy, reason: HeldReason, until: datetime | None) -> None:
    """What is due of a story on a route is held on for ``reason``, but what is old stays that."""
    story = turn.story(name)
    way = None if story is None else way_of(story, policy.route)
    if story is None or way is None:
        return
    for lot in due_lots(way, policy, turn.at):
        kept = lot.reason if lot.reason == "archive" and until is not None else reason
        way = with_held(without(way, (lot,)), kept, lot.numbers, lot.since, until, lot.count)
        turn.count(Counted("held", kept, lot.count))
    turn.put_story(name, with_way(story, way))


def silenced(turn: Turn, story: Story, waiting: Waiting, *, first: bool = False) -> datetime | None:
    """Until when somebody has silenced a report, which may be the ``first`` of its story; ``None``: nobody has."""
    if not any(active(silence, turn.at) for silence in turn.desk.silences):
        return None
    facts = facts_about(waiting, turn.watchlist, name_of_rank(story.severity), story.status)
    first = first or (story.rung is None and not story.revising)
    silence = silenced_by(turn.desk.silences, facts, turn.at, first_report=first)
    return None if silence is None else silence.until


def asleep_until(turn: Turn, story: Story, policy: Policy) -> datetime | None:
    """Until when the route sleeps, for a story as grave as this; ``None`` where it is awake."""
    return quiet_until(policy, name_of_rank(story.severity), turn.at) if policy.quiet else None


def put_aside(story: Story, at: datetime) -> tuple[HeldReason, datetime | None] | None:
    """Why, and until when, people want to hear nothing more of the story."""
    handled = story.handled
    if handled and handled.closed_by:
        return "closed", None
    if handled and handled.snoozed and handled.snoozed > at:
        return "snoozed", handled.snoozed
    return None


def _holding(turn: Turn, story: Story, policy: Policy) -> tuple[HeldReason, datetime | None] | None:
    aside = put_aside(story, turn.at)
    if aside is not None or is_first_word(turn, story, way_of(story, policy.route) or Way(policy.route)):
        return aside
    awake = asleep_until(turn, story, policy)
    return None if awake is None else ("quiet_hours", awake)


def _due(story: Story, policy: Policy, at: datetime) -> tuple[Lot, ...]:
    way = way_of(story, policy.route)
    return () if way is None else due_lots(way, policy, at)


def _silenced_apart(turn: Turn, story: Story, policy: Policy) -> Story:
    """The story with those of its due reports that are silenced held for that."""
    if not any(active(silence, turn.at) for silence in turn.desk.silences):
        return story
    until = {one.number: time for one in story.waiting if (time := silenced(turn, story, one)) is not None}
    for lot in _due(story, policy, turn.at):
        way = way_of(story, policy.route)
        if way is not None:
            story = with_way(story, _split(turn, way, lot, until))
    return story


def _split(turn: Turn, way: Way, lot: Lot, until: dict[int, datetime]) -> Way:
    """The newest listed speaks for those beyond the list."""
    silent = tuple(number for number in lot.numbers if number in until)
    if not silent:
        return way
    loud = tuple(number for number in lot.numbers if number not in until)
    beyond = lot.count - len(lot.numbers)
    with_silent = beyond if lot.numbers[-1] in until else 0
    way = without(way, (lot,))
    if loud or beyond - with_silent:
        way = with_held(way, lot.reason, loud, lot.since, lot.until, len(loud) + beyond - with_silent)
    turn.count(Counted("held", "silenced", len(silent) + with_silent))
    ends = min(until[number] for number in silent)
    return with_held(way, "silenced", silent, lot.since, ends, len(silent) + with_silent)
