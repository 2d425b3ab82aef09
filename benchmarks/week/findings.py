"""The figures of a run, and which of the goals they reach."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from benchmarks.week.checks import (
    SAME_TEXT,
    Account,
    First,
    Repeats,
    accounts,
    disorder,
    firsts,
    repeats,
    storm_account,
    strangers,
    unfired,
)
from benchmarks.week.course import Cost, Course
from benchmarks.week.outcome import Outcome
from benchmarks.week.planned import Plan

SLEEPER: Final = "cross-border-aid"
"""The watchlist whose route sleeps, from and to these hours (``routes.yaml``)."""
ASLEEP: Final = (22, 6)
ZONE: Final = "Asia/Beirut"
SECOND_INITIALS: Final = 0.02
"""The part of the repeats that may cause a second initial alert."""


class Findings(msgspec.Struct, frozen=True):
    """Everything a run found."""

    plan: Plan
    cost: Cost
    size: int
    planted: Mapping[str, int]
    matches: int
    events: Mapping[str, int]
    firsts: Sequence[First]
    named: Mapping[int, str]
    unfired: Sequence[int]
    repeats: Sequence[Repeats]
    storm: Sequence[Repeats]
    strangers: int
    accounts: Sequence[Account]
    storm_account: Account
    storm_events: Mapping[str, int]
    archive: Mapping[str, int]
    held: Mapping[str, int]
    asleep: tuple[int, int]
    retracted: int
    disorder: int

    @property
    def at_once(self) -> int:
        """First reports of planted events that were told at once."""
        return sum(first.cause == "at once" for first in self.firsts)

    def second_initials(self, kinds: Sequence[str] = ()) -> tuple[int, int]:
        """How many reports of ``kinds`` (none: of all) opened another story, of how many."""
        rows = [row for row in (*self.repeats, *self.storm) if not kinds or row.kind in kinds]
        return sum(row.opened for row in rows), sum(row.fired for row in rows)


class Goal(msgspec.Struct, frozen=True):
    """What is wanted, what was found."""

    what: str
    found: str
    reached: bool


def findings(plan: Plan, course: Course) -> Findings:
    """What ``course`` found."""
    found = course.outcome
    ordinary = set(found.watched) - {plan.storm_event}
    storm = storm_account(found, plan.storm_event)
    return Findings(
        plan=plan,
        cost=course.cost,
        size=course.size,
        planted=Counter(one.kind for one in found.planted),
        matches=len(found.reports),
        events=_events(found),
        firsts=firsts(found),
        named=course.named,
        unfired=unfired(found),
        repeats=repeats(found, ordinary),
        storm=repeats(found, {plan.storm_event}),
        strangers=strangers(found),
        accounts=accounts(found),
        storm_account=storm,
        storm_events=_storm_events(found, plan.storm_event),
        archive=_archive(found),
        held=_held(found),
        asleep=_asleep(found),
        retracted=_retracted(found),
        disorder=disorder(found),
    )


def goals(found: Findings) -> list[Goal]:
    """What issue and design ask of a week, beside what came of this one."""
    events = len(found.firsts) + len(found.unfired)
    seconds, of = found.second_initials(SAME_TEXT)
    all_seconds, of_all = found.second_initials()
    missing = [account for account in found.accounts if account.missing]
    storm = found.storm_account
    return [
        Goal(
            "first reports told at once, with the article's own time",
            f"{found.at_once} of {events}",
            found.at_once == events,
        ),
        Goal(
            f"repeats of a text that cause a second initial alert: under {SECOND_INITIALS:.0%}",
            _share(seconds, of),
            seconds < SECOND_INITIALS * of,
        ),
        Goal(
            f"all planted later reports that cause a second initial alert: under {SECOND_INITIALS:.0%}",
            _share(all_seconds, of_all),
            all_seconds < SECOND_INITIALS * of_all,
        ),
        Goal(
            "every report told or counted exactly once",
            f"{sum(abs(account.missing) for account in found.accounts)} missing or told twice",
            not missing,
        ),
        Goal(
            "the storm: told in alerts + counted in digests = planted",
            f"{storm.told:,} + {storm.digested:,} of {storm.planted:,}",
            not storm.missing and found.storm_events.get("digest", 0) > 0,
        ),
        Goal(
            "a retraction for every event whose only report was changed to say something else",
            f"{found.retracted} of {found.plan.retracted}",
            found.retracted == found.plan.retracted,
        ),
        Goal("events in the order of time", f"{found.disorder} out of order", not found.disorder),
    ]


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / max(1, whole):.2%})"


def _events(found: Outcome) -> Counter[str]:
    return Counter([*(alert.kind for alert in found.alerts), *("digest" for _ in found.digests)])


def _storm_events(found: Outcome, event: int) -> Counter[str]:
    stories = {report.placed.story for report in found.reports if report.planted.event == event}
    told = [alert.kind for alert in found.alerts if alert.id in stories]
    return Counter([*told, *("digest" for digest in found.digests if stories & set(digest.stories))])


def _held(found: Outcome) -> Counter[str]:
    """Reports that were held, by why, as alerts and digests say."""
    held: Counter[str] = Counter()
    for reasons in (*(alert.held for alert in found.alerts), *(digest.held for digest in found.digests)):
        held.update(dict(reasons))
    return held


def _retracted(found: Outcome) -> int:
    """Planted events whose report was taken back by a retraction."""
    changed = {one.event for one in found.planted if one.kind == "retracted"}
    stories = {story for story, opened in found.opened.items() if opened.event in changed}
    return len({alert.id for alert in found.alerts if alert.kind == "retraction"} & stories)


def _asleep(found: Outcome) -> tuple[int, int]:
    """First reports told at once while their route slept, and updates told then."""
    kinds: Counter[str] = Counter(
        alert.kind for alert in found.alerts if alert.watchlist == SLEEPER and _sleeps(alert.at)
    )
    return kinds["initial"], kinds["update"]


def _sleeps(at: datetime) -> bool:
    begin, end = ASLEEP
    return not end <= at.astimezone(ZoneInfo(ZONE)).hour < begin


def _archive(found: Outcome) -> Counter[str]:
    """What became of the old entries that fired: their reports by relation, and those that were told at once."""
    reports = [report for report in found.reports if report.planted.kind == "archive"]
    old = {(report.planted.article, report.planted.fetched) for report in reports}
    counts = Counter(report.placed.relation for report in reports)
    counts["told at once"] = sum(
        alert.kind == "initial" and (alert.article, alert.fetched) in old for alert in found.alerts
    )
    counts["held as archive"] = sum(dict(digest.held).get("archive", 0) for digest in found.digests)
    return counts
