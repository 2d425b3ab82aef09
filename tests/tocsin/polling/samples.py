"""Feeds, documents and polls made up for the tests of this package."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import msgspec

from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.polling.decide import Decision, decide, wanted
from tocsin.polling.memory import key, unpack

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RENEW = timedelta(days=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = Feed(id="desk", url="https://desk.example/feed", title="Desk")


class Entry(msgspec.Struct, frozen=True):
    """An entry of a document: what the article made of it is called and says; ``look`` is what else it shows."""

    name: str
    content: str = "c1"
    look: str = ""
    good: bool = True

    @property
    def raw(self) -> bytes:
        """Its digest."""
        return blake2b(msgspec.msgpack.encode(self), digest_size=8).digest()


def article(name: str, content: str = "c1", published: datetime | None = None) -> Article:
    return Article(
        id=name,
        feed="desk",
        source="Desk",
        url=f"https://desk.example/{name}",
        title=name,
        body="",
        language="en",
        published=published,
        fetched=NOW,
        content=content,
    )


def poll(memory: bytes, document: Sequence[Entry], now: datetime = NOW, *, partial: bool = False) -> Decision:
    """Both beats, as the poller does them."""
    raws = [entry.raw for entry in document]
    articles = {
        place: article(document[place].name, document[place].content) if document[place].good else None
        for place in wanted(memory, raws, now, RENEW)
    }
    return decide(memory, raws, articles, now, RENEW, partial=partial)


def reasons(decision: Decision) -> list[tuple[str, str]]:
    return [(offer.article.id, offer.reason) for offer in decision.offers]


def sent(memory: bytes) -> Mapping[bytes, int]:
    """When each article in ``memory`` was last sent, by its key."""
    return {row.article: row.sent for row in unpack(memory)}


def remembers(memory: bytes, name: str) -> bool:
    return key(name) in sent(memory)
