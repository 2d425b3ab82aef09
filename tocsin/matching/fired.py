"""Which watchlists an article fired, so that a revision is told from a first report, and that it fires no more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from tocsin.contract.events import Article, Match, Withdrawn


class Fired(msgspec.Struct, frozen=True):
    """What is remembered of an article that fired: its watchlists and their versions, and when it was last judged."""

    watchlists: tuple[tuple[str, str], ...]
    last: Annotated[datetime, Meta(tz=True)]


class Compared(msgspec.Struct, frozen=True):
    """``send`` goes to the alert agent, ``remember`` into the memory; ``None`` where there is nothing to remember."""

    send: tuple[Match | Withdrawn, ...]
    remember: Fired | None


def compared(
    article: Article,
    found: tuple[Match, ...],
    before: Fired | None,
    in_use: Mapping[str, str],
    now: datetime,
) -> Compared:
    """Compare what ``article`` fires now with what its version before had fired.

    ``in_use`` are the versions of the watchlists by id. A watchlist that was edited or deleted since withdraws nothing:
    it is not the article that changed its mind; nor had that version of it fired before. One on trial was never
    told of.
    """
    fires = tuple((match.watchlist, match.watchlist_version) for match in found if not match.shadow)
    still = {match.watchlist for match in found}
    had = before.watchlists if before and article.revises else ()
    gone = [
        Withdrawn(watchlist=name, article=article, withdrawn=now)
        for name, version in had
        if name not in still and in_use.get(name) == version
    ]
    told = [replace(match, fired_before=(match.watchlist, match.watchlist_version) in had) for match in found]
    nothing = before is None and not fires
    return Compared((*told, *gone), None if nothing else Fired(fires, now))


def expired(fired: Fired, now: datetime, window: timedelta) -> bool:
    """Whether the memory can be dropped: a revision that comes later counts as a new article."""
    return now - fired.last > window
