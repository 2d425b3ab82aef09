"""Whether a report that opens a story is one of an archive: one of many at once that are old, or do not say how old.

What is told now is that of which least can be said: so it is asked of the articles' own times, which stay what they are
however late a worker comes to them.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Archive
from tocsin.alerting.standing import Standing
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Article, Match

HOUR: Final = timedelta(hours=1)
BELIEVED: Final = timedelta(days=1)
"""A time that is earlier by so much is no straggler's: a clock was wrong."""
MOST_KNOWN: Final = 16
"""Archives that are told apart: so many feeds may bring theirs at the same time."""


def archived_until(turn: Turn, match: Match, standing: Standing) -> datetime | None:
    """When the report counts in a digest; ``None`` where it rings: an archive rings a little too."""
    article, most = match.article, turn.ways.rules.archive
    dated = article.published is not None
    if article.published is not None and article.fetched - article.published <= turn.ways.rules.late:
        return None
    archive = _archive(turn, article, standing.relation, dated=dated)
    rings = archive.rang < most and (standing.story is None or not dated)
    if rings and standing.story is None:
        archive = replace(archive, rang=archive.rang + 1)
    others = sorted(
        (one for one in turn.desk.archives if one.sign != archive.sign), key=lambda one: one.rang >= most
    )
    turn.desk = replace(turn.desk, archives=(*others[-MOST_KNOWN + 1 :], archive))
    return None if rings else plus(archive.since, HOUR)


def _archive(turn: Turn, article: Article, relation: str, *, dated: bool) -> Archive:
    """Old ones are of one archive when they were fetched within an hour; without dates, when one document had them."""
    document = () if dated else (article.feed, f"{article.fetched.timestamp():.6f}")
    sign = sign_of("revision" if relation == "revision" else "", *document)
    known = next((one for one in turn.desk.archives if one.sign == sign), None)
    if known is None or not -BELIEVED < article.fetched - known.fetched < HOUR:
        return Archive(sign, article.fetched, turn.at)
    return known if timedelta(0) <= turn.at - known.since < HOUR else replace(known, since=turn.at)
