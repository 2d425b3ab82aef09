"""The pure core from start to end, called once and in one order: what the whole pipeline must come to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from tests.making import NOON
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.ledger import RecordKind
from tocsin.alerting.outcome import Outcome
from tocsin.contract.events import Action, Alert, Article, Digest, Match, Wake, Withdrawn
from tocsin.dedup.judge import Seen, judge
from tocsin.matching.beside import beside
from tocsin.matching.matcher import Matcher
from tocsin.routing.rules import Rules

Taken = Match | Withdrawn | Action | Wake
Sent = Alert | Digest


class Records:
    """A ledger in memory."""

    def __init__(self) -> None:
        self._held: dict[tuple[RecordKind, str], bytes] = {}

    def get(self, kind: RecordKind, key: str) -> bytes | None:
        return self._held.get((kind, key))

    def items(self, kind: RecordKind) -> Iterator[tuple[str, bytes]]:
        yield from [(key, value) for (of, key), value in self._held.items() if of == kind]

    def keep(self, outcome: Outcome) -> None:
        for write in outcome.remember:
            self._held.pop((write.kind, write.key), None)
            if write.value is not None:
                self._held[write.kind, write.key] = write.value


def told(rules: Rules, events: Iterable[Taken], now: datetime = NOON) -> list[Sent]:
    """What is sent when these events are handled in this order."""
    records = Records()
    core = Alerting(rules, records)
    found: list[Sent] = []
    for event in events:
        outcome = core.take(event, now)
        records.keep(outcome)
        core.remembered(outcome)
        found += outcome.send
    return found


def matches_of(
    articles: Iterable[Article], matcher: Matcher, now: Callable[[Article], datetime]
) -> Sequence[Match]:
    """The matches of articles that come in this order, through deduplication."""
    seen, found = dict[str, Seen](), list[Match]()
    for article in articles:
        judgement = judge(article, seen.get(article.id), timedelta(days=14))
        seen[article.id] = judgement.remember or seen[article.id]
        if judgement.send is not None:
            found += beside(matcher.match(judgement.send, now(article)))
    return found
