"""What a source sends, as Kafka records."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from connectors.sources.base import always
from tocsin.contract import codec
from tocsin.contract.events import Article, DeadLetter, Event, FeedAlert, Origin
from tocsin.contract.topics import ARTICLES, DEADLETTERS, FEED_ALERTS, Topic
from tocsin.feeds.address import shown

_SOURCE: Final = "/tocsin/source"
_DETAIL: Final = 1000  # characters


class Record(msgspec.Struct, frozen=True):
    """One event or one state, ready to be sent to a topic. Without a ``value`` it makes the topic forget its key.

    Once it is not ``held`` any more, it must not be sent: another process may have sent its own meanwhile.
    """

    topic: Topic
    event: Event | None
    key: bytes
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]
    held: Callable[[], bool] = always

    @property
    def size(self) -> int:
        """About as many bytes as its topic counts it for, uncompressed."""
        return codec.record_size(self.key, self.value or b"", self.headers)


Publish = Callable[[Sequence[Record]], Awaitable[tuple[Record, ...]]]
"""Brings records to Kafka; returns those that are too large for their topic."""


def article_record(article: Article) -> Record:
    """The record of ``article``; all its revisions have one key and go to one partition."""
    return _record(ARTICLES, article, article.id, f"{article.id}.{article.content}", article.fetched)


def dead_letter_record(letter: DeadLetter) -> Record:
    """The record of ``letter``."""
    return _record(DEADLETTERS, letter, letter.id, letter.id, letter.at)


def feed_alert_record(alert: FeedAlert) -> Record:
    """The record of ``alert``; all of one feed go to one partition."""
    return _record(FEED_ALERTS, alert, alert.feed, alert.event_id, alert.at)


def too_large(record: Record, article: Article, at: datetime) -> DeadLetter:
    """The dead letter of an article whose topic does not take its record.

    Keeps all bytes as long as the dead letters take them; else as many as an ordinary record has, and says so.
    """
    value = kept = record.value or b""
    if len(kept) * 4 // 3 + 64 * 1024 > DEADLETTERS.max_bytes:
        kept = kept[: ARTICLES.max_bytes]
    cut = "" if len(kept) == len(value) else f"; only its first {len(kept)} bytes are kept here"
    return DeadLetter(
        stage="source",
        reason="too_large",
        detail=f"feed {article.feed}: {shown(article.url) or article.id} makes a record of {record.size} bytes{cut}",
        origin=Origin(topic=f"feed:{article.feed}", partition=-1, offset=-1),
        key=record.key,
        payload=kept,
        headers=tuple(record.headers),
        at=at,
    )


def shortened(letter: DeadLetter, size: int) -> DeadLetter:
    """``letter`` with at most ``size`` bytes of its payload, and a detail of bearable length that says so."""
    kept = letter.payload[:size]
    cut = "" if kept == letter.payload else f"; only its first {len(kept)} bytes are kept here"
    return replace(letter, payload=kept, detail=f"{letter.detail[:_DETAIL]}{cut}")


def _record(topic: Topic, event: Event, key: str, event_id: str, time: datetime) -> Record:
    headers = codec.headers(event, event_id, time, source=_SOURCE)
    return Record(topic, event, key.encode(), codec.encode(event), headers)
