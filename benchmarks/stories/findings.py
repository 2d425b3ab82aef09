"""What a run found, as figures."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from benchmarks.stories.costs import Crowd, PeerSpeed, Recoveries, Speed, Tables
from benchmarks.stories.score import Score

TOCSIN: Final = "Tocsin"
STRICT: Final = ", without a false join"
"""What follows a peer's name where its threshold is such that none of the random pairs is joined."""

OWN_DATES: Final = f"{TOCSIN}, each on its own day"
SAME_TOPIC: Final = "the later one most like it"
CONSECUTIVE: Final = "the next on a shipped watchlist"

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
    """A run. Mappings go from the name of a contestant, or of a kind of edit and then of a contestant.

    What was not measured is ``None``, or not in its list; ``failed`` says why by the name of the part. ``took`` is
    how many seconds each part took by the clock.
    """

    command: str
    machine: str
    versions: Mapping[str, str]
    news: Mapping[str, int]
    digest: str
    pairs: Mapping[str, Pairs] | None = None
    edits: Mapping[str, Mapping[str, Share]] | None = None
    drawn: Drawn | None = None
    unrelated: Mapping[str, Share] | None = None
    events: Mapping[str, Mapping[str, Share]] | None = None
    stream: Stream | None = None
    seeds_together: Sequence[Seed] | None = None
    seeds_apart: Sequence[Seed] | None = None
    speeds: Sequence[Speed] = ()
    peer: PeerSpeed | None = None
    crowds: Sequence[Crowd] | None = None
    tables: Tables | None = None
    recoveries: Recoveries | None = None
    took: Mapping[str, float] = {}
    failed: Mapping[str, str] = {}
