"""Was every first report told at once, was it told once, was nothing lost?"""

from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import pairwise
from typing import Final, Literal

import msgspec

from benchmarks.week.outcome import REPORTS, Outcome, Report, by_event
from benchmarks.week.planned import Planted

Cause = Literal[
    "at once",
    "joined another event",  # it was taken for a report of another planted event
    "joined other news",  # it was taken for a report of something that was not planted
    "late",  # it was told, but not at once
    "never",  # it opened a story and was not told
]
SAME_TEXT: Final = ("again", "copy", "light", "revision")
"""Kinds that repeat a text; the others are new texts about a known event."""


class First(msgspec.Struct, frozen=True):
    """The first report of an event that fired a watchlist, and what became of it."""

    watchlist: str
    event: int
    article: str
    cause: Cause
    story: str
    opened: Planted | None


class Repeats(msgspec.Struct, frozen=True):
    """Of one kind: how many reports fired, how many opened a story of their own, how many joined a wrong one."""

    kind: str
    fired: int
    opened: int
    wrong: int


class Account(msgspec.Struct, frozen=True):
    """Reports that were to be told, told at once or in updates, counted in digests."""

    name: str
    planted: int
    told: int
    digested: int

    @property
    def missing(self) -> int:
        """Reports that nobody was told of; negative: told of twice."""
        return self.planted - self.told - self.digested


def firsts(outcome: Outcome) -> list[First]:
    """The first report of every planted event that fired."""
    rung = {
        (told.watchlist, told.article, told.fetched): told
        for told in outcome.alerts
        if told.kind == "initial"
    }
    found: list[First] = []
    for event, reports in sorted(by_event(outcome.reports, outcome.watched).items()):
        first, watchlist = reports[0], outcome.watched[event]
        told = rung.get((watchlist, first.planted.article, first.planted.fetched))
        opened = outcome.opened.get(first.placed.story or "")
        cause: Cause = "at once"
        if first.placed.relation != "new":
            cause = "joined another event" if opened and opened.event else "joined other news"
        elif told is None:
            cause = "never"
        elif told.at != first.planted.fetched:
            cause = "late"
        found.append(First(watchlist, event, first.planted.article, cause, first.placed.story or "", opened))
    return found


def unfired(outcome: Outcome) -> list[int]:
    """The events none of whose reports fired the watchlist they were planted for."""
    return sorted(set(outcome.watched) - set(by_event(outcome.reports, outcome.watched)))


def repeats(outcome: Outcome, events: Collection[int]) -> list[Repeats]:
    """By kind, what became of the reports of ``events`` that came after the first."""
    fired: Counter[str] = Counter()
    opened: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for event, reports in by_event(outcome.reports, outcome.watched).items():
        for report in reports[1:] if event in events else ():
            kind = report.planted.kind
            fired[kind] += 1
            opened[kind] += report.placed.relation == "new"
            wrong[kind] += is_wrong(outcome, report)
    fired["again"] = sum(
        one.kind == "again" and one.event in events for one in outcome.planted
    )  # they end before they could fire
    return [Repeats(kind, fired[kind], opened[kind], wrong[kind]) for kind in sorted(fired)]


def is_wrong(outcome: Outcome, report: Report) -> bool:
    """Whether it was put into a story that something else opened."""
    if report.placed.relation not in REPORTS or report.placed.relation == "new":
        return False
    opened = outcome.opened.get(report.placed.story or "")
    return opened is None or opened.event != report.planted.event


def strangers(outcome: Outcome) -> int:
    """Reports of nothing planted that were put into a planted event's story."""
    return sum(
        1
        for report in outcome.reports
        if not report.planted.event and report.placed.relation != "new" and is_wrong(outcome, report)
    )


def accounts(outcome: Outcome) -> list[Account]:
    """By watchlist, what was to be told and what was."""
    planted = Counter(
        report.placed.watchlist for report in outcome.reports if report.placed.relation in REPORTS
    )
    told: Counter[str] = Counter()
    digested: Counter[str] = Counter()
    for alert in outcome.alerts:
        told[alert.watchlist] += alert.since
    for digest in outcome.digests:
        digested[digest.watchlist] += digest.reports
    return [Account(name, planted[name], told[name], digested[name]) for name in sorted(planted)]


def storm_account(outcome: Outcome, event: int) -> Account:
    """The stories that the storm's reports opened or joined: what was to be told of them, and what was."""
    stories: dict[str, int] = defaultdict(int)
    storm = {
        report.placed.story
        for report in outcome.reports
        if report.planted.event == event and report.placed.story
    }
    for report in outcome.reports:
        if report.placed.story in storm and report.placed.relation in REPORTS:
            stories[report.placed.story] += 1
    told = sum(alert.since for alert in outcome.alerts if alert.id in storm)
    digested = sum(
        count for digest in outcome.digests for story, count in digest.stories.items() if story in storm
    )
    return Account("the storm", sum(stories.values()), told, digested)


def disorder(outcome: Outcome) -> int:
    """Events that were told before the one above them in the file."""
    return sum(after < before for before, after in pairwise(outcome.times))
