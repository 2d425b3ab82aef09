"""Was anything lost, told twice, or told otherwise because the worker was killed?"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from benchmarks.week.killed.course import Course
from benchmarks.week.killed.replayed import Fires, fires
from benchmarks.week.killed.storm import Kill, Order
from tocsin.contract.events import Alert, Digest
from tocsin.simulation.placed import Placed

Told = Alert | Digest
_ANY_TIME: Final = datetime.min.replace(tzinfo=UTC)


class Verdict(msgspec.Struct, frozen=True):
    """One storm: what was delivered, and how it differs from what the core says of the same events in the same order.

    ``again`` are records of `matches` and of `alerts` that repeat one before them. ``unmatched`` are what the articles
    fire and `matches` lacks, or has besides. ``lost`` are deliveries that are missing, ``strange`` those nobody was to
    have, ``twice`` those that came again, ``otherwise`` those that say something else under their id.
    """

    order: Order
    kills: Sequence[Kill]
    matches: int
    events: Mapping[str, int]
    again: tuple[int, int]
    unmatched: int
    lost: int
    strange: int
    twice: int
    otherwise: int
    letters: int
    reports: int
    told: int
    digested: int
    withdrawn: int
    seconds: float

    @property
    def faults(self) -> int:
        """All that must not be."""
        wrong = self.unmatched + self.lost + self.strange + self.twice + self.otherwise + self.letters
        return wrong + abs(self.reports - self.told - self.digested - self.withdrawn)


class Beside(msgspec.Struct, frozen=True):
    """A storm with kills beside the one without: first reports in both, in one only, reports put into another story."""

    order: Order
    firsts: int
    same: int
    gone: int
    new: int
    reports: int
    elsewhere: int


def verdict(course: Course, wanted: Collection[Fires]) -> Verdict:
    """What came of ``course``; ``wanted`` is what its articles fire."""
    made = [fires(event) for event in course.matches]
    had = Counter((name, event.event_id) for name, events in course.heard.items() for event in events)
    due = {(name, event.event_id) for event in course.core.sent for name in event.receivers}
    said = {event.event_id: _said(event) for event in course.core.sent}
    heard = [event for events in course.heard.values() for event in events]
    other = [event for event in (*heard, *course.alerts) if said.get(event.event_id) != _said(event)]
    return Verdict(
        order=course.order,
        kills=course.kills,
        matches=len(set(made)),
        events=Counter("digest" if isinstance(one, Digest) else one.kind for one in course.core.sent),
        again=(len(made) - len(set(made)), len(course.alerts) - len(_ids(course.alerts))),
        unmatched=len(set(made) ^ set(wanted)),
        lost=len(due - had.keys()),
        strange=len(had.keys() - due),
        twice=had.total() - len(had),
        otherwise=len(_ids(other) & said.keys()),
        letters=course.letters,
        reports=sum(one.story is not None for one in course.core.placed),
        told=sum(one.tally.since for one in course.core.sent if isinstance(one, Alert)),
        digested=sum(one.reports for one in course.core.sent if isinstance(one, Digest)),
        withdrawn=course.core.counted.get("withdrawn", 0),
        seconds=course.seconds,
    )


def beside(killed: Course, never: Course) -> Beside:
    """``killed`` beside the same storm that was ``never`` disturbed."""
    rung, expected = firsts(killed), firsts(never)
    put, before = _stories(killed.core.placed), _stories(never.core.placed)
    return Beside(
        order=killed.order,
        firsts=len(expected),
        same=len(rung & expected),
        gone=len(expected - rung),
        new=len(rung - expected),
        reports=len(before),
        elsewhere=sum(put.get(report) != story for report, story in before.items()),
    )


def firsts(course: Course) -> set[str]:
    """The ids of the alerts that the receivers have, by their first events."""
    heard = (event for events in course.heard.values() for event in events)
    return {event.id for event in heard if isinstance(event, Alert) and event.sequence == 1}


def _stories(placed: Iterable[Placed]) -> dict[tuple[str, str, object], str | None]:
    """The story of each version of each article, by watchlist."""
    return {(one.watchlist, one.article, one.fetched): one.story for one in placed}


def _ids(events: Iterable[Told]) -> set[str]:
    return {event.event_id for event in events}


def _said(event: Told) -> Told:
    """All that it says, but for the clock of whoever sent it."""
    if isinstance(event, Digest):
        return replace(event, at=_ANY_TIME)
    return replace(event, clocks=replace(event.clocks, alerted=_ANY_TIME))
