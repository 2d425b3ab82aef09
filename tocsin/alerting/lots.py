"""Lots: the reports of a story that are held on a route, by why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.records import Lot, Story, Way
from tocsin.alerting.timers import lot_due
from tocsin.alerting.waiting import Waiting
from tocsin.contract.events import HeldReason
from tocsin.routing.policy import Policy

MOST_LISTED: Final = 20
_MOST_COPIES: Final = 5


def way_of(story: Story, route: str) -> Way | None:
    """The story on a route."""
    return next((way for way in story.ways if way.route == route), None)


def with_way(story: Story, way: Way) -> Story:
    """The story with ``way`` instead of the one of the same route, or beside the others."""
    if way_of(story, way.route) is None:
        return replace(story, ways=(*story.ways, way))
    return replace(story, ways=tuple(way if one.route == way.route else one for one in story.ways))


def held_on(
    story: Story,
    waiting: Waiting,
    reasons: Mapping[str, HeldReason],
    at: datetime,
    until: datetime | None = None,
) -> Story:
    """``story`` with one more report held on each route of ``reasons``, for its reason."""
    for route, reason in reasons.items():
        story = with_way(
            story, with_held(way_of(story, route) or Way(route), reason, (waiting.number,), at, until)
        )
    return replace(story, waiting=(*story.waiting, waiting))


def with_held(
    way: Way,
    reason: HeldReason,
    numbers: tuple[int, ...],
    since: datetime,
    until: datetime | None = None,
    count: int | None = None,
) -> Way:
    """``way`` with ``count`` more reports held for ``reason``, or as many as ``numbers``, which are the newest."""
    more = len(numbers) if count is None else count
    lots = {lot.reason: lot for lot in way.lots}
    lot = lots.get(reason)
    if lot is not None:
        numbers = tuple(sorted({*lot.numbers, *numbers}))
        more, since = more + lot.count, min(since, lot.since)
        until = min((time for time in (lot.until, until) if time), default=None)
    most = _MOST_COPIES if reason == "copy" else MOST_LISTED
    lots[reason] = Lot(reason, more, since, numbers[-most:], until)
    return replace(way, lots=tuple(lots.values()))


def without(way: Way, lots: Collection[Lot]) -> Way:
    """``way`` with nothing of ``lots`` held."""
    return replace(way, lots=tuple(lot for lot in way.lots if lot not in lots))


def united(ways: Iterable[tuple[Lot, ...]]) -> tuple[Lot, ...]:
    """What is held on any of several routes, each report once."""
    found, known, reasons = list[Lot](), set[int](), set[HeldReason]()
    for lots in sorted(ways, key=lambda lots: -sum(lot.count for lot in lots)):
        for lot in lots:
            new = tuple(number for number in lot.numbers if number not in known)
            if new == lot.numbers and (new or lot.reason not in reasons):
                found.append(lot)
            elif new:
                found.append(replace(lot, count=len(new), numbers=new))
        known.update(number for lot in lots for number in lot.numbers)
        reasons.update(lot.reason for lot in lots)
    return tuple(found)


def taken_out(story: Story, article: str) -> Story:
    """The story without any version of an article among what is held."""
    numbers = {one.number for one in story.waiting if one.article == article}
    if not numbers:
        return story
    ways = tuple(replace(way, lots=tuple(_thinner(way.lots, numbers))) for way in story.ways)
    return replace(story, ways=ways, waiting=tuple(one for one in story.waiting if one.number not in numbers))


def _thinner(lots: Iterable[Lot], numbers: Collection[int]) -> Iterator[Lot]:
    for lot in lots:
        left = tuple(number for number in lot.numbers if number not in numbers)
        count = lot.count - (len(lot.numbers) - len(left))
        if count:
            yield replace(lot, count=count, numbers=left)


def due_lots(way: Way, policy: Policy | None, at: datetime) -> tuple[Lot, ...]:
    """What is to be looked at now."""
    if not way.lots:
        return ()
    return tuple(lot for lot in way.lots if (due := lot_due(lot, way, policy)) is not None and due <= at)
