"""What routes, silences and inhibitions may ask of a report."""

from collections.abc import Mapping
from typing import Final

import msgspec

from tocsin.contract.events import Match, Severity, Status

SEVERITIES: Final[Mapping[str, int]] = {"low": 1, "medium": 2, "high": 3, "critical": 4}
TRUSTS: Final[Mapping[str, int]] = {"low": 1, "medium": 2, "high": 3}
"""Each in its order: the larger, the more urgent, or the more trusted."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """One report of one watchlist. What is empty is not known, and then no condition on it holds.

    ``feed`` is the feed's id, ``source`` what people call the outlet; ``country``, ``kind``, ``trust`` and ``tags``
    are those of the feed; ``terms`` the ids of the watch-terms found in it.
    """

    watchlist: str
    severity: Severity = "medium"
    status: Status = "actual"
    feed: str = ""
    source: str = ""
    language: str = ""
    country: str = ""
    kind: str = ""
    trust: str = ""
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


def facts_of(match: Match, severity: Severity | None = None) -> Facts:
    """The facts of ``match``; ``severity`` stands for the match's own, where the story weighs more."""
    article = match.article
    return Facts(
        watchlist=match.watchlist,
        severity=severity or match.severity,
        status=match.status,
        feed=article.feed,
        source=article.source,
        language=article.language,
        country=article.country,
        kind=article.kind,
        trust=article.trust,
        tags=article.tags,
        terms=tuple(dict.fromkeys(evidence.term for evidence in match.evidence)),
    )
