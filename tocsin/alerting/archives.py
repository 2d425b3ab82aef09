"""Whether a first report is one of an archive: many articles at once that are old already, or do not say how old."""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.packing import sign_of
from tocsin.alerting.records import Poll, Spent
from tocsin.alerting.standing import Standing
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Article, Match

HOUR: Final = timedelta(hours=1)
MOST_POLLS: Final = 8
"""Documents that are told apart: so many feeds may bring their archives at the same time."""


def archived_until(turn: Turn, match: Match, standing: Standing) -> datetime | None:
    """When the report counts in a digest; ``None`` where it rings: an archive rings a little too."""
    published = match.article.published
    if published is None:
        return _undated(turn, match.article, standing)
    if turn.at - published <= turn.ways.rules.late:
        return None
    spent = (turn.desk.archive or Spent(turn.at)).within(HOUR, turn.at)
    if standing.story is None and spent.events < turn.ways.rules.archive:
        turn.desk = replace(turn.desk, archive=Spent(spent.since, spent.events + 1))
        return None
    return plus(spent.since, HOUR)


def _undated(turn: Turn, article: Article, standing: Standing) -> datetime | None:
    """Without dates an archive shows in this alone: one document brings more first reports than news ever does."""
    sign = sign_of(article.feed, f"{article.fetched.timestamp():.6f}")
    poll = next((one for one in turn.desk.polls if one.sign == sign), Poll(sign, turn.at))
    if poll.rang >= turn.ways.rules.archive:
        return plus(poll.since, HOUR)
    if standing.story is None:
        others = tuple(one for one in turn.desk.polls if one.sign != sign)
        turn.desk = replace(turn.desk, polls=(*others, replace(poll, rang=poll.rang + 1))[-MOST_POLLS:])
    return None
