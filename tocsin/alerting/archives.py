"""Whether a report is one of an archive: one of many that come at once and are old, or do not say how old.

It is asked of the articles' own times, which stay what they are however late a worker comes to them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Archive
from tocsin.alerting.standing import Standing
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Match
from tocsin.routing.rules import Rules

HOUR: Final = timedelta(hours=1)
MANY: Final = 10
"""So many times as much as one document without dates may ring, all of them may in an hour."""
MOST_KNOWN: Final = 16
"""So many archives are told apart of those of which less rang than of a document may, and so many of the others."""


def archived_until(turn: Turn, match: Match, standing: Standing) -> datetime | None:
    """When the report counts in a digest; ``None`` where it rings: an archive rings a little too."""
    rules = turn.ways.rules
    most = _most_of(match, rules, revised=standing.relation == "revision")
    if not most:
        return None
    rang = {one.sign: one.rang for one in turn.desk.archives}
    rings = all(rang.get(sign, 0) < limit for sign, limit in most.items())
    met = [Archive(sign, rang.get(sign, 0) + rings) for sign in most]
    others = (one for one in turn.desk.archives if one.sign not in most)
    turn.desk = replace(turn.desk, archives=tuple(_latest((*others, *met), rules.archive)))
    return None if rings else _counted_at(turn)


def _most_of(match: Match, rules: Rules, *, revised: bool) -> Mapping[bytes, int]:
    """What the article may be an archive of, and how many of each may ring; empty where it is news.

    The old are those of one hour. What has no date is known by its document, which brings more than news ever does.
    """
    article = match.article
    kind, hour = "revision" if revised else "", f"{article.fetched:%Y-%m-%d %H}"
    if article.published is None:
        document = sign_of(kind, article.feed, f"{article.fetched.timestamp():.6f}")
        return {document: rules.archive, sign_of(kind, "undated", hour): MANY * rules.archive}
    # Where a source's clock is ahead, nothing is old only because of that.
    age = min(article.fetched, match.matched) - article.published
    return {sign_of(kind, hour): rules.archive} if age > rules.late else {}


def _latest(archives: Iterable[Archive], most: int) -> Iterator[Archive]:
    """Those that were met last; what waits to ring and what has rung do not crowd each other out."""
    full, others = list[Archive](), list[Archive]()
    for one in archives:
        (full if one.rang >= most else others).append(one)
    yield from others[-MOST_KNOWN:]
    yield from full[-MOST_KNOWN:]


def _counted_at(turn: Turn) -> datetime:
    """What is held of all archives within an hour is counted together."""
    since = turn.desk.archiving
    if since is None or not timedelta(0) <= turn.at - since < HOUR:
        since = turn.at
        turn.desk = replace(turn.desk, archiving=since)
    return plus(since, HOUR)
