"""Whether entries may have come and gone between two polls: the document shares none with the one before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from tocsin.polling.memory import NOTHING, Row
from tocsin.polling.state import FeedState

# Of its usual time between two batches of news: a feed asked this often is unlikely to bring two in between.
_SOON: Final = 0.25


def missed_by(before: Iterable[Row], present: Sequence[Row]) -> int:
    """How many entries a document has that shares none with the one before; 0 where it shares one, or was the first.

    ``before`` are the rows remembered, ``present`` those of the document. The same words under another id are
    shared (the site changed its addresses), and so is the same id with other words. Nothing new, nothing missed:
    a document of entries that were there earlier is an old one.
    """
    old = list(before)
    last = [row for row in old if row.present]
    mine = [row for row in present if row.article != NOTHING]
    if not last or not mine or _share(last, present):
        return 0
    known = _keys(old)
    return len(mine) if any(row.article not in known for row in mine) else 0


def _share(last: Iterable[Row], present: Iterable[Row]) -> bool:
    return not _keys(last).isdisjoint(_keys(present))


def _keys(rows: Iterable[Row]) -> set[bytes]:
    return {key for row in rows for key in (row.raw, row.article, row.content)} - {NOTHING}


def may_have_missed(strangers: int, state: FeedState, now: datetime) -> bool:
    """Whether that many ``strangers`` are a possible gap. ``state`` is from before the poll.

    A feed of one entry shares none with the one before whenever there is news: there it is a gap only where more
    news than that one may have come since it was asked.
    """
    if strangers != 1 or state.entries > 1 or state.rhythm.gap is None or state.answered is None:
        return strangers > 0
    return now - state.answered >= state.rhythm.gap * _SOON
