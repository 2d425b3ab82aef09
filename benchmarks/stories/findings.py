"""What a run found, as figures."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from benchmarks.stories.score import Score

TOCSIN: Final = "Tocsin"
STRICT: Final = ", without a false join"
"""What follows a peer's name where its threshold is such that none of the random pairs is joined."""

Interval = tuple[float, float]


class Pairs(msgspec.Struct, frozen=True):
    """How one contestant does on the labelled pairs. ``threshold`` is empty for ours: there is none to choose."""

    threshold: str
    tuning: Score
    reported: Score
    every: Score
    interval: Interval
    gain: Interval | None = None


class Share(msgspec.Struct, frozen=True):
    """How many of some pairs were joined."""

    joined: int
    pairs: int

    @property
    def part(self) -> float:
        return self.joined / max(self.pairs, 1)


class Seed(msgspec.Struct, frozen=True):
    """Where one of the seeds was put in the book of a watchlist."""

    watchlist: str
    seed: str
    relation: str
    of: str
    score: float
    why: tuple[str, ...]


class Drawn(msgspec.Struct, frozen=True):
    """The random pairs: how many, and how many were taken out as near duplicates and as of one week."""

    pairs: int
    alike: int
    near: int


class Speed(msgspec.Struct, frozen=True):
    """Books that ``articles`` were put into, of ``wanted``; fewer where time was up. Seconds are CPU time.

    ``kept`` records are left of them (a book keeps so many of a story); ``record`` and ``memory`` are bytes of one: as
    a table keeps it, and as tracemalloc sees the books that are read back. ``joined``: the part of later reports that
    came to a story opened by one of their own; ``wrongly``: of all articles, those that came to another's.
    """

    wanted: int
    articles: int
    books: int
    text_bytes: float
    sketch_seconds: float
    place_seconds: float
    file_seconds: float
    slowest_place: float
    kept: int
    record: float
    memory: float
    recovery_seconds: float
    stories: int
    joined: float
    wrongly: float

    @property
    def name(self) -> str:
        """How many articles in how many books."""
        came = (
            f"{self.articles:,}" if self.articles == self.wanted else f"{self.articles:,} of {self.wanted:,}"
        )
        return f"{came} in {self.books:,} book{'s' if self.books > 1 else ''}"

    @property
    def rate(self) -> float:
        """Articles a second: sketched, placed and filed."""
        return self.articles / (self.sketch_seconds + self.place_seconds + self.file_seconds)


class PeerSpeed(msgspec.Struct, frozen=True):
    """datasketch over the first of the same articles; ``articles`` is how many it came to before its time was up."""

    articles: int
    seconds: float
    memory: float

    @property
    def rate(self) -> float:
        return self.articles / self.seconds


class Stream(msgspec.Struct, frozen=True):
    """Real news in one book, each article on its own day.

    ``relations`` says how many were placed as what; of ``duplicates``, pairs of natural near duplicates published
    within two days, ``together`` were put into one story.
    """

    articles: int
    relations: Mapping[str, int]
    duplicates: int
    together: int


class Findings(msgspec.Struct, frozen=True):
    """A whole run. Mappings go from the name of a contestant, or of a kind of edit and then of a contestant."""

    command: str
    machine: str
    versions: Mapping[str, str]
    news: Mapping[str, int]
    digest: str
    pairs: Mapping[str, Pairs]
    edits: Mapping[str, Mapping[str, Share]]
    drawn: Drawn
    unrelated: Mapping[str, Share]
    events: Mapping[str, Mapping[str, Share]]
    stream: Stream
    seeds_together: Sequence[Seed]
    seeds_apart: Sequence[Seed]
    speeds: Sequence[Speed]
    peer: PeerSpeed | None
