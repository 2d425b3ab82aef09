"""What it costs to know stories, as figures: time, bytes, and the time to know them again."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec


class Load(NamedTuple):
    """``articles`` of ``watchlists``, as many of each."""

    articles: int
    watchlists: int

    @property
    def each(self) -> int:
        """Articles of one watchlist."""
        return self.articles // self.watchlists


class Slice(msgspec.Struct, frozen=True):
    """What one process put into the books of some of the watchlists of a load. Seconds are CPU time.

    ``text``, ``written``: bytes of all bodies, and of all records and their keys. ``most``, ``kept``: records at a
    time, and at the end, when ``stories`` are open; ``memory``: bytes for each of these in books that are read back.
    ``reports``: articles that open nothing, of which ``joined`` a story opened by one of their own; of all articles
    ``wrongly`` joined another's.
    """

    articles: int
    text: int
    sketch_seconds: float
    place_seconds: float
    file_seconds: float
    slowest_place: float
    written: int
    most: int
    kept: int
    recovery_seconds: float
    stories: int
    reports: int
    joined: int
    wrongly: int
    memory: float | None = None

    @property
    def rate(self) -> float:
        """Articles a second: sketched, placed and filed."""
        return self.articles / (self.sketch_seconds + self.place_seconds + self.file_seconds)


class Speed(msgspec.Struct, frozen=True):
    """A load: what all its slices did, in how many seconds by the clock, in ``processes`` at a time."""

    load: Load
    done: Slice
    seconds: float
    processes: int

    @property
    def name(self) -> str:
        """How many articles of how many watchlists."""
        came, wanted = self.done.articles, self.load.articles
        part = f"{came:,}" if came == wanted else f"{came:,} of {wanted:,}"
        return (
            f"{part} articles of {self.load.watchlists:,} watchlist{'s' if self.load.watchlists > 1 else ''}"
        )


class PeerSpeed(msgspec.Struct, frozen=True):
    """datasketch over the first of the same articles; ``articles`` is how many it came to before its time was up.

    ``first`` and ``last`` are its rates over the first and the last tenth of them.
    """

    wanted: int
    articles: int
    seconds: float
    memory: float
    first: float
    last: float

    @property
    def rate(self) -> float:
        return self.articles / self.seconds


class Crowd(msgspec.Struct, frozen=True):
    """What a place costs in a book with so many open stories of ``what``: CPU seconds over ``asked`` articles.

    ``slow`` is more than 99 of 100 take.
    """

    what: str
    stories: int
    asked: int
    mean: float
    median: float
    slow: float
    slowest: float


class Tables(msgspec.Struct, frozen=True):
    """What alerting keeps after ``articles``: records, and bytes of their ``keys`` and ``values`` by kind.

    ``seconds`` of CPU time are what it took to decide on all of them, ``recovery_seconds`` to derive all anew.
    """

    articles: int
    seconds: float
    reports: int
    stories: int
    keys: Mapping[str, int]
    values: Mapping[str, int]
    recovery_seconds: float

    def share(self, kind: str, parts: Mapping[str, int]) -> float:
        """Bytes for each report that is kept."""
        return parts[kind] / max(self.reports, 1)

    @property
    def bytes(self) -> float:
        """Bytes of all values for each report that is kept."""
        return sum(self.values.values()) / max(self.reports, 1)

    @property
    def with_keys(self) -> float:
        """The same, keys too."""
        return self.bytes + sum(self.keys.values()) / max(self.reports, 1)


class Recovery(msgspec.Struct, frozen=True):
    """How long a worker's table was away after a start, read from its changelog: by the clock, and CPU seconds."""

    store: str
    records: int
    seconds: float
    cpu: float
    megabytes: float


class Recoveries(msgspec.Struct, frozen=True):
    """All of them on one broker."""

    broker: str
    found: Sequence[Recovery]
