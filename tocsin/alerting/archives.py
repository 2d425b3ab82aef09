"""Whether a first report is one of an archive: many articles at once that are old already."""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.records import Spent
from tocsin.alerting.standing import Standing
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.contract.events import Match

HOUR: Final = timedelta(hours=1)


def archived_until(turn: Turn, match: Match, standing: Standing) -> datetime | None:
    """When the report counts in a digest; ``None`` where it rings: an archive rings a little too."""
    published = match.article.published
    if published is None or turn.at - published <= turn.ways.rules.late:
        return None
    spent = (turn.desk.archive or Spent(turn.at)).within(HOUR, turn.at)
    if standing.relation == "new" and spent.events < turn.ways.rules.archive:
        turn.desk = replace(turn.desk, archive=Spent(spent.since, spent.events + 1))
        return None
    return plus(spent.since, HOUR)
