"""The declared metrics as instruments: plain numbers for counters and gauges, prometheus-client's histograms."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from runtime.series import Series
from tocsin import __version__
from tocsin.metrics import BUILD, METRICS, Metric

_GZIP: Final = 31  # zlib's name for gzip's framing and its largest window

# One more series beside every histogram, declared nowhere and asked for by nobody.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Instruments:
    """Counts, sets and observes what ``tocsin.metrics`` declares; one per process. Any thread may."""

    def __init__(self, part: str) -> None:
        self._few = CollectorRegistry()
        ProcessCollector(registry=self._few)
        self._histograms = {
            metric.name: Histogram(
                metric.name, metric.help, metric.labels, buckets=metric.buckets, registry=self._few
            )
            for metric in METRICS
            if metric.kind == "histogram"
        }
        self._series = {metric.name: Series(metric) for metric in METRICS if metric.kind != "histogram"}
        self.set(BUILD, 1, version=__version__, part=part)

    @property
    def registry(self) -> CollectorRegistry:
        """Everything as prometheus-client sees it."""
        whole = CollectorRegistry()
        whole.register(self._few)
        whole.register(_AsFamilies(self._series.values()))
        return whole

    def prime(self, metric: Metric, **labels: str) -> None:
        """Show every series of ``metric`` with these labels, at 0 until something happens.

        A counter that appears with its first increment hides it: ``rate()`` sees no change. Labels of closed
        lists need not be named; the others must be (one call per feed, receiver, watchlist).

        Raises:
            ValueError: a label is neither named nor closed.
        """
        for series in metric.series(labels):
            if metric.kind != "histogram":
                self._series[metric.name].prime(series)
            elif series:
                self._histograms[metric.name].labels(**series)

    def count(self, metric: Metric, amount: float = 1, **labels: str) -> None:
        """Add ``amount`` to a counter.

        Raises:
            TypeError: it is none.
            ValueError: its labels are others, or ``amount`` is negative.
        """
        if metric.kind != "counter":
            raise TypeError(f"{metric.name} is a {metric.kind}")
        if amount < 0:
            raise ValueError(f"{metric.name} only grows")
        self._series[metric.name].add(amount, labels)

    def set(self, metric: Metric, value: float, **labels: str) -> None:
        """Set a gauge. Raises as ``count``."""
        if metric.kind != "gauge":
            raise TypeError(f"{metric.name} is a {metric.kind}")
        self._series[metric.name].put(value, labels)

    def forget(self, metric: Metric, **labels: str) -> None:
        """Show the one series of a counter or gauge with these labels no more, if it is shown. Raises as ``count``."""
        if metric.kind == "histogram":
            raise TypeError(f"{metric.name} is a {metric.kind}")
        self._series[metric.name].forget(labels)

    def observe(self, metric: Metric, value: float, **labels: str) -> None:
        """Put ``value`` (in the metric's unit) into a histogram; a clock ahead of ours counts as 0.

        Raises as ``count``.
        """
        if metric.kind != "histogram":
            raise TypeError(f"{metric.name} is a {metric.kind}")
        instrument = self._histograms[metric.name]
        (instrument.labels(**labels) if labels else instrument).observe(max(0.0, value))

    def exposition(self) -> bytes:
        """The text that Prometheus scrapes. Takes long where there are many series: not for an event loop."""
        return b"".join(self._pieces())

    def packed(self) -> bytes:
        """The same through gzip, never whole in memory."""
        packing = zlib.compressobj(level=1, wbits=_GZIP)
        return b"".join([*map(packing.compress, self._pieces()), packing.flush()])

    def _pieces(self) -> Iterator[bytes]:
        yield generate_latest(self._few)
        for series in self._series.values():
            for text in series.text():
                yield text.encode()


class _AsFamilies(Collector):
    """The plain series in prometheus-client's own terms."""

    def __init__(self, series: Iterable[Series]) -> None:
        self._series = series

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        for one in self._series:
            metric = one.metric
            kind = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
            family = kind(metric.name, metric.help, labels=metric.labels)
            for labels, value in one.now():
                family.add_metric(labels, value)
            yield family
