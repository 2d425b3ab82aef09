"""Counters and gauges as plain numbers: a source shows a hundred thousand series, too many for an object each.

Measured with 60,000 series: as children of prometheus-client's each takes 621 bytes and 5 µs to count, and showing them
half a second; here 111 bytes, 1 µs and 65 ms.
"""

import math
import threading
from collections.abc import Iterator, Mapping
from sys import intern
from typing import Final

from tocsin.metric import Metric

_AT_ONCE: Final = 1000
_ESCAPES: Final = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_HELP_ESCAPES: Final = str.maketrans({"\\": r"\\", "\n": r"\n"})

Labels = tuple[str, ...]


class Series:
    """The series of one counter or gauge, by the values of its labels in the order of ``metric.labels``."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self._values: dict[Labels, float] = {} if metric.labels else {(): 0.0}
        self._changing = threading.Lock()  # threads count too, and adding is not one step

    def prime(self, labels: Mapping[str, str]) -> None:
        """Show the series, at 0 unless something has happened."""
        key = self._key(labels)
        with self._changing:
            if key not in self._values:
                self._values[_interned(key)] = 0.0

    def add(self, amount: float, labels: Mapping[str, str]) -> None:
        """``amount`` more."""
        key = self._key(labels)
        with self._changing:
            known = self._values.get(key)
            if known is None:
                self._values[_interned(key)] = amount
            else:
                self._values[key] = known + amount

    def put(self, value: float, labels: Mapping[str, str]) -> None:
        """``value``, whatever it was."""
        key = self._key(labels)
        with self._changing:
            self._values[key if key in self._values else _interned(key)] = value

    def forget(self, labels: Mapping[str, str]) -> None:
        """Show the series no more; nothing happens where it is not shown."""
        key = self._key(labels)
        with self._changing:
            self._values.pop(key, None)

    def now(self) -> list[tuple[Labels, float]]:
        """Every series and its value, taken at one moment."""
        with self._changing:
            return list(self._values.items())

    def text(self) -> Iterator[str]:
        """What Prometheus scrapes, some lines at a time.

        Method: Prometheus text exposition format 0.0.4.
        """
        metric = self.metric
        yield f"# HELP {metric.name} {metric.help.translate(_HELP_ESCAPES)}\n# TYPE {metric.name} {metric.kind}\n"
        labels = sorted((label, at) for at, label in enumerate(metric.labels))
        pattern = ",".join(f'{label}="%s"' for label, _ in labels)
        line = f"{metric.name}{{{pattern}}} %s\n" if labels else f"{metric.name} %s\n"
        order = [at for _, at in labels]
        found = self.now()
        for first in range(0, len(found), _AT_ONCE):
            yield "".join(
                line % (*[_escaped(key[at]) for at in order], _number(value))
                for key, value in found[first : first + _AT_ONCE]
            )

    def _key(self, labels: Mapping[str, str]) -> Labels:
        names = self.metric.labels
        if len(labels) == len(names):
            try:
                return tuple([labels[name] for name in names])
            except KeyError:
                pass
        raise ValueError(f"{self.metric.name} has the labels {names}, not {tuple(labels)}")


def _interned(key: Labels) -> Labels:
    """Ten series of one feed shall hold its name once."""
    return tuple(map(intern, key))


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES) if "\\" in value or "\n" in value or '"' in value else value


def _number(value: float) -> str:
    if math.isfinite(value):
        return repr(float(value))
    return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
