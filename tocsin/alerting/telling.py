"""The next event of an alert, and the story once it was told."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from tocsin.alerting.cutting import fitting
from tocsin.alerting.excerpts import brief, evidence_of
from tocsin.alerting.hearing import is_first_word
from tocsin.alerting.lots import MOST_LISTED
from tocsin.alerting.records import Handled, Lot, Story, Watch, Way
from tocsin.alerting.severity import name_of_rank, severity_words
from tocsin.alerting.turn import Turn
from tocsin.alerting.waiting import Waiting, report_of
from tocsin.alerting.ways import configured
from tocsin.contract.events import Alert, AlertKind, AlertReason, Clocks, Handling, HeldReason, Tally

_UNKNOWN: Final = Watch("", "0")


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a story: what it is, whom of the routes it is for, which report it is about.

    ``to`` are receivers other than those of the routes. ``lots`` are what it tells of, of all routes alike.
    """

    kind: AlertKind
    reason: AlertReason
    routes: tuple[str, ...]
    about: Waiting
    lots: tuple[Lot, ...] = ()
    to: tuple[str, ...] | None = None


def said(turn: Turn, name: str, story: Story, saying: Saying) -> Story:
    """Say it now, and return the story of which that was said. Whoever it is for was told all of ``saying.lots``."""
    named = turn.named
    policies = [policy for route in saying.routes if (policy := turn.ways.told(route, named))]
    everybody = [receiver for policy in policies for receiver in policy.receivers]
    receivers = configured(tuple(everybody if saying.to is None else saying.to), turn.ways.rules)
    for way in story.ways:
        if way.route in saying.routes and story.rung and not is_first_word(turn, story, way):
            turn.spend(way.route)
    turn.say(_event(turn, name, story, saying, receivers))
    return replace(
        story,
        sequence=story.sequence + 1,
        receivers=tuple(dict.fromkeys((*story.receivers, *receivers))),
        ways=tuple(_told(way, story, saying, turn.at) for way in story.ways),
        rung=story.rung or turn.at,
        shown=saying.about,
        excerpts=brief(saying.about.excerpts) or story.excerpts,
    )


def tellable(way: Way, at: datetime) -> tuple[Lot, ...]:
    """All that an event on a route tells of: everything held but what somebody has silenced."""
    return tuple(lot for lot in way.lots if not (lot.reason == "silenced" and lot.until and lot.until > at))


def listed(story: Story, lots: Iterable[Lot]) -> tuple[Waiting, ...]:
    """The reports in ``lots``, newest first, each article once."""
    numbers = {number for lot in lots for number in lot.numbers}
    by_article: dict[str, Waiting] = {}
    for one in sorted(story.waiting, key=lambda one: -one.number):
        if one.number in numbers:
            by_article.setdefault(one.article, one)
    return tuple(by_article.values())[:MOST_LISTED]


def _event(turn: Turn, name: str, story: Story, saying: Saying, receivers: tuple[str, ...]) -> Alert:
    watch = turn.desk.watch or _UNKNOWN
    about = saying.about
    return Alert(
        id=name,
        sequence=story.sequence + 1,
        kind=saying.kind,
        status=story.status,
        severity=name_of_rank(story.severity),
        reason=saying.reason,
        watchlist=turn.watchlist,
        watchlist_title=watch.title,
        watchlist_version=watch.version,
        receivers=receivers,
        report=report_of(about),
        evidence=evidence_of(about.excerpts or story.excerpts),
        clocks=Clocks(published=about.published, fetched=about.fetched, alerted=turn.now, opened=story.rung),
        references=_references(name, story, saying.routes),
        downgraded=story.downgraded,
        reports=fitting(map(report_of, listed(story, saying.lots))),
        tally=_tally(turn, name, story, saying),
        change=about.change,
        severity_why=severity_words(story, watch.corroborate),
        handling=_handling(story.handled),
        route=", ".join(saying.routes),
    )


def _references(name: str, story: Story, routes: tuple[str, ...]) -> tuple[str, ...]:
    told = {way.sequence for way in story.ways if way.route in routes and way.sequence}
    return tuple(f"{name}.{sequence}" for sequence in sorted(told))


def _tally(turn: Turn, name: str, story: Story, saying: Saying) -> Tally:
    held = Counter[HeldReason]()
    for lot in saying.lots:
        held[lot.reason] += lot.count - any((name, number) == turn.placed for number in lot.numbers)
    least = 0 if story.rung else 1
    return Tally(
        reports=story.reports,
        origins=story.origins,
        carriers=len(story.outlets) // 4,
        languages=story.languages,
        since=max(sum(lot.count for lot in saying.lots), least),
        held=tuple(sorted((+held).items())),
    )


def _handling(handled: Handled | None) -> Handling:
    if handled is None:
        return Handling()
    return Handling(
        acked_by=handled.acked_by, assignee=handled.assignee, notes=fitting(reversed(handled.notes))[::-1]
    )


def _told(way: Way, story: Story, saying: Saying, at: datetime) -> Way:
    if way.route not in saying.routes:
        return way
    if saying.kind == "escalation":
        return replace(way, escalated=True, sequence=story.sequence + 1)
    return replace(
        way,
        told=at,
        sequence=story.sequence + 1,
        severity=story.severity,
        lots=tuple(lot for lot in way.lots if lot not in tellable(way, at)),
        hush=None,
    )
