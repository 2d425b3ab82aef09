"""Silences for a person to read."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from cli.ages import ago
from cli.paint import Painted
from cli.table import table
from tocsin.routing.silence import Silence, active

_HEADS: Final = ("id", "watchlist", "what", "by", "since", "until", "", "comment")


def view(silences: Sequence[Silence], now: datetime) -> Iterator[Painted]:
    """A table of them."""
    yield from table(_HEADS, [_cells(one, now) for one in silences])


def _cells(one: Silence, now: datetime) -> tuple[str, ...]:
    ended = f"ended by {one.expired_by}" if one.expired_by else "ended"
    return (
        one.id,
        one.watchlist,
        _scope(one),
        one.by,
        f"{one.since:%m-%d %H:%M}",
        f"{one.until:%m-%d %H:%M}",
        ago(one.until, now) if active(one, now) else ended,
        one.comment or "-",
    )


def _scope(one: Silence) -> str:
    scope = one.scope
    parts = (*scope.terms, *scope.feeds, *scope.languages, *scope.countries)
    first = " and first reports" if scope.first_reports else ""
    return f"{' '.join(parts) or 'all'}{first}"
