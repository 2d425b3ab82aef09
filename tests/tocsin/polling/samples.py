"""Feeds, documents and polls made up for the tests of this package."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.polling.asking import new_state
from tocsin.polling.decide import Decision, decide, wanted
from tocsin.polling.follow import Plan, follow
from tocsin.polling.memory import key, unpack
from tocsin.polling.observation import Found, Observation
from tocsin.polling.outcome import FetchOutcome
from tocsin.polling.state import Validators
from tocsin.polling.trouble import Change

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
    published: datetime | None = None
    zoned: bool = True

    @property
    def raw(self) -> bytes:
        """Its digest."""
        return blake2b(msgspec.msgpack.encode(self), digest_size=8).digest()


def article(
    name: str, content: str = "c1", published: datetime | None = None, *, zoned: bool = True
) -> Article:
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
        notes=() if zoned else ("no_zone",),
    )


def poll(
    memory: bytes, entries: Sequence[Entry], now: datetime = NOW, *, partial: bool = False, cut: bool = False
) -> Decision:
    """Both beats, as the poller does them."""
    raws = [entry.raw for entry in entries]
    articles = {
        place: article(entry.name, entry.content, entry.published, zoned=entry.zoned) if entry.good else None
        for place in wanted(memory, raws, now, RENEW)
        for entry in [entries[place]]
    }
    return decide(memory, raws, articles, now, RENEW, partial=partial, cut=cut)


def reasons(decision: Decision) -> list[tuple[str, str]]:
    return [(offer.article.id, offer.reason) for offer in decision.offers]


def sent(memory: bytes) -> Mapping[bytes, int]:
    """When each article in ``memory`` was last sent, by its key."""
    return {row.article: row.sent for row in unpack(memory)}


def remembers(memory: bytes, name: str) -> bool:
    return key(name) in sent(memory)


ETAG = Validators(etag="v1")


def failure(outcome: FetchOutcome = "timeout", detail: str = "no answer", **values: Any) -> Observation:
    return Observation(came="nothing", outcome=outcome, detail=detail, asked=FEED.url, **values)


def unreadable(outcome: FetchOutcome) -> Observation:
    return Observation(came="unreadable", outcome=outcome, detail="no feed", asked=FEED.url)


def not_modified() -> Observation:
    return Observation(came="not_modified", outcome="unchanged", asked=FEED.url)


def document(decision: Decision, entries: int, *, partial: bool = False, **values: Any) -> Observation:
    found = Found(decision, entries, b"digest", partial)
    values.setdefault("validators", ETAG)
    return Observation(came="document", outcome="changed", asked=FEED.url, found=found, **values)


class Watch:
    """Polls a made-up feed and keeps what is known of it; ``told`` are all changes, oldest first."""

    def __init__(self, feed: Feed = FEED) -> None:
        self.feed = feed
        self.now = NOW
        self.state = new_state(feed)
        self.told: list[Change] = []
        self.sent: list[str] = []

    def see(self, seen: Observation, after: timedelta = 5 * MINUTE) -> list[str]:
        """One poll, ``after`` the last; what it told, as ``+kind`` and ``-kind``."""
        self.now += after
        step = follow(self.state, seen, Plan(self.feed, RENEW), self.now)
        self.state = step.state
        self.told += step.changes
        return [f"{'+' if change.raised else '-'}{change.trouble.kind}" for change in step.changes]

    def read(self, entries: Sequence[Entry], after: timedelta = 5 * MINUTE, **values: Any) -> list[str]:
        """A poll that brings a document."""
        partial = bool(values.get("partial"))
        decision = poll(self.state.memory, entries, self.now + after, partial=partial)
        self.sent += [offer.article.id for offer in decision.offers if offer.reason != "renewal"]
        return self.see(document(decision, len(entries), **values), after)

    def kinds(self) -> list[str]:
        """The troubles it is in."""
        return [trouble.kind for trouble in self.state.troubles]
