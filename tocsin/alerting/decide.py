"""Does a match ring the bell? For now: once per watchlist and article, and never for a watchlist on trial."""

import hashlib
from datetime import datetime
from typing import Literal

import msgspec

from tocsin.contract.events import Alert, Clocks, Match, Report

WithheldReason = Literal[
    "already_alerted",  # this watchlist has rung for this article
    "shadow",  # the watchlist is on trial: its matches are kept and counted
]


class Withheld(msgspec.Struct, frozen=True):
    """No new alert, and why."""

    reason: WithheldReason


def alert_id(watchlist: str, article: str) -> str:
    """The same for every replay of the same cause; 39 characters, usable as a PagerDuty ``dedup_key``."""
    digest = hashlib.blake2b(f"{watchlist}\0{article}".encode(), digest_size=16)
    return f"tocsin-{digest.hexdigest()}"


def decide(match: Match, alerted: bool, receivers: tuple[str, ...], now: datetime) -> Alert | Withheld:
    """The alert of ``match``, or why there is none.

    ``alerted`` tells whether this watchlist has rung for this article before (a revision matches again);
    ``receivers`` are all that are configured, for a watchlist that names none.
    """
    if match.shadow:
        return Withheld("shadow")
    if alerted:
        return Withheld("already_alerted")
    article = match.article
    return Alert(
        id=alert_id(match.watchlist, article.id),
        sequence=1,
        kind="initial",
        status=match.status,
        severity=match.severity,
        reason="first_report",
        watchlist=match.watchlist,
        watchlist_title=match.watchlist_title,
        watchlist_version=match.watchlist_version,
        receivers=match.receivers or receivers,
        report=Report(
            article=article.id,
            feed=article.feed,
            source=article.source,
            url=article.url,
            title=article.title,
            language=article.language,
            date_source=article.date_source,
            notes=article.notes,
        ),
        evidence=match.evidence,
        clocks=Clocks(published=article.published, fetched=article.fetched, alerted=now),
        downgraded=match.downgraded,
    )
