"""Digests: what a route held back of stories, counted, so that nothing goes without a word."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.cutting import fitting
from tocsin.alerting.ids import digest_id
from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Gathered, Lot, Story, Way
from tocsin.alerting.severity import name_of_rank
from tocsin.alerting.telling import listed
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Digest, Held, HeldReason
from tocsin.routing.facts import Facts
from tocsin.routing.policy import Policy
from tocsin.routing.quiet import quiet_until

GATHER: Final = timedelta(hours=1)
"""What is left over when stories end is gathered for so long."""
MOST_ENTRIES: Final = 50


def gather(turn: Turn, name: str, story: Story, way: Way, lots: Iterable[Lot]) -> None:
    """Count ``lots`` of a story into the digest of the route, which goes out within `GATHER`."""
    before = turn.gathered(way.route)
    held = Counter[HeldReason](dict(before.held))
    lots = tuple(lots)
    for lot in lots:
        held[lot.reason] += lot.count
    reports = sum(lot.count for lot in lots)
    since = min(lot.since for lot in lots)
    after = replace(
        before,
        since=since if before.since is None else min(before.since, since),
        due=before.due or plus(turn.at, GATHER),
        severity=max(before.severity, story.severity),
        status=story.status if not before.reports or story.status == "actual" else before.status,
        reports=before.reports + reports,
        stories=before.stories + 1,
        held=tuple(sorted(held.items())),
        entries=_with_entry(before.entries, _entry(name, story, lots, reports)),
    )
    turn.put_gathered(way.route, after)


def gather_end(turn: Turn, name: str, story: Story) -> None:
    """Count all that was never told of a story that ends, on each of its routes, once."""
    sign = sign_of(name, story.opened.isoformat(), story.last.isoformat())
    for way in story.ways:
        if way.lots and turn.sweeps(way.route, sign):
            gather(turn, name, story, way, way.lots)


def flush(turn: Turn, route: str) -> None:
    """Send the digest of a route; while the route sleeps, put it off."""
    gathered = turn.gathered(route)
    if not gathered.reports:
        return
    policy = turn.ways.told(route, turn.named) or _instead(turn)
    awake = quiet_until(policy, name_of_rank(gathered.severity), turn.at)
    if awake is not None:
        turn.put_gathered(route, replace(gathered, due=awake))
        return
    turn.say(_digest(turn, route, gathered, policy))
    turn.spend(route)
    turn.put_gathered(route, Gathered(number=gathered.number + 1, swept=gathered.swept))


def _digest(turn: Turn, route: str, gathered: Gathered, policy: Policy) -> Digest:
    watch = turn.desk.watch
    return Digest(
        id=digest_id(turn.watchlist, route, gathered.number, turn.at),
        watchlist=turn.watchlist,
        watchlist_title=watch.title if watch else turn.watchlist,
        severity=name_of_rank(gathered.severity),
        status=gathered.status,
        receivers=policy.receivers,
        route=policy.route,
        since=gathered.since or turn.at,
        until=turn.at,
        at=turn.now,
        reports=gathered.reports,
        stories=gathered.stories,
        held=gathered.held,
        entries=fitting(gathered.entries),
    )


def _instead(turn: Turn) -> Policy:
    """The route is gone: what it held goes the way that the watchlist goes now."""
    return turn.ways.of(Facts(watchlist=turn.watchlist), turn.named)[0]


def _entry(name: str, story: Story, lots: Iterable[Lot], reports: int) -> Held | None:
    newest = next(iter(listed(story, lots)), None)
    if newest is None:
        return None
    return Held(
        alert=name,
        title=newest.title,
        url=newest.url,
        source=newest.source,
        language=newest.language,
        severity=name_of_rank(story.severity),
        reports=reports,
        carriers=len(story.outlets) // 4,
    )


def _with_entry(entries: tuple[Held, ...], entry: Held | None) -> tuple[Held, ...]:
    if entry is None:
        return entries
    if len(entries) == MOST_ENTRIES and entry.reports <= entries[-1].reports:
        return entries
    return tuple(sorted((*entries, entry), key=lambda one: (-one.reports, one.alert)))[:MOST_ENTRIES]
