"""What was due by a time, in the order in which it was due: updates, what is held on, digests, ends.

However much is due, one turn does no more than a portion of it: about `turn.MOST_SENT` events. The rest stays due.
"""

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Final

from tocsin.alerting.calling import call_again
from tocsin.alerting.digests import flush, gather_end
from tocsin.alerting.lots import due_lots
from tocsin.alerting.releasing import release
from tocsin.alerting.rerouting import rerouted
from tocsin.alerting.shelf import DIGEST_SIGN, sooner
from tocsin.alerting.timers import end_of, gathered_due
from tocsin.alerting.turn import Turn

BACKLOG: Final = 100
"""Stories and digests that are due: where there are more, a report goes before them."""
MOST_NAMES: Final = 1_000
"""Those that one turn looks at: of a morning's many, most are counted in one digest."""


def is_backlog(turn: Turn, until: datetime) -> bool:
    """Whether more was due by ``until`` than should be done before a report is told."""
    return len(turn.shelf.dues.by(until, BACKLOG + 1)) > BACKLOG


def fire(turn: Turn, until: datetime) -> None:
    """Do what was due by ``until``, each at its own time, but never before what was done last."""
    agenda = turn.shelf.dues.by(until, MOST_NAMES)
    _work_off(turn, agenda, until, until if len(agenda) < MOST_NAMES else agenda[-1][0])


def fire_only(turn: Turn, names: Iterable[str], until: datetime) -> None:
    """The same for these stories alone: what else was due stays due."""
    agenda = [(due, name) for name in names if (due := _due(turn, name)) is not None and due <= until]
    _work_off(turn, agenda, until, until)


def _work_off(turn: Turn, agenda: list[tuple[datetime, str]], until: datetime, last: datetime) -> None:
    heapify(agenda)
    while agenda and not turn.full:
        turn.moves_to(max(agenda[0][0], turn.desk.last))
        names = _names_at(agenda, turn.at)
        _step(turn, names, until)
        for name in {*names, *(DIGEST_SIGN + route for route in turn.gathering())}:
            due = _due(turn, name)
            if due is not None and turn.at < due <= last:
                heappush(agenda, (due, name))


def _names_at(agenda: list[tuple[datetime, str]], at: datetime) -> list[str]:
    names = set[str]()
    while agenda and agenda[0][0] <= at:
        names.add(heappop(agenda)[1])
    return sorted(names)


def _step(turn: Turn, names: list[str], until: datetime) -> None:
    stories = [name for name in names if not name.startswith(DIGEST_SIGN)]
    waiting: dict[str, list[str]] = {}
    for name in stories:
        for route in () if turn.full else _routes_due(turn, name):
            waiting.setdefault(route, []).append(name)
    for route in sorted(waiting):
        release(turn, route, waiting[route])
    for name in stories:
        if not turn.full:
            call_again(turn, name, until)
    for name in names:
        if name.startswith(DIGEST_SIGN):
            _flush_due(turn, name.removeprefix(DIGEST_SIGN))


def _routes_due(turn: Turn, name: str) -> list[str]:
    """The routes on which something of a story is to be looked at now; none for one that is over, which ends."""
    story = turn.story(name)
    if story is None:
        return []
    story = rerouted(turn, name, story)
    if end_of(story, turn.ways.rules.stories) <= turn.at:
        gather_end(turn, name, story)
        turn.end_story(name)
        return []
    turn.put_story(name, story)
    return [way.route for way in story.ways if due_lots(way, turn.ways.called(way.route), turn.at)]


def _flush_due(turn: Turn, route: str) -> None:
    due = gathered_due(turn.gathered(route))
    if due is not None and due <= turn.at:
        flush(turn, route)


def _due(turn: Turn, name: str) -> datetime | None:
    if name.startswith(DIGEST_SIGN):
        return gathered_due(turn.gathered(name.removeprefix(DIGEST_SIGN)))
    story = turn.story(name)
    if story is None:
        return None
    end, waits = end_of(story, turn.ways.rules.stories), sooner(story, turn.ways)
    return end if waits is None else min(end, waits)
