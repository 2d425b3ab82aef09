"""Whether entries may have come and gone between two polls: the document shares none with the one before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from tocsin.polling.memory import NOTHING, Row
from tocsin.polling.state import FeedState

# Of its usual time between two batches of news: a feed asked this often is unlikely to bring two in between.
_SOON: Final = 0.25
_MOST: Final = 0.7


class Overlap(msgspec.Struct, frozen=True):
    """A document beside the one before: ``fresh`` entries it has and that had not, ``strangers`` if it shares none.

    Both are 0 for the first document. With ``strangers`` others may have come and gone in between.
    """

    fresh: int = 0
    strangers: int = 0


def overlap(before: Sequence[Row], present: Sequence[Row]) -> Overlap:
    """How a document stands to the one before: ``before`` are the rows remembered, ``present`` the document's.

    The same words under another id are shared (the site changed its addresses), and so is the same id with other
    words. Nothing new, nothing missed: a document of entries that were there earlier is an old one.
    """
    last = _keys(row for row in before if row.present)
    if not last:
        return Overlap()
    fresh = [row for row in present if not (row.raw in last or row.article in last or row.content in last)]
    unknown = [row for row in fresh if row.article != NOTHING]
    if len(fresh) < len(present) or not unknown:
        return Overlap(len(fresh))
    known = {row.article for row in before}
    return Overlap(len(fresh), len(unknown) if any(row.article not in known for row in unknown) else 0)


def close(fresh: int, entries: int) -> bool:
    """Whether the feed has almost outrun us: most of its ``entries`` are new since the last poll."""
    return fresh > entries * _MOST


def _keys(rows: Iterable[Row]) -> set[bytes]:
    return {key for row in rows for key in (row.raw, row.article, row.content)} - {NOTHING}


def worth_telling(state: FeedState, strangers: int, now: datetime) -> bool:
    """Whether that many ``strangers`` are worth an alert. ``state`` is from before the poll.

    A feed of one entry shares none with the one before whenever there is news: there it is worth one only where
    more news than that may well have come since it was asked.
    """
    if strangers > 1 or state.entries > 1 or state.rhythm.gap is None or state.answered is None:
        return True
    return now - state.answered >= state.rhythm.gap * _SOON
