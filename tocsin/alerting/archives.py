"""Whether a first report is one of an archive: many articles at once that are old, or tell no date."""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Poured, Spent
from tocsin.alerting.standing import Standing
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Article, Match

HOUR: Final = timedelta(hours=1)
MOST_POURED: Final = 16


def archived_until(turn: Turn, match: Match, standing: Standing) -> datetime | None:
    """When the report counts in a digest; ``None`` where it rings: an archive rings a little too."""
    published = match.article.published
    if published is None:
        return _undated(turn, match.article)
    if turn.at - published <= turn.ways.rules.late:
        return None
    spent = (turn.desk.archive or Spent(turn.at)).within(HOUR, turn.at)
    if standing.relation == "new" and spent.events < turn.ways.rules.archive:
        turn.desk = replace(turn.desk, archive=Spent(spent.since, spent.events + 1))
        return None
    return plus(spent.since, HOUR)


def _undated(turn: Turn, article: Article) -> datetime | None:
    """News that tells no date comes a few at a time: more of it in one poll of a feed is what the feed ever had."""
    sign = sign_of(article.feed, article.fetched.isoformat())
    others = tuple(one for one in turn.desk.poured if one.sign != sign)
    poured = next((one for one in turn.desk.poured if one.sign == sign), Poured(sign, turn.at))
    poured = replace(poured, articles=poured.articles + 1)
    turn.desk = replace(turn.desk, poured=(*others, poured)[-MOST_POURED:])
    return plus(poured.since, HOUR) if poured.articles > turn.ways.rules.archive else None
