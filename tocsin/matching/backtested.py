"""What came of a back-test, as values to be shown."""

from collections.abc import Mapping
from datetime import date

import msgspec

from tocsin.contract.events import Evidence


class Sample(msgspec.Struct, frozen=True):
    """One article that matched, with its first evidence."""

    article: str
    title: str
    url: str
    source: str
    language: str
    day: date
    evidence: tuple[Evidence, ...]
    downgraded: bool


class Told(msgspec.Struct, frozen=True):
    """What one version of a watchlist did.

    ``matches`` counts articles and revisions that fired it, ``alerts`` each article once, as the alert agent does;
    ``downgraded`` the matches that only boilerplate made, ``places`` the pieces of evidence. Days are those of
    fetching, in UTC; counts are largest first, days in order.
    """

    watchlist: str
    version: str
    matches: int
    alerts: int
    downgraded: int
    places: int
    alerts_per_day: Mapping[str, int]
    languages: Mapping[str, int]
    sources: Mapping[str, int]
    terms: Mapping[str, int]
    samples: tuple[Sample, ...]

    @property
    def busiest(self) -> tuple[str, int] | None:
        """The day with the most alerts, the first of such days, and their number."""
        return max(self.alerts_per_day.items(), key=lambda item: item[1], default=None)


class Only(msgspec.Struct, frozen=True):
    """The matches of one version that the other does not make."""

    matches: int
    samples: tuple[Sample, ...]


class Difference(msgspec.Struct, frozen=True):
    """What tells two versions apart."""

    both: int
    only_this: Only
    only_other: Only


class Backtested(msgspec.Struct, frozen=True):
    """The whole back-test. ``articles_per_day`` holds every day on which articles came, in order."""

    articles: int
    articles_per_day: Mapping[str, int]
    this: Told
    other: Told | None = None
    difference: Difference | None = None

    @property
    def days(self) -> int:
        """On how many days articles came."""
        return len(self.articles_per_day)
