"""What a watchlist would have done over articles that are known already, alone or beside another version of it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date
from heapq import heappush, heappushpop
from typing import Final

from tocsin.contract.events import Article, Match
from tocsin.matching.backtested import Backtested, Difference, Only, Sample, Told

SAMPLES: Final = 5
MOST_EVIDENCE: Final = 3


class Samples:
    """A few of many, the same few in whatever order they come.

    Method: bottom-k sampling by a hash of the article's id (Cohen and Kaplan, 2007).
    """

    def __init__(self, most: int = SAMPLES) -> None:
        self._most = most
        self._heap: list[tuple[int, int, Sample]] = []
        self.seen = 0

    def add(self, sample: Sample) -> None:
        """Keep it, perhaps."""
        self.seen += 1
        digest = hashlib.blake2b(sample.article.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        entry = (-int.from_bytes(digest, "big"), self.seen, sample)
        if len(self._heap) < self._most:
            heappush(self._heap, entry)
        elif entry[0] > self._heap[0][0]:
            heappushpop(self._heap, entry)

    def kept(self) -> tuple[Sample, ...]:
        """Those kept, by day, then by id."""
        return tuple(sorted((entry[2] for entry in self._heap), key=lambda one: (one.day, one.article)))

    def only(self) -> Only:
        """How many came, and those kept."""
        return Only(self.seen, self.kept())


class _Tally:
    """One version's counts so far."""

    def __init__(self, watchlist: str, version: str) -> None:
        self._watchlist, self._version = watchlist, version
        self._downgraded = self._places = 0
        self._alerted: set[str] = set()
        self._days: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()
        self._terms: Counter[str] = Counter()
        self._samples = Samples()

    def take(self, match: Match, sample: Sample) -> None:
        self._samples.add(sample)
        self._downgraded += sample.downgraded
        self._places += len(match.evidence)
        self._languages[sample.language] += 1
        self._sources[sample.source] += 1
        self._terms.update({one.term for one in match.evidence})
        if sample.article not in self._alerted:
            self._alerted.add(sample.article)
            self._days[sample.day.isoformat()] += 1

    def told(self) -> Told:
        return Told(
            watchlist=self._watchlist,
            version=self._version,
            matches=self._samples.seen,
            alerts=len(self._alerted),
            downgraded=self._downgraded,
            places=self._places,
            alerts_per_day=dict(sorted(self._days.items())),
            languages=_largest_first(self._languages),
            sources=_largest_first(self._sources),
            terms=_largest_first(self._terms),
            samples=self._samples.kept(),
        )


class Backtest:
    """Counts one article after the other; it holds the ids of those that matched, and nothing else of them.

    ``this`` and ``other`` are the ids and versions of the watchlists.
    """

    def __init__(self, this: tuple[str, str], other: tuple[str, str] | None = None) -> None:
        self._this = _Tally(*this)
        self._other = _Tally(*other) if other else None
        self._both = 0
        self._only_this, self._only_other = Samples(), Samples()
        self._days: Counter[date] = Counter()

    def take(self, article: Article, this: Iterable[Match], other: Iterable[Match] = ()) -> None:
        """Count an article with what the one version and the other made of it: one match each, or none."""
        day = article.fetched.astimezone(UTC).date()
        self._days[day] += 1
        mine, theirs = next(iter(this), None), next(iter(other), None)
        if mine:
            self._this.take(mine, sample := _sample(mine, day))
            if not theirs:
                self._only_this.add(sample)
        if theirs and self._other:
            self._other.take(theirs, sample := _sample(theirs, day))
            if not mine:
                self._only_other.add(sample)
        self._both += bool(mine and theirs)

    def result(self) -> Backtested:
        """All that was counted so far."""
        difference = Difference(self._both, self._only_this.only(), self._only_other.only())
        return Backtested(
            articles=self._days.total(),
            articles_per_day={day.isoformat(): self._days[day] for day in sorted(self._days)},
            this=self._this.told(),
            other=self._other.told() if self._other else None,
            difference=difference if self._other else None,
        )


def _sample(match: Match, day: date) -> Sample:
    article = match.article
    return Sample(
        article=article.id,
        title=article.title,
        url=article.url,
        source=article.source,
        language=article.language,
        day=day,
        evidence=match.evidence[:MOST_EVIDENCE],
        downgraded=match.downgraded is not None,
    )


def _largest_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
