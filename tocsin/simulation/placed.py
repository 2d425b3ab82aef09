"""Where reports were put, read off what discipline keeps of them."""

from datetime import datetime

import msgspec

from tocsin.alerting.ledger import key_of
from tocsin.alerting.outcome import Counted
from tocsin.alerting.packing import unpack_kept
from tocsin.contract.events import Match
from tocsin.simulation.replay import Handled


class Placed(msgspec.Struct, frozen=True):
    """One report of one watchlist: ``relation`` is what it is to ``story``, or why it is in none."""

    watchlist: str
    article: str
    fetched: datetime
    relation: str
    story: str | None


def placed(handled: Handled) -> Placed | None:
    """Where a match was put; ``None`` for other events."""
    match = handled.event
    if not isinstance(match, Match):
        return None
    article = match.article
    key = key_of(match.watchlist, article.id)
    values = [write.value for write in handled.outcome.remember if (write.kind, write.key) == ("filed", key)]
    kept = unpack_kept(article.id, values[-1]) if values else None
    return Placed(
        watchlist=match.watchlist,
        article=article.id,
        fetched=article.fetched,
        relation=_relation(handled.outcome.counted),
        story=kept.story if kept else None,
    )


def _relation(counted: tuple[Counted, ...]) -> str:
    reasons = {one.what: str(one.reason) for one in counted if one.what in ("placed", "withheld")}
    return reasons.get("placed") or reasons.get("withheld", "")
