"""The metrics reference, written from the declarations."""

from collections.abc import Iterable, Mapping
from textwrap import dedent

from tocsin.metrics import METRICS, Metric

INTRODUCTION = dedent(
    """\
    # Metrics

    <!-- Written by `tocsin docs` from tocsin/metrics.py: change it there. -->

    Every part serves these at `/metrics`, besides the usual `process_*` series of the Prometheus client.
    All parts serve all names; a part that does not do the work shows no series of it, or 0.
    Counters with a closed list of label values show every series from the start, at 0.
    """
)


def metrics_page() -> str:
    """``docs/metrics.md``: a table of all metrics, then one section per metric with labels."""
    table = ["| metric | kind | labels |", "|---|---|---|", *map(_row, METRICS)]
    return "\n".join([INTRODUCTION, *table, "", *map(_section, METRICS)]).rstrip() + "\n"


def _row(metric: Metric) -> str:
    return f"| [`{metric.name}`](#{metric.name}) | {metric.kind} | {_code(metric.labels)} |"


def _section(metric: Metric) -> str:
    lines = [f"## {metric.name}", "", metric.help, ""]
    lines += [f"- `{label}`: {_values(metric, label)}" for label in metric.labels]
    if metric.buckets:
        lines.append(f"- buckets: {', '.join(f'{bucket:g}' for bucket in metric.buckets)}")
    return "\n".join(lines).rstrip() + "\n"


def _values(metric: Metric, label: str) -> str:
    closed = dict.fromkeys(values[label] for values in metric.closed if label in values)
    return _code(closed) if closed else OPEN[label]


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


# Labels whose values the code does not list.
OPEN: Mapping[str, str] = {
    "reason": "why, from the part's own short list",
    "feed": "the feed's id in `feeds.yaml`",
    "watchlist": "the watchlist's id",
    "receiver": "the receiver's name in `tocsin.yaml`",
    "group": "the Kafka consumer group",
    "topic": "the topic's name in Kafka",
    "partition": "the partition's number",
    "part": "the part of Tocsin",
    "version": "the version of Tocsin, or of the watchlist",
}
