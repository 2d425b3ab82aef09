"""The pure core as a straight line, with dictionaries where the worker has durable memories."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from benchmarks.contestants import RULES
from runtime.lexicon import open_lexicon
from tests.shipped import shipped
from tocsin.alerting.discipline import Alerting
from tocsin.config.model import Config
from tocsin.contract import codec
from tocsin.contract.events import Alert, Article, Digest, Event, Match, Withdrawn
from tocsin.contract.topics import ALERTS, MATCHES, UNIQUE, Topic
from tocsin.dedup.judge import Seen, judge
from tocsin.matching.beside import beside
from tocsin.matching.fired import Fired, compared
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.simulation.ledger import MemoryLedger

E = TypeVar("E", bound=Event)


class Record(msgspec.Struct, frozen=True):
    """What a stage sends, ready for Kafka: the same bytes and headers as the worker's."""

    topic: Topic
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


class Core:
    """Decode, judge, match, decide, encode. ``line`` does all at once; the others are the worker's three stages."""

    def __init__(self) -> None:
        watchlists = shipped()
        self._matcher = WatchlistMatcher(watchlists, open_lexicon(), many=True)
        self._versions = {one.watchlist.id: one.version for one in watchlists}
        self._window = Config().dedup.window
        self._seen: dict[str, Seen] = {}
        self._fired: dict[str, Fired] = {}
        self._ledger = MemoryLedger()
        self._alerting = Alerting(RULES, self._ledger)

    def line(self, payload: bytes) -> Iterator[Record]:
        """Every record that follows from one article."""
        for unique in self._judge(_decoded(payload, Article)):
            yield _to_unique(unique)
            for match in self._match(unique):
                yield _to_matches(match)
                yield from map(_to_alerts, self._alert(match))

    def deduplicate(self, payload: bytes) -> Iterator[Record]:
        """The worker's first stage."""
        yield from map(_to_unique, self._judge(_decoded(payload, Article)))

    def match(self, payload: bytes) -> Iterator[Record]:
        """The worker's second stage."""
        yield from map(_to_matches, self._match(_decoded(payload, Article)))

    def alert(self, payload: bytes) -> Iterator[Record]:
        """The worker's third stage."""
        yield from map(_to_alerts, self._alert(_match_or_withdrawn(payload)))

    def _judge(self, article: Article) -> Iterator[Article]:
        judgement = judge(article, self._seen.get(article.id), self._window)
        if judgement.remember is not None:
            self._seen[article.id] = judgement.remember
        if judgement.send is not None:
            yield judgement.send

    def _match(self, article: Article) -> tuple[Match | Withdrawn, ...]:
        now = datetime.now(UTC)
        found = beside(self._matcher.match(article, now))
        change = compared(article, found, self._fired.get(article.id), self._versions, now)
        if change.remember is not None:
            self._fired[article.id] = change.remember
        return change.send

    def _alert(self, event: Match | Withdrawn) -> Iterator[Alert | Digest]:
        outcome = self._alerting.take(event, datetime.now(UTC))
        yield from outcome.send
        self._ledger.keep(outcome.remember)
        self._alerting.remembered(outcome)


def _decoded(payload: bytes, kind: type[E]) -> E:
    event = codec.decode(payload, kind)
    assert isinstance(event, kind), event
    return event


def _match_or_withdrawn(payload: bytes) -> Match | Withdrawn:
    event = codec.decode_one_of(payload, (Match, Withdrawn))
    assert isinstance(event, Match | Withdrawn), event
    return event


def _to_unique(article: Article) -> Record:
    return _record(UNIQUE, article.id, article, _version(article), article.fetched)


def _to_matches(event: Match | Withdrawn) -> Record:
    name = f"{event.watchlist}.{_version(event.article)}"
    if isinstance(event, Match):
        return _record(MATCHES, event.watchlist, event, name, event.matched)
    return _record(MATCHES, event.watchlist, event, f"{name}.withdrawn", event.withdrawn)


def _to_alerts(event: Alert | Digest) -> Record:
    at = event.at if isinstance(event, Digest) else event.clocks.alerted
    return _record(ALERTS, event.id, event, event.event_id, at)


def _version(article: Article) -> str:
    return f"{article.id}.{article.content}.{article.fetched.isoformat()}"


def _record(topic: Topic, key: str, event: Event, event_id: str, time: datetime) -> Record:
    headers = codec.headers(event, event_id, time, source="/tocsin/worker")
    return Record(topic, key.encode(), codec.encode(event), headers)
