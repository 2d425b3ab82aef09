"""articles.unique -> watchlists -> matches, one per watchlist that fires; and what a revision withdraws"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import faust
import msgspec

from streams import guard
from streams.app import attach
from streams.ledger import Ledger
from streams.marks import Written
from streams.shared import Shared
from streams.sweep import Sweep
from tocsin import metrics
from tocsin.contract.events import Article, Match, Withdrawn
from tocsin.contract.topics import FIRED, MATCHES, UNIQUE
from tocsin.matching.beside import beside
from tocsin.matching.fired import Fired, compared, expired
from tocsin.matching.matcher import Matcher

_KIND = "fired"


class InUse:
    """The matcher in use, and the versions of its watchlists. Replaced as a whole, on the event loop."""

    def __init__(self, matcher: Matcher, versions: Mapping[str, str] | None = None) -> None:
        self.use(matcher, versions or {})

    def use(self, matcher: Matcher, versions: Mapping[str, str]) -> None:
        """Put ``matcher`` in use."""
        self.current, self.versions = matcher, versions


class _Memory:
    """Which watchlists articles fired, in a ledger of its own."""

    def __init__(self, shared: Shared, window: timedelta) -> None:
        app, changelog = shared.app, shared.connection.name(FIRED)
        self.ledger = Ledger(shared, {_KIND: FIRED})
        self._sweep = Sweep(
            app,
            lambda: ((key.encode(), value) for key, value in self.ledger.items(_KIND)),
            lambda value: expired(_read(value), datetime.now(UTC), window),
            lambda key, _: app.producer.key_partition(changelog, key).partition,
        )

    def before(self, article: Article) -> Fired | None:
        value = self.ledger.get(_KIND, article.id)
        return None if value is None else _read(value)

    async def keep(self, message: Any, article: Article, fired: Fired, turn: int) -> None:
        old = self._sweep.some(message, lambda key: self.ledger.get(_KIND, key.decode()))
        forgotten = [Written(_KIND, key.decode(), None) for key in old]
        value = msgspec.msgpack.encode(fired)
        await self.ledger.keep(message, (Written(_KIND, article.id, value), *forgotten), turn)


def register(shared: Shared, matcher: InUse, window: timedelta) -> None:
    """Attach the match agent; ``window`` is how long an article stays known, so that a revision of it is one.

    An article is matched with one matcher from start to end, whatever is put in use meanwhile.
    """
    memory = _Memory(shared, window)

    async def handle(article: Article, message: Any) -> None:
        memory.ledger.recovered()
        if memory.ledger.handled(message):
            return
        turn, now = memory.ledger.turn, datetime.now(UTC)
        found = beside(matcher.current.match(article, now))
        change = compared(article, found, memory.before(article), matcher.versions, now)
        await memory.ledger.ours(turn)
        for event in change.send:
            await _send(shared, event, now)
        if change.remember is not None:
            await memory.keep(message, article, change.remember, turn)
        _count(shared, change.send)

    async def match_terms(stream: faust.types.StreamT[bytes]) -> None:
        await guard.run(stream, shared, "match", {UNIQUE: (Article,)}, handle)

    attach(shared.app, shared.connection, (UNIQUE,), match_terms)


async def _send(shared: Shared, event: Match | Withdrawn, now: datetime) -> None:
    article = event.article
    version = f"{article.content}.{article.fetched.isoformat()}"  # a text may come back
    kind = "" if isinstance(event, Match) else ".withdrawn"
    await shared.sender.send(
        MATCHES,
        event.watchlist,
        event,
        event_id=f"{event.watchlist}.{article.id}.{version}{kind}",
        time=now,
    )


def _count(shared: Shared, events: tuple[Match | Withdrawn, ...]) -> None:
    for event in events:
        metric = metrics.MATCHES if isinstance(event, Match) else metrics.WITHDRAWALS
        shared.instruments.count(metric, watchlist=event.watchlist)
    verdict = "matched" if any(isinstance(event, Match) for event in events) else "unmatched"
    shared.instruments.count(metrics.ARTICLES_MATCHED, verdict=verdict)


def _read(value: bytes) -> Fired:
    """What is remembered; what nobody can read counts as nothing, long ago."""
    try:
        return msgspec.msgpack.decode(value, type=Fired)
    except msgspec.MsgspecError:
        return Fired((), datetime.min.replace(tzinfo=UTC))
