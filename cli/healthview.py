"""How feeds are, as it looks on a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from cli.ages import ago, span
from cli.paint import Painted, Piece
from cli.table import table
from tocsin.delivery.foreign import ascii_url, isolated
from tocsin.feeds.health import FeedHealth, Health
from tocsin.polling.state import DueReason

_HEADS: Final = (
    "feed",
    "health",
    "last news",
    "usual gap",
    "next poll",
    "because",
    "entries",
    "gaps",
    "last poll",
)
_NOBODYS: Final[Mapping[Health, str]] = {
    "disabled": "it is disabled: nobody polls it",
    "unlisted": "it is in no list any more: nobody polls it; 30 days after its last poll it is forgotten, "
    "at once by `tocsin feeds forget`",
}
_BECAUSE: Final[Mapping[DueReason, str]] = {
    "first": "never polled",
    "rhythm": "its rhythm",
    "fixed": "its interval",
    "cache": "the server's caching",
    "retry_after": "the server asked",
    "backoff": "it failed",
    "gap": "a gap",
    "pushed": "a hub pushes",
    "renewal": "renewal",
}


def view(healths: Sequence[FeedHealth], now: datetime) -> Iterator[Painted]:
    """A table, then what is wrong with whom and since when."""
    yield from table(_HEADS, [_cells(one, now) for one in healths], most=32)
    for one in healths:
        if one.health in _NOBODYS:
            yield [Piece(f"{one.feed}: {_NOBODYS[one.health]}")]
        if one.overdue is not None:
            late = f"it has been due for {span(one.overdue)}"
            yield [Piece(f"{one.feed}: "), Piece("no source seems to poll it", "no"), Piece(f": {late}")]
        for trouble in one.troubles:
            detail = f": {isolated(trouble.detail)}" if trouble.detail else ""
            when = f" since {trouble.since:%Y-%m-%d %H:%M}Z ({span(now - trouble.since)})"
            yield [Piece(f"{one.feed}: "), Piece(trouble.kind, "no"), Piece(f"{when}{detail}")]
        if one.failures:
            detail = f": {isolated(one.detail)}" if one.detail else ""
            yield [Piece(f"{one.feed}: {one.outcome}, {one.failures} in a row{detail}")]
        if one.damage:
            yield [Piece(f"{one.feed}: the last document could not be read in full: {isolated(one.damage)}")]
        if one.moved_to:
            yield [Piece(f"{one.feed}: moved for good to {ascii_url(one.moved_to)}")]


def _cells(one: FeedHealth, now: datetime) -> tuple[str, ...]:
    polled = one.last_poll is not None
    return (
        one.feed,
        one.health,
        ago(one.last_news, now),
        span(one.usual_gap),
        _next(one, now),
        _BECAUSE[one.why_then] if polled and one.why_then else "-",
        str(one.entries) if polled else "-",
        str(one.gaps) if polled else "-",
        f"{one.outcome or '-'}, {_last(one, now)}" if polled else "-",
    )


def _next(one: FeedHealth, now: datetime) -> str:
    """What can be said of the next poll: when, or only how often."""
    if one.overdue is not None:
        return "overdue"
    if one.next_poll is not None:
        return ago(one.next_poll, now)
    return f"every {span(one.interval)}" if one.interval is not None else "-"


def _last(one: FeedHealth, now: datetime) -> str:
    """Of a feed that was due since, later polls that brought nothing may not have been told yet."""
    since = one.interval is not None and one.next_poll is None and one.overdue is None
    return f"{ago(one.last_poll, now)}{' or less' if since else ''}"
