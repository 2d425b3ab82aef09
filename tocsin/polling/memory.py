"""What a source remembers of a feed's entries, packed: 29 bytes a row, no object for any of them.

A row is what the feed showed (``raw``, 8 bytes), what it was called and said (8 bytes each), when it was last sent,
and whether it stood in the last document that had entries. Rows are kept in order: those present first, the one
sent longest ago first.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from struct import Struct
from typing import Final

import msgspec

KEY_BYTES: Final = 8
NOTHING: Final = bytes(KEY_BYTES)
"""The ``article`` of an entry nothing can be made of."""

# An article that left its feed is remembered until its renewal would be due, and no more of them than these:
# should it return after all, it is sent again, and the dedup agent knows it.
_ABSENT_AT_LEAST: Final = 500
# The state of one feed must fit into one Kafka record, whatever the feed does.
_MOST_ROWS: Final = 65_536
_ROW: Final = Struct(">8s8s8sI?")
_LATEST: Final = 2**32 - 1


class Row(msgspec.Struct, frozen=True, gc=False):
    """One entry: keys of 8 bytes, ``sent`` in seconds since 1970, ``present`` in the last document."""

    raw: bytes
    article: bytes
    content: bytes
    sent: int
    present: bool = True


def key(name: str) -> bytes:
    """8 bytes for an article id or a content digest."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def seconds(moment: datetime) -> int:
    """``moment`` as a row keeps it."""
    return min(max(int(moment.timestamp()), 0), _LATEST)


def is_memory(memory: bytes) -> bool:
    """Whether these bytes are whole rows."""
    return len(memory) % _ROW.size == 0


def unpack(memory: bytes) -> list[Row]:
    """The rows of ``memory`` in their order."""
    return [Row(*row) for row in _ROW.iter_unpack(memory)]


def pack(present: Collection[Row], absent: Iterable[Row]) -> bytes:
    """The rows as bytes, within bounds: of the absent ones the latest sent, as many as there are present or 500."""
    stay = sorted(present, key=_by_age)[-_MOST_ROWS:]
    room = min(max(_ABSENT_AT_LEAST, len(stay)), _MOST_ROWS - len(stay))
    left = sorted(absent, key=_by_age)[-room:] if room else []
    return b"".join([*(_packed(row, True) for row in stay), *(_packed(row, False) for row in left)])


def raws_sent_after(memory: bytes, since: float) -> set[bytes]:
    """What entries looked like that were sent after ``since``, or that nothing can be made of."""
    rows = _ROW.iter_unpack(memory)
    return {raw for raw, article, _, sent, _ in rows if sent > since or article == NOTHING}


def articles_by_raw(memory: bytes) -> dict[bytes, bytes]:
    """The key of the article that each entry was made into, by what the entry looked like."""
    return {raw: article for raw, article, *_ in _ROW.iter_unpack(memory)}


def renews_at(memory: bytes, renew: timedelta) -> datetime | None:
    """When the first of the present rows is due to be sent again; ``None`` where none is present."""
    if not memory:
        return None
    *_, sent, present = _ROW.unpack_from(memory)
    return datetime.fromtimestamp(sent, UTC) + renew if present else None


def all_absent(memory: bytes) -> bytes:
    """``memory`` with no row present: the next document is compared with none (the feed has another address)."""
    return pack((), unpack(memory))


def _by_age(row: Row) -> int:
    return row.sent


def _packed(row: Row, present: bool) -> bytes:
    return _ROW.pack(row.raw, row.article, row.content, row.sent, present)
