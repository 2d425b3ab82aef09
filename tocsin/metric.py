"""What a metric is: its name, its kind, what it says, and by which labels its series are told apart.

Names: ``tocsin_<what>_<unit>[_total]``. Labels are bounded: configured names or closed lists, never text.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Literal, get_args

import msgspec

Kind = Literal["counter", "gauge", "histogram"]
Closed = tuple[Mapping[str, str], ...]


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """What a metric is called, what it says, and how it is told apart.

    ``closed`` lists the values that labels of a closed list take, in the combinations that occur; a label
    that none of them names takes configured names.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    closed: Closed = ()

    def series(self, known: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
        """Every label set the metric can take where the labels in ``known`` have these values.

        Raises:
            ValueError: a label is neither known nor closed, or is none of the metric's.
        """
        fitting = [
            {**values, **known}
            for values in self.closed or ({},)
            if all(known.get(label, value) == value for label, value in values.items())
        ]
        if not fitting or any(set(labels) != set(self.labels) for labels in fitting):
            raise ValueError(f"{self.name} has the labels {self.labels}, not those of {dict(known)}")
        return tuple(fitting)


def counter(name: str, text: str, *labels: str, closed: Closed = ()) -> Metric:
    return Metric(name=name, kind="counter", help=text, labels=labels, closed=closed)


def gauge(name: str, text: str, *labels: str, closed: Closed = ()) -> Metric:
    return Metric(name=name, kind="gauge", help=text, labels=labels, closed=closed)


def histogram(name: str, text: str, *labels: str, buckets: tuple[float, ...], closed: Closed = ()) -> Metric:
    return Metric(name=name, kind="histogram", help=text, labels=labels, buckets=buckets, closed=closed)


def every(**values: Any) -> Closed:
    """All combinations of the values of these literal types, by label."""
    lists = [tuple(_strings(literal)) for literal in values.values()]
    return tuple(dict(zip(values, combination, strict=True)) for combination in product(*lists))


def _strings(literal: Any) -> Iterator[str]:
    """The strings of a literal type, or of a union of them."""
    for value in get_args(literal):
        yield from [value] if isinstance(value, str) else _strings(value)
