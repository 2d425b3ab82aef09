"""The pure core, called once: what must come of the articles, and of what the workers handled in their order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from tests.core import Taken
from tocsin.alerting.discipline import Alerting
from tocsin.contract.events import Alert, Article, Digest, Match, Withdrawn
from tocsin.dedup.judge import Seen, judge
from tocsin.matching.beside import beside
from tocsin.matching.fired import Fired, compared
from tocsin.matching.matcher import Matcher
from tocsin.routing.rules import Rules
from tocsin.simulation.ledger import MemoryLedger
from tocsin.simulation.placed import Placed, placed
from tocsin.simulation.replay import Handled


class Fires(NamedTuple):
    """That an article, as it was fetched then, fires a watchlist, or no longer does."""

    watchlist: str
    article: str
    fetched: datetime
    withdrawn: bool


class Replayed(msgspec.Struct, frozen=True):
    """What is sent, where each report was put, why nothing followed from others, and when something is due next."""

    sent: Sequence[Alert | Digest]
    placed: Sequence[Placed]
    counted: Mapping[str, int]
    due: datetime | None


def replayed(rules: Rules, events: Iterable[Taken], now: datetime) -> Replayed:
    """All of ``events`` in this order."""
    ledger = MemoryLedger()
    core = Alerting(rules, ledger)
    sent: list[Alert | Digest] = []
    puts: list[Placed] = []
    counted: Counter[str] = Counter()
    for event in events:
        outcome = core.take(event, now)
        ledger.keep(outcome.remember)
        core.remembered(outcome)
        sent += outcome.send
        if (put := placed(Handled(event, outcome))) is not None and put.relation != "repeat":
            puts.append(put)
        counted.update({str(one.reason): one.times for one in outcome.counted if one.what == "withheld"})
    return Replayed(sent, puts, counted, min(core.due().values(), default=None))


def fires(event: Match | Withdrawn) -> Fires:
    """What a record of `matches` says."""
    article = event.article
    return Fires(event.watchlist, article.id, article.fetched, isinstance(event, Withdrawn))


def expected(
    articles: Iterable[Article], matcher: Matcher, versions: Mapping[str, str], window: timedelta
) -> set[Fires]:
    """What must come into `matches`, whatever the order of articles that have nothing to do with each other."""
    seen, fired, found = dict[str, Seen](), dict[str, Fired](), set[Fires]()
    for article in articles:
        judgement = judge(article, seen.get(article.id), window)
        if judgement.remember is not None:
            seen[article.id] = judgement.remember
        if (new := judgement.send) is None:
            continue
        hits = beside(matcher.match(new, new.fetched))
        change = compared(new, hits, fired.get(new.id), versions, new.fetched)
        if change.remember is not None:
            fired[new.id] = change.remember
        found |= {fires(event) for event in change.send}
    return found
