"""What people do: acknowledge, assign, note, close, snooze a story; silence a watchlist."""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.cutting import LONGEST_NAME, LONGEST_TEXT, fitting
from tocsin.alerting.outcome import Counted
from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Handled, Lot, Story
from tocsin.alerting.times import bounded
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Action, HeldReason
from tocsin.routing.silence import Silence, after

MOST_NOTES: Final = 20
MOST_SILENCES: Final = 200
MOST_SILENCE_BYTES: Final = 256 * 1024
REMEMBERED: Final = timedelta(days=7)
"""Silences that are over are known for so long, so that an action that comes twice makes none anew."""
_MOST_KNOWN: Final = 32


def take_action(turn: Turn, action: Action) -> None:
    """Whatever ``action`` changes of what will be sent; nothing is sent for it."""
    if action.until is not None:
        action = replace(action, until=bounded(action.until))
    if action.verb in ("snooze", "silence") and action.until is None:
        turn.count(Counted("withheld", "endless"))
    elif action.verb in ("silence", "expire"):
        _silence(turn, action)
    else:
        _handle(turn, action)


def _silence(turn: Turn, action: Action) -> None:
    silences = after(turn.desk.silences, _as_of(turn, action))
    if silences == turn.desk.silences:
        turn.count(Counted("withheld", "repeat" if action.verb == "silence" else "unknown"))
        return
    kept = _with_room(tuple(one for one in silences if one.until > turn.at - REMEMBERED), turn.at)
    if len(kept) > MOST_SILENCES or fitting(kept, MOST_SILENCE_BYTES) != kept:
        turn.count(Counted("withheld", "too_many"))
        return
    turn.desk = replace(turn.desk, silences=kept, last=turn.at)
    if action.verb == "expire":
        for name in sorted(turn.shelf.lively):
            story = turn.story(name)
            if story is not None:
                turn.put_story(name, _held_until(story, "silenced", turn.at, turn.at))


def _as_of(turn: Turn, action: Action) -> Action:
    """The action at the watchlist's time where the clock of its author is ahead of that, and no longer than is kept."""
    return replace(action, at=min(action.at, turn.at), text=action.text[:LONGEST_TEXT])


def _with_room(silences: tuple[Silence, ...], at: datetime) -> tuple[Silence, ...]:
    """Where there are too many, those that are over give way, the oldest first."""
    over = [one for one in silences if one.until <= at][: max(0, len(silences) - MOST_SILENCES)]
    return tuple(one for one in silences if one not in over)


def _handle(turn: Turn, action: Action) -> None:
    story = turn.story(action.alert)
    sign = sign_of(action.id)
    handled = story.handled or Handled() if story is not None else None
    if story is None or handled is None or sign in handled.known:
        turn.count(Counted("withheld", "unknown" if story is None else "repeat"))
        return
    handled = _after(replace(handled, known=(*handled.known, sign)[-_MOST_KNOWN:]), action)
    if action.verb == "snooze" and action.until is not None:
        story = _held_until(story, "snoozed", action.until, turn.at)
    turn.put_story(action.alert, replace(story, handled=handled))
    turn.desk = replace(turn.desk, last=turn.at)


def _after(handled: Handled, action: Action) -> Handled:
    if action.verb == "assign":
        return replace(handled, assignee=(action.text or action.by)[:LONGEST_NAME])
    if action.text:
        notes = (*handled.notes, f"{action.by}: {action.text}"[:LONGEST_TEXT])
        handled = replace(handled, notes=notes[-MOST_NOTES:])
    if action.verb == "note":
        return handled
    if action.verb == "ack":
        return replace(handled, acked_by=action.by)
    if action.verb == "close":
        return replace(handled, closed_by=action.by)
    return replace(handled, snoozed=action.until)


def _held_until(story: Story, reason: HeldReason, until: datetime, at: datetime) -> Story:
    """What is held for ``reason`` is looked at again at ``until``, or now."""

    def lot(one: Lot) -> Lot:
        return replace(one, until=max(until, at)) if one.reason == reason else one

    ways = tuple(
        replace(way, lots=tuple(map(lot, way.lots)), hush=None) if way.lots or way.hush else way
        for way in story.ways
    )
    return replace(story, ways=ways)
