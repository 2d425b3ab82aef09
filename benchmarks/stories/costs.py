"""What it costs to know stories, as figures: time, bytes, and the time to know them again."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

_OPEN: Final = ("filed", "story", "desk")


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
    """What alerting keeps after ``articles`` of so many ``days``: records, and bytes of their ``keys`` and ``values``.

    By part: ``filed`` of reports, ``story`` of open stories, ``over`` of those that are over, ``desk`` of watchlists.
    What is over stays for ``left_days`` more. ``seconds`` of CPU time are what it took to decide on all of them,
    ``recovery_seconds`` to derive all anew.
    """

    articles: int
    watchlists: int
    days: float
    seconds: float
    records: Mapping[str, int]
    keys: Mapping[str, int]
    values: Mapping[str, int]
    left_days: float
    recovery_seconds: float

    @property
    def reports(self) -> int:
        """Those that are kept."""
        return self.records["filed"]

    def share(self, part: str, bytes_: Mapping[str, int]) -> float:
        """Bytes for each report that is kept."""
        return bytes_[part] / self.reports

    @property
    def bytes(self) -> float:
        """Bytes of the values of reports, open stories and watchlists for each report that is kept."""
        return sum(self.share(part, self.values) for part in _OPEN)

    @property
    def with_keys(self) -> float:
        """The same, keys too."""
        return self.bytes + sum(self.share(part, self.keys) for part in _OPEN)

    @property
    def left(self) -> float:
        """Bytes, key included, of what is left of a story that is over."""
        return (self.values["over"] + self.keys["over"]) / max(self.records.get("over", 0), 1)


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
