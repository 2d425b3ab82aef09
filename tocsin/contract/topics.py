"""Every topic, declared once: what it holds, its key, and how long Kafka keeps it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import msgspec

from tocsin.contract.events import (
    Action,
    Alert,
    Article,
    DeadLetter,
    Digest,
    Event,
    FeedAlert,
    Match,
    Wake,
    Withdrawn,
)

MAX_RECORD_BYTES: Final = 4 * 1024 * 1024
# Every message writes to the memories, most of all marks that the next one replaces, and whoever takes a partition
# over reads what is not yet compacted.
_SEGMENT: Final = (32 * 1024 * 1024, timedelta(hours=1))


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic as declared: which events it ``holds``, ``key`` in words, ``retention`` of a record, ``None`` for ever.

    ``segment`` says in what pieces a partition is kept: Kafka never compacts the last, which is 1 GB by default.
    """

    name: str
    holds: tuple[type[Event], ...]
    key: str
    partitions: int
    retention: timedelta | None
    compacted: bool = False
    segment: tuple[int, timedelta] | None = None
    max_bytes: int = MAX_RECORD_BYTES


ARTICLES: Final = Topic(
    name="articles", holds=(Article,), key="article id", partitions=4, retention=timedelta(days=7)
)
# An article grows on its way: by what it revises, then by its match's evidence.
UNIQUE: Final = Topic(
    name="articles.unique",
    holds=(Article,),
    key="article id",
    partitions=4,
    retention=timedelta(days=30),
    max_bytes=MAX_RECORD_BYTES + 64 * 1024,
)
MATCHES: Final = Topic(
    name="matches",
    holds=(Match, Withdrawn),
    key="watchlist id",
    partitions=4,
    retention=timedelta(days=30),
    max_bytes=MAX_RECORD_BYTES * 3 // 2,
)
ALERTS: Final = Topic(
    name="alerts", holds=(Alert, Digest), key="alert id", partitions=4, retention=timedelta(days=90)
)
# As many partitions as MATCHES: the alert agent must hold both sides of one watchlist.
ACTIONS: Final = Topic(
    name="actions",
    holds=(Action,),
    key="watchlist id",
    partitions=MATCHES.partitions,
    retention=timedelta(days=90),
)
WAKES: Final = Topic(
    name="wakes",
    holds=(Wake,),
    key="watchlist id",
    partitions=MATCHES.partitions,
    retention=timedelta(days=1),
)
# A dead letter wraps another topic's record in base64: a third larger, and its headers.
DEADLETTERS: Final = Topic(
    name="deadletters",
    holds=(DeadLetter,),
    key="origin",
    partitions=1,
    retention=timedelta(days=30),
    max_bytes=3 * MAX_RECORD_BYTES,
)
FEED_ALERTS: Final = Topic(
    name="feeds.alerts", holds=(FeedAlert,), key="feed id", partitions=1, retention=timedelta(days=90)
)
# What sources know of their feeds. Its partitions are what source processes share the feeds by; one that gets a
# partition reads all of it first, so little of it may be left uncompacted.
FEED_STATE: Final = Topic(
    name="feeds.state",
    holds=(),
    key="feed id",
    partitions=8,
    retention=None,
    compacted=True,
    segment=(8 * 1024 * 1024, timedelta(hours=1)),
)
# The memories of the agents, written by Faust as changelogs of its tables.
SEEN: Final = Topic(
    name="memory.seen",
    holds=(),
    key="article id",
    partitions=ARTICLES.partitions,
    retention=None,
    compacted=True,
)
# Which watchlists an article fired, so that a revision that no longer does can be told.
FIRED: Final = Topic(
    name="memory.fired",
    holds=(),
    key="article id",
    partitions=UNIQUE.partitions,
    retention=None,
    compacted=True,
    segment=_SEGMENT,
)
FILED: Final = Topic(
    name="memory.filed",
    holds=(),
    key="watchlist id and article id",
    partitions=MATCHES.partitions,
    retention=None,
    compacted=True,
    segment=_SEGMENT,
)
STORIES: Final = Topic(
    name="memory.stories",
    holds=(),
    key="watchlist id and alert id",
    partitions=MATCHES.partitions,
    retention=None,
    compacted=True,
    segment=_SEGMENT,
)
DESKS: Final = Topic(
    name="memory.desks",
    holds=(),
    key="watchlist id",
    partitions=MATCHES.partitions,
    retention=None,
    compacted=True,
    segment=_SEGMENT,
)

TOPICS: Final = (
    ARTICLES,
    UNIQUE,
    MATCHES,
    ALERTS,
    ACTIONS,
    WAKES,
    DEADLETTERS,
    FEED_ALERTS,
    FEED_STATE,
    SEEN,
    FIRED,
    FILED,
    STORIES,
    DESKS,
)


def kafka_config(topic: Topic, *, retention_bytes: int | None = None) -> Mapping[str, str]:
    """The topic's settings in Kafka's own words. ``retention_bytes`` bounds each partition (embedded broker)."""
    config = {
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "max.message.bytes": str(topic.max_bytes),
    }
    if topic.segment is not None:
        size, age = topic.segment
        config |= {"segment.bytes": str(size), "segment.ms": str(int(age.total_seconds() * 1000))}
    if topic.retention is not None:
        config["retention.ms"] = str(int(topic.retention.total_seconds() * 1000))
    if retention_bytes is not None and not topic.compacted:
        config["retention.bytes"] = str(retention_bytes)
    return config
