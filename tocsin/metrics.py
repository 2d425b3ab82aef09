"""Every metric, declared once. A misspelt metric is a type error; the reference in docs is made from this list."""

from typing import Final, Literal

from tocsin.alerting.outcome import WithheldReason
from tocsin.contract.events import DeadReason, HeldReason, Relation, Stage, Verb
from tocsin.dedup.judge import Verdict
from tocsin.delivery.outcome import DeliveredReason, RejectReason, RetryReason
from tocsin.feeds.outcome import FeedListOutcome, IngestOutcome, PushOutcome, Reader, SubscribeOutcome
from tocsin.feeds.standing import FeedStanding
from tocsin.fulltext.outcome import FullTextOutcome
from tocsin.metric import Metric as Metric
from tocsin.metric import counter, every, gauge, histogram
from tocsin.polling.decide import SendReason
from tocsin.polling.outcome import FetchOutcome
from tocsin.polling.state import DueReason
from tocsin.polling.trouble import TroubleKind
from tocsin.watchlist.outcome import ReloadOutcome

Found = Literal["matched", "unmatched"]
Memory = Literal["seen", "fired", "filed", "story", "desk"]
Step = Literal["fetched", "published", "alerted", "delivered"]

SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)
SHORT: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)

FETCHES: Final = counter(
    "tocsin_fetches_total",
    "Feed fetches by outcome: changed, unchanged, or the reason they failed.",
    "feed",
    "outcome",
    closed=every(outcome=FetchOutcome),
)
ARTICLES_FETCHED: Final = counter("tocsin_articles_fetched_total", "Entries read from feeds.", "feed")
ARTICLES_PUBLISHED: Final = counter(
    "tocsin_articles_published_total",
    "Articles that Kafka acknowledged, by why they were sent.",
    "feed",
    "reason",
    closed=every(reason=SendReason),
)
ARTICLES_JUDGED: Final = counter(
    "tocsin_articles_judged_total",
    "Articles judged by the dedup agent: new, revised, duplicate.",
    "verdict",
    closed=every(verdict=Verdict),
)
ARTICLES_MATCHED: Final = counter(
    "tocsin_articles_matched_total",
    "Articles judged by the match agent: matched or unmatched.",
    "verdict",
    closed=every(verdict=Found),
)
MATCHES: Final = counter("tocsin_matches_total", "Matches, by watchlist.", "watchlist")
WITHDRAWALS: Final = counter(
    "tocsin_withdrawals_total",
    "Revised articles that no longer fire a watchlist which their version before had fired.",
    "watchlist",
)
PLACED: Final = counter(
    "tocsin_reports_placed_total",
    "Reports by what they are to the stories of their watchlist: new (opens one), repeat, "
    "revision (of one, or of what is over), copy, report.",
    "watchlist",
    "relation",
    closed=every(relation=Relation),
)
ALERTS: Final = counter(
    "tocsin_alerts_total",
    "Alert events sent, by watchlist, kind and reason.",
    "watchlist",
    "kind",
    "reason",
    closed=(
        *every(kind=Literal["initial"], reason=Literal["first_report"]),
        *every(
            kind=Literal["update"], reason=Literal["new_reports", "revised", "severity_raised", "reminder"]
        ),
        *every(kind=Literal["retraction"], reason=Literal["withdrawn"]),
        *every(kind=Literal["escalation"], reason=Literal["unacknowledged"]),
    ),
)
HELD: Final = counter(
    "tocsin_reports_held_total",
    "Reports that were held back, by why; each is told in an update or counted in a digest later.",
    "watchlist",
    "reason",
    closed=every(reason=HeldReason),
)
ALERTS_WITHHELD: Final = counter(
    "tocsin_alerts_withheld_total",
    "Events that nothing follows from, at once or later, by watchlist and reason.",
    "watchlist",
    "reason",
    closed=every(reason=WithheldReason),
)
DIGESTS: Final = counter("tocsin_digests_total", "Digests of held reports sent.", "watchlist")
DIGEST_REPORTS: Final = counter(
    "tocsin_digest_reports_total", "Held reports that digests counted.", "watchlist"
)
ACTIONS: Final = counter(
    "tocsin_actions_total",
    "What people did to alerts and watchlists, by verb.",
    "verb",
    closed=every(verb=Verb),
)
WAKES: Final = counter(
    "tocsin_wakes_total", "Times that something held back was due and a watchlist was woken for it."
)
DUE_LATENESS: Final = histogram(
    "tocsin_due_lateness_seconds",
    "How long after it was due something held back was looked at.",
    buckets=SHORT,
)
CLOCKS_BACK: Final = counter(
    "tocsin_clocks_back_total",
    "Events more than an hour older than the one before them: somebody's clock was set back.",
    "watchlist",
)
STORIES_OPEN: Final = gauge(
    "tocsin_stories_open", "Stories that this worker keeps open, over all watchlists."
)
REPORTS_FILED: Final = gauge(
    "tocsin_reports_filed", "Reports that this worker keeps to compare later ones with."
)
MEMORY_RECORDS: Final = gauge(
    "tocsin_memory_records",
    "Records in each memory of this worker; it counts them once a minute.",
    "memory",
    closed=every(memory=Memory),
)
MEMORY_BYTES: Final = gauge(
    "tocsin_memory_bytes",
    "Bytes of the keys and values in each memory of this worker.",
    "memory",
    closed=every(memory=Memory),
)
MEMORY_RECOVERY: Final = gauge(
    "tocsin_memory_recovery_seconds",
    "How long it took, the last time, until all that is to be remembered had been read from Kafka.",
)
DELIVERIES: Final = counter(
    "tocsin_deliveries_total",
    "Delivery attempts by receiver: delivered, repeat, retry_after, rejected; with the reason.",
    "receiver",
    "outcome",
    "reason",
    closed=(
        *every(outcome=Literal["delivered", "repeat"], reason=DeliveredReason),
        *every(outcome=Literal["retry_after"], reason=RetryReason),
        *every(outcome=Literal["rejected"], reason=RejectReason),
    ),
)
DEAD_LETTERS: Final = counter(
    "tocsin_dead_letters_total",
    "Dead letters, by stage and reason.",
    "stage",
    "reason",
    closed=every(stage=Stage, reason=DeadReason),
)
LATENCY: Final = histogram(
    "tocsin_latency_seconds",
    "Age of an article when it reached a step, since its outlet published it or since we fetched it; alerted and "
    "delivered: of first reports.",
    "since",
    "step",
    buckets=SECONDS,
    closed=(
        *every(since=Literal["published"], step=Step),
        *every(since=Literal["fetched"], step=Literal["published", "alerted", "delivered"]),
    ),
)
CONSUMER_LAG: Final = gauge(
    "tocsin_consumer_lag_records",
    "Records not yet committed, by consumer group, topic and partition.",
    "group",
    "topic",
    "partition",
)
LAG_FAILURES: Final = counter(
    "tocsin_lag_query_failures_total",
    "Times a consumer group's lag could not be asked for; the lag shown is then the last one known.",
    "group",
)
WATCHLISTS: Final = gauge("tocsin_watchlists_loaded", "Watchlists in use.")
WATCHLIST_FAULTS: Final = gauge(
    "tocsin_watchlist_faults",
    "Faults in watchlist files now, broken examples included; 0 is good. A faulty file keeps its last good version.",
)
WATCHLIST_INFO: Final = gauge(
    "tocsin_watchlist_info",
    "Always 1; each watchlist in use and its version. The series of an older version goes away.",
    "watchlist",
    "version",
)
WATCHLIST_RELOADS: Final = counter(
    "tocsin_watchlist_reloads_total",
    "Times the watchlists folder had changed and was read again, by what came of it: good, faulty (files at fault keep "
    "their last good version), failed (a fault of Tocsin's; everything stays).",
    "outcome",
    closed=every(outcome=ReloadOutcome),
)
WATCHLISTS_GOOD: Final = gauge(
    "tocsin_watchlists_good_timestamp_seconds",
    "When the folder was last read without any fault, in Unix time; 0: not since the start.",
)
WATCHLISTS_MAKING: Final = gauge(
    "tocsin_watchlists_making_seconds",
    "How long the watchlists in use took to be read, proved and compiled.",
)
ROUTE_RELOADS: Final = counter(
    "tocsin_route_reloads_total",
    "Times the file of routes had changed and was read again, by what came of it: good, faulty (the routes before "
    "stay), failed (a fault of Tocsin's; everything stays).",
    "outcome",
    closed=every(outcome=ReloadOutcome),
)
ROUTE_FAULTS: Final = gauge(
    "tocsin_route_faults",
    "Faults in the file of routes now; 0 is good. With any, the routes before stay in use.",
)
FEEDS: Final = gauge(
    "tocsin_feeds",
    "Feeds this source polls, by how they stand: new (never answered yet), well, damaged (not all of the document "
    "could be read), failing (the last poll failed), troubled (something has been wrong for longer).",
    "state",
    closed=every(state=FeedStanding),
)
FEED_PARTITIONS: Final = gauge(
    "tocsin_feed_partitions",
    "Partitions of the feeds that this source holds; all sources together hold each once.",
)
POLLS: Final = counter(
    "tocsin_polls_total",
    "Polls of feeds, by why they were due then.",
    "reason",
    closed=every(reason=DueReason),
)
POLLS_IN_FLIGHT: Final = gauge(
    "tocsin_polls_in_flight",
    "Polls whose document is being fetched or read, at most rss.concurrency; waiting for full texts comes after.",
)
POLLS_WAITING: Final = gauge(
    "tocsin_polls_waiting",
    "Polls and pages of articles that wait for their turn at their host, and polls that have it and wait for a place; "
    "where all places are taken, feeds that fall due meanwhile are not in it.",
)
LATENESS: Final = histogram(
    "tocsin_poll_lateness_seconds",
    "How long after it was due a poll began, without the time it waited for its turn at its host.",
    buckets=SHORT,
)
FETCH_SECONDS: Final = histogram(
    "tocsin_fetch_seconds", "How long a fetch took, redirects included, whatever came of it.", buckets=SHORT
)
FETCHED_BYTES: Final = counter("tocsin_fetched_bytes_total", "Bytes of documents, after decompression.")
DOCUMENTS: Final = counter(
    "tocsin_documents_read_total",
    "Documents read, by what read them; one that has not changed is not read again.",
    "reader",
    closed=every(reader=Reader),
)
READ_SECONDS: Final = histogram(
    "tocsin_read_seconds", "How long reading a document took, waiting for a thread included.", buckets=SHORT
)
FEED_NEWS: Final = gauge(
    "tocsin_feed_last_news_timestamp_seconds",
    "When a feed last brought something new, in Unix time; no series before it did.",
    "feed",
)
FEED_DUE: Final = gauge(
    "tocsin_feed_next_poll_timestamp_seconds", "When a feed is due next, in Unix time.", "feed"
)
FEED_ENTRIES: Final = gauge("tocsin_feed_entries", "Entries in a feed's last readable document.", "feed")
FEED_GAPS: Final = counter(
    "tocsin_feed_gaps_total",
    "Polls that shared no entry with the one before: entries may have come and gone in between.",
    "feed",
)
FEED_TROUBLES: Final = gauge(
    "tocsin_feed_troubles",
    "1 while something is wrong with a feed for longer than one poll; no series while nothing is.",
    "feed",
    "trouble",
    closed=every(trouble=TroubleKind),
)
FEEDS_IN_TROUBLE: Final = gauge(
    "tocsin_feeds_in_trouble",
    "Feeds this source polls that are in trouble, by trouble; a feed may be in several.",
    "trouble",
    closed=every(trouble=TroubleKind),
)
FEED_ALERTS_SENT: Final = counter(
    "tocsin_feed_alerts_total",
    "Feed alerts that Kafka acknowledged, by trouble: raised and cleared.",
    "kind",
    "trouble",
    closed=every(kind=Literal["raised", "cleared"], trouble=TroubleKind),
)
FEED_ALERTS_HELD_BACK: Final = counter(
    "tocsin_feed_alerts_held_back_total",
    "Feed alerts that were not sent because so many others were at the same time, by trouble: raised and cleared.",
    "kind",
    "trouble",
    closed=every(kind=Literal["raised", "cleared"], trouble=TroubleKind),
)
FEED_LIST_RELOADS: Final = counter(
    "tocsin_feed_list_reloads_total",
    "Times the feeds' files had changed and were read again, by what came of it: good, faulty (the last good list "
    "stays), failed (a fault of Tocsin's; everything stays).",
    "outcome",
    closed=every(outcome=FeedListOutcome),
)
FEED_LIST_FAULTS: Final = gauge(
    "tocsin_feed_list_faults",
    "Faults in the feeds' files now; 0 is good. With any, the last good list stays in use.",
)
FULL_TEXT: Final = counter(
    "tocsin_full_text_total",
    "Articles whose page was asked for, by what came of it; the body is the page's where it says extracted, both or "
    "reused, else the feed's.",
    "outcome",
    closed=every(outcome=FullTextOutcome),
)
FULL_TEXT_SECONDS: Final = histogram(
    "tocsin_full_text_seconds", "How long articles waited for their pages.", buckets=SHORT
)
WEBSUB_SUBSCRIPTIONS: Final = gauge("tocsin_websub_subscriptions", "Subscriptions at hubs that hold now.")
WEBSUB_REQUESTS: Final = counter(
    "tocsin_websub_requests_total",
    "Subscriptions and renewals, by what came of them.",
    "outcome",
    closed=every(outcome=SubscribeOutcome),
)
WEBSUB_PUSHES: Final = counter(
    "tocsin_websub_pushes_total",
    "Documents that hubs pushed, by what became of them.",
    "outcome",
    closed=every(outcome=PushOutcome),
)
INGESTS: Final = counter(
    "tocsin_ingest_requests_total",
    "Requests to push articles, by how they were answered.",
    "outcome",
    closed=every(outcome=IngestOutcome),
)
UNHEALTHY: Final = gauge(
    "tocsin_unhealthy", "1 while the process calls itself unhealthy, by reason.", "reason"
)
RESTARTS: Final = counter("tocsin_part_restarts_total", "Parts restarted by `tocsin run`.", "part")
BUILD: Final = gauge("tocsin_build_info", "Always 1; the version in the label.", "version", "part")

METRICS: Final = (
    FETCHES,
    ARTICLES_FETCHED,
    ARTICLES_PUBLISHED,
    ARTICLES_JUDGED,
    ARTICLES_MATCHED,
    MATCHES,
    WITHDRAWALS,
    PLACED,
    ALERTS,
    HELD,
    ALERTS_WITHHELD,
    DIGESTS,
    DIGEST_REPORTS,
    ACTIONS,
    WAKES,
    DUE_LATENESS,
    CLOCKS_BACK,
    STORIES_OPEN,
    REPORTS_FILED,
    MEMORY_RECORDS,
    MEMORY_BYTES,
    MEMORY_RECOVERY,
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
    ROUTE_RELOADS,
    ROUTE_FAULTS,
    FEEDS,
    FEED_PARTITIONS,
    POLLS,
    POLLS_IN_FLIGHT,
    POLLS_WAITING,
    LATENESS,
    FETCH_SECONDS,
    FETCHED_BYTES,
    DOCUMENTS,
    READ_SECONDS,
    FEED_NEWS,
    FEED_DUE,
    FEED_ENTRIES,
    FEED_GAPS,
    FEED_TROUBLES,
    FEEDS_IN_TROUBLE,
    FEED_ALERTS_SENT,
    FEED_ALERTS_HELD_BACK,
    FEED_LIST_RELOADS,
    FEED_LIST_FAULTS,
    FULL_TEXT,
    FULL_TEXT_SECONDS,
    WEBSUB_SUBSCRIPTIONS,
    WEBSUB_REQUESTS,
    WEBSUB_PUSHES,
    INGESTS,
    UNHEALTHY,
    RESTARTS,
    BUILD,
)
