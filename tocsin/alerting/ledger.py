"""Where the records of stories are kept, as alerting sees it: bytes by kind and key."""

from collections.abc import Iterable
from typing import Final, Literal, Protocol

import msgspec

RecordKind = Literal[
    "filed",  # an article in its story, by watchlist and article
    "story",  # a story, by watchlist and alert
    "desk",  # a watchlist, by its id; and the digest being gathered for a route, by watchlist and route
]
_BETWEEN: Final = "\0"


class Ledger(Protocol):
    """Durable records. Only a runner writes to it: what `Outcome.remember` says, in that order."""

    def get(self, kind: RecordKind, key: str) -> bytes | None:
        """The record, ``None`` where there is none."""

    def items(self, kind: RecordKind) -> Iterable[tuple[str, bytes]]:
        """Every record of a kind, with its key, in any order."""


class Write(msgspec.Struct, frozen=True):
    """One record to keep; ``value`` ``None``: to forget."""

    kind: RecordKind
    key: str
    value: bytes | None


def key_of(watchlist: str, name: str = "") -> str:
    """The key of a record of ``watchlist``; ``name`` is an article, an alert or a route."""
    return f"{watchlist}{_BETWEEN}{name}" if name else watchlist


def watchlist_of(key: str) -> str:
    """Whose record it is: what partitions it."""
    return key.partition(_BETWEEN)[0]


def name_of(key: str) -> str:
    """The article, alert or route; empty for a watchlist's own record."""
    return key.partition(_BETWEEN)[2]
