"""Every metric, declared once. A misspelt metric is a type error; the reference in docs is made from this list.

Names: ``tocsin_<what>_<unit>[_total]``. Labels are bounded: configured names or closed lists, never text.
"""

from typing import Final, Literal

import msgspec

Kind = Literal["counter", "gauge", "histogram"]

SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """What a metric is called, what it says, and how it is told apart."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


def _counter(name: str, text: str, *labels: str) -> Metric:
    return Metric(name=name, kind="counter", help=text, labels=labels)


def _gauge(name: str, text: str, *labels: str) -> Metric:
    return Metric(name=name, kind="gauge", help=text, labels=labels)


FETCHES: Final = _counter(
    "tocsin_fetches_total",
    "Feed fetches by outcome: changed, unchanged, or the reason they failed.",
    "feed",
    "outcome",
)
ARTICLES_FETCHED: Final = _counter("tocsin_articles_fetched_total", "Entries read from feeds.", "feed")
ARTICLES_PUBLISHED: Final = _counter(
    "tocsin_articles_published_total",
    "Articles that Kafka acknowledged, by why they were sent.",
    "feed",
    "reason",
)
ARTICLES_JUDGED: Final = _counter(
    "tocsin_articles_judged_total", "Articles judged by the dedup agent: new, revised, duplicate.", "verdict"
)
ARTICLES_MATCHED: Final = _counter(
    "tocsin_articles_matched_total", "Articles judged by the match agent: matched or unmatched.", "verdict"
)
MATCHES: Final = _counter("tocsin_matches_total", "Matches, by watchlist.", "watchlist")
ALERTS: Final = _counter(
    "tocsin_alerts_total", "Alert events sent, by watchlist and reason.", "watchlist", "reason"
)
ALERTS_WITHHELD: Final = _counter(
    "tocsin_alerts_withheld_total",
    "Matches that made no new alert, by watchlist and reason.",
    "watchlist",
    "reason",
)
DELIVERIES: Final = _counter(
    "tocsin_deliveries_total",
    "Delivery attempts by receiver: delivered, repeat, retry_after, rejected; with the reason.",
    "receiver",
    "outcome",
    "reason",
)
DEAD_LETTERS: Final = _counter(
    "tocsin_dead_letters_total", "Dead letters, by stage and reason.", "stage", "reason"
)
LATENCY: Final = Metric(
    name="tocsin_latency_seconds",
    kind="histogram",
    help="Age of an article when it reached a step, since its outlet published it or since we fetched it.",
    labels=("since", "step"),
    buckets=SECONDS,
)
CONSUMER_LAG: Final = _gauge(
    "tocsin_consumer_lag_records",
    "Records not yet committed, by consumer group, topic and partition.",
    "group",
    "topic",
    "partition",
)
WATCHLISTS: Final = _gauge("tocsin_watchlists_loaded", "Watchlists in use.")
WATCHLIST_FAULTS: Final = _gauge(
    "tocsin_watchlist_faults", "Faults in watchlist files at the last load; 0 is good."
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
    WATCHLISTS,
    WATCHLIST_FAULTS,
    FEEDS,
    UNHEALTHY,
    RESTARTS,
    BUILD,
)
