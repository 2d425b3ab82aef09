"""What a run of the benchmark found, as figures."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from benchmarks.matching.timing import Latency

TOCSIN: Final = "Tocsin, all rules on"
FACADE: Final = "Tocsin, whole matches with their evidence"
HYPERSCAN: Final = "hyperscan, exact"
AHO_CORASICK: Final = "pyahocorasick, exact"
NAIVE: Final = "rapidfuzz partial_ratio ≥ 85, every term"
NORMALISATION: Final = "normalisation alone"


class Row(msgspec.Struct, frozen=True):
    """One contestant at one number of terms, normalisation included.

    ``rate`` is the best pass in articles a second; ``ratio`` what Tocsin's rate is in parts of this one's, the median
    over the passes; ``articles`` is how many it came to before its time was up.
    """

    rate: float
    ratio: float
    hits: int
    articles: int
    latency: Latency
    compile_seconds: float


class Memory(msgspec.Struct, frozen=True):
    """Resident bytes of a process that holds the terms and one engine, and what the engine added to them."""

    process: int
    engine: int


class Cold(msgspec.Struct, frozen=True):
    """The first pass of an engine that has met no word yet."""

    rate: float
    latency: Latency


class Sustained(msgspec.Struct, frozen=True):
    """Every article brings new words, as a running wire does."""

    rate: float
    new_per_article: float
    microseconds_per_new: float


class Size(msgspec.Struct, frozen=True):
    """Everything about one number of terms. ``change_seconds``: one watchlist replaced by a new version."""

    terms: int
    rows: Mapping[str, Row]
    memory: Mapping[str, Memory]
    cold: Cold
    change_seconds: float
    places_checked: int
    places_wrong: int
    sustained: Sustained | None = None

    @property
    def naive_cold_ratio(self) -> float:
        """Tocsin's first pass beside naive rapidfuzz."""
        return self.cold.rate / self.rows[NAIVE].rate


class Findings(msgspec.Struct, frozen=True):
    """A whole run."""

    command: str
    machine: str
    versions: Mapping[str, str]
    texts_digest: str
    terms_digest: str
    languages: Mapping[str, int]
    mean_bytes: float
    passes: int
    fuzzy_share: float
    normalise_rate: float
    translate_ratio: float
    sizes: Sequence[Size]

    def size(self, terms: int) -> Size | None:
        """The figures at that many terms, if they were taken."""
        return next((size for size in self.sizes if size.terms == terms), None)


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Of seconds pass by pass: how many times faster we are. Both did the same articles in the same pass."""
    return statistics.median(their / our for our, their in zip(ours, theirs, strict=True))
