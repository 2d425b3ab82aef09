"""What a replay told, in numbers, by watchlist."""

import statistics
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from tocsin.contract.events import Alert, Digest


class Summary(msgspec.Struct, frozen=True):
    """One watchlist: events by kind and by reason, reports told and digested, those held by why, in seconds delays.

    ``reports`` counts every report once for each route that told of it, ``digested`` once for each that counted it.
    A delay is from the fetch of the report that an event speaks of to the event.
    """

    watchlist: str
    kinds: Mapping[str, int]
    reasons: Mapping[str, int]
    reports: int
    digested: int
    held: Mapping[str, int]
    latest_initial: float
    median_update: float | None


class Counting:
    """Counts events as they come."""

    def __init__(self) -> None:
        self._kinds: dict[str, Counter[str]] = {}
        self._reasons: dict[str, Counter[str]] = {}
        self._held: dict[str, Counter[str]] = {}
        self._reports: Counter[str] = Counter()
        self._digested: Counter[str] = Counter()
        self._latest: dict[str, timedelta] = {}
        self._delays: dict[str, list[float]] = {}

    def take(self, event: Alert | Digest) -> None:
        """One more."""
        name = event.watchlist
        kinds = self._kinds.setdefault(name, Counter())
        if isinstance(event, Digest):
            kinds["digest"] += 1
            self._digested[name] += event.reports
            self._hold(name, event.held)
            return
        kinds[event.kind] += 1
        self._reasons.setdefault(name, Counter())[event.reason] += 1
        self._reports[name] += event.tally.since
        self._hold(name, event.tally.held)
        delay = event.clocks.alerted - event.clocks.fetched
        if event.kind == "initial":
            self._latest[name] = max(delay, self._latest.get(name, timedelta()))
        elif event.kind == "update":
            self._delays.setdefault(name, []).append(delay.total_seconds())

    def result(self) -> tuple[Summary, ...]:
        """The counts, by watchlist."""
        return tuple(self._summary(name) for name in sorted(self._kinds))

    def _hold(self, name: str, held: tuple[tuple[str, int], ...]) -> None:
        self._held.setdefault(name, Counter()).update(dict(held))

    def _summary(self, name: str) -> Summary:
        delays = self._delays.get(name)
        return Summary(
            watchlist=name,
            kinds=dict(self._kinds[name]),
            reasons=dict(self._reasons.get(name, {})),
            reports=self._reports[name],
            digested=self._digested[name],
            held=dict(self._held.get(name, {})),
            latest_initial=self._latest.get(name, timedelta()).total_seconds(),
            median_update=statistics.median(delays) if delays else None,
        )
