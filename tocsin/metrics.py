"""Every metric, declared once. A misspelt metric is a type error; the reference in docs is made from this list.

Names: ``tocsin_<what>_<unit>[_total]``. Labels are bounded: configured names or closed lists, never text.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final, Literal, get_args

import msgspec

from tocsin.alerting.decide import WithheldReason
from tocsin.contract.events import AlertReason, DeadReason, Stage
from tocsin.dedup.judge import Verdict
from tocsin.delivery.outcome import DeliveredReason, RejectReason, RetryReason
from tocsin.polling.decide import SendReason
from tocsin.polling.outcome import FetchOutcome
from tocsin.watchlist.outcome import ReloadOutcome

Kind = Literal["counter", "gauge", "histogram"]
Found = Literal["matched", "unmatched"]
Step = Literal["fetched", "published", "alerted", "delivered"]
Closed = tuple[Mapping[str, str], ...]

SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)


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


def _counter(name: str, text: str, *labels: str, closed: Closed = ()) -> Metric:
    return Metric(name=name, kind="counter", help=text, labels=labels, closed=closed)


def _gauge(name: str, text: str, *labels: str, closed: Closed = ()) -> Metric:
    return Metric(name=name, kind="gauge", help=text, labels=labels, closed=closed)


def _every(**values: Any) -> Closed:
    """All combinations of the values of these literal types, by label."""
    lists = [tuple(_strings(literal)) for literal in values.values()]
    return tuple(dict(zip(values, combination, strict=True)) for combination in product(*lists))


def _strings(literal: Any) -> Iterator[str]:
    """The strings of a literal type, or of a union of them."""
    for value in get_args(literal):
        yield from [value] if isinstance(value, str) else _strings(value)


FETCHES: Final = _counter(
    "tocsin_fetches_total",
    "Feed fetches by outcome: changed, unchanged, or the reason they failed.",
    "feed",
    "outcome",
    closed=_every(outcome=FetchOutcome),
)
ARTICLES_FETCHED: Final = _counter("tocsin_articles_fetched_total", "Entries read from feeds.", "feed")
ARTICLES_PUBLISHED: Final = _counter(
    "tocsin_articles_published_total",
    "Articles that Kafka acknowledged, by why they were sent.",
    "feed",
    "reason",
    closed=_every(reason=SendReason),
)
ARTICLES_JUDGED: Final = _counter(
    "tocsin_articles_judged_total",
    "Articles judged by the dedup agent: new, revised, duplicate.",
    "verdict",
    closed=_every(verdict=Verdict),
)
ARTICLES_MATCHED: Final = _counter(
    "tocsin_articles_matched_total",
    "Articles judged by the match agent: matched or unmatched.",
    "verdict",
    closed=_every(verdict=Found),
)
MATCHES: Final = _counter("tocsin_matches_total", "Matches, by watchlist.", "watchlist")
ALERTS: Final = _counter(
    "tocsin_alerts_total",
    "Alert events sent, by watchlist and reason.",
    "watchlist",
    "reason",
    closed=_every(reason=AlertReason),
)
ALERTS_WITHHELD: Final = _counter(
    "tocsin_alerts_withheld_total",
    "Matches that made no new alert, by watchlist and reason.",
    "watchlist",
    "reason",
    closed=_every(reason=WithheldReason),
)
DELIVERIES: Final = _counter(
    "tocsin_deliveries_total",
    "Delivery attempts by receiver: delivered, repeat, retry_after, rejected; with the reason.",
    "receiver",
    "outcome",
    "reason",
    closed=(
        *_every(outcome=Literal["delivered", "repeat"], reason=DeliveredReason),
        *_every(outcome=Literal["retry_after"], reason=RetryReason),
        *_every(outcome=Literal["rejected"], reason=RejectReason),
    ),
)
DEAD_LETTERS: Final = _counter(
    "tocsin_dead_letters_total",
    "Dead letters, by stage and reason.",
    "stage",
    "reason",
    closed=_every(stage=Stage, reason=DeadReason),
)
LATENCY: Final = Metric(
    name="tocsin_latency_seconds",
    kind="histogram",
    help="Age of an article when it reached a step, since its outlet published it or since we fetched it.",
    labels=("since", "step"),
    buckets=SECONDS,
    closed=(
        *_every(since=Literal["published"], step=Step),
        *_every(since=Literal["fetched"], step=Literal["published", "alerted", "delivered"]),
    ),
)
CONSUMER_LAG: Final = _gauge(
    "tocsin_consumer_lag_records",
    "Records not yet committed, by consumer group, topic and partition.",
    "group",
    "topic",
    "partition",
)
LAG_FAILURES: Final = _counter(
    "tocsin_lag_query_failures_total",
    "Times a consumer group's lag could not be asked for; the lag shown is then the last one known.",
    "group",
)
WATCHLISTS: Final = _gauge("tocsin_watchlists_loaded", "Watchlists in use.")
WATCHLIST_FAULTS: Final = _gauge(
    "tocsin_watchlist_faults",
    "Faults in watchlist files now, broken examples included; 0 is good. A faulty file keeps its last good version.",
)
WATCHLIST_INFO: Final = _gauge(
    "tocsin_watchlist_info",
    "Always 1; each watchlist in use and its version. The series of an older version goes away.",
    "watchlist",
    "version",
)
WATCHLIST_RELOADS: Final = _counter(
    "tocsin_watchlist_reloads_total",
    "Times the watchlists folder had changed and was read again, by what came of it: good, faulty (files at fault keep "
    "their last good version), failed (a fault of Tocsin's; everything stays).",
    "outcome",
    closed=_every(outcome=ReloadOutcome),
)
WATCHLISTS_GOOD: Final = _gauge(
    "tocsin_watchlists_good_timestamp_seconds",
    "When the folder was last read without any fault, in Unix time; 0: not since the start.",
)
WATCHLISTS_MAKING: Final = _gauge(
    "tocsin_watchlists_making_seconds",
    "How long the watchlists in use took to be read, proved and compiled.",
)
FEEDS: Final = _gauge("tocsin_feeds_configured", "Feeds this source polls.")
UNHEALTHY: Final = _gauge(
    "tocsin_unhealthy", "1 while the process calls itself unhealthy, by reason.", "reason"
)
RESTARTS: Final = _counter("tocsin_part_restarts_total", "Parts restarted by `tocsin run`.", "part")
BUILD: Final = _gauge("tocsin_build_info", "Always 1; the version in the label.", "version", "part")

METRICS: Final = (
    FETCHES,
    ARTICLES_FETCHED,
    ARTICLES_PUBLISHED,
    ARTICLES_JUDGED,
    ARTICLES_MATCHED,
    MATCHES,
    ALERTS,
    ALERTS_WITHHELD,
    DELIVERIES,
    DEAD_LETTERS,
    LATENCY,
    CONSUMER_LAG,
    LAG_FAILURES,
    WATCHLISTS,
    WATCHLIST_FAULTS,
    WATCHLIST_INFO,
    WATCHLIST_RELOADS,
    WATCHLISTS_GOOD,
    WATCHLISTS_MAKING,
    FEEDS,
    UNHEALTHY,
    RESTARTS,
    BUILD,
)
