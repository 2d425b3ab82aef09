"""The declared metrics as prometheus-client instruments, on a registry of our own."""

from typing import TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from tocsin import __version__
from tocsin.metrics import BUILD, METRICS, Metric

Instrument = TypeVar("Instrument", Counter, Gauge, Histogram)

# One more series beside every counter, declared nowhere and asked for by nobody.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Instruments:
    """Counts, sets and observes what ``tocsin.metrics`` declares; one per process."""

    def __init__(self, part: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._instruments = {metric.name: _instrument(metric, self.registry) for metric in METRICS}
        self.set(BUILD, 1, version=__version__, part=part)

    def prime(self, metric: Metric, **labels: str) -> None:
        """Show every series of ``metric`` with these labels, at 0 until something happens.

        A counter that appears with its first increment hides it: ``rate()`` sees no change. Labels of closed
        lists need not be named; the others must be (one call per feed, receiver, watchlist).

        Raises:
            ValueError: a label is neither named nor closed.
        """
        for series in metric.series(labels):
            if series:
                self._instruments[metric.name].labels(**series)

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """Add ``amount`` to a counter."""
        self._of(metric, Counter, labels).inc(amount)

    def set(self, metric: Metric, value: float, **labels: str) -> None:
        """Set a gauge."""
        self._of(metric, Gauge, labels).set(value)

    def forget(self, metric: Metric, **labels: str) -> None:
        """Show the one series of ``metric`` with these labels no more."""
        self._instruments[metric.name].remove(*(labels[label] for label in metric.labels))

    def observe(self, metric: Metric, value: float, **labels: str) -> None:
        """Put ``value`` (in the metric's unit) into a histogram; a clock ahead of ours counts as 0."""
        self._of(metric, Histogram, labels).observe(max(0.0, value))

    def exposition(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)

    def _of(self, metric: Metric, kind: type[Instrument], labels: dict[str, str]) -> Instrument:
        instrument = self._instruments[metric.name]
        if not isinstance(instrument, kind):
            raise TypeError(f"{metric.name} is a {metric.kind}")
        return instrument.labels(**labels) if metric.labels else instrument


def _instrument(metric: Metric, registry: CollectorRegistry) -> Counter | Gauge | Histogram:
    if metric.kind == "counter":
        return Counter(metric.name, metric.help, metric.labels, registry=registry)
    if metric.kind == "gauge":
        return Gauge(metric.name, metric.help, metric.labels, registry=registry)
    return Histogram(metric.name, metric.help, metric.labels, buckets=metric.buckets, registry=registry)
