"""matches -> does it ring? -> alerts"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import faust
import msgspec

from runtime.kafka import Connection
from runtime.metrics import Instruments
from streams import guard
from streams.app import attach
from streams.memory import Memory
from streams.sender import Sender
from tocsin import metrics
from tocsin.alerting.decide import Withheld, alert_id, decide
from tocsin.contract.events import Alert, Match
from tocsin.contract.topics import ALERTED, ALERTS, MATCHES

KEPT: Final = timedelta(days=90)


class Alerted(msgspec.Struct, frozen=True):
    """That an alert was sent, for which watchlist, and when."""

    watchlist: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]


def register(
    app: faust.App,
    connection: Connection,
    sender: Sender,
    instruments: Instruments,
    receivers: tuple[str, ...],
) -> None:
    """Attach the alert agent to ``app``; ``receivers`` are all that are configured."""
    alerted = Memory(
        app,
        connection,
        ALERTED,
        Alerted,
        expired=lambda record, now: now - record.at > KEPT,
        home=lambda _, record: record.watchlist,
    )

    async def handle(match: Match) -> None:
        now = datetime.now(UTC)
        key = alert_id(match.watchlist, match.article.id)
        decision = decide(match, alerted.get(key) is not None, receivers, now)
        if isinstance(decision, Withheld):
            instruments.count(metrics.ALERTS_WITHHELD, watchlist=match.watchlist, reason=decision.reason)
            return
        await sender.send(ALERTS, decision.id, decision, event_id=decision.event_id, time=now)
        alerted.put(key, Alerted(match.watchlist, now))
        _count(instruments, decision)

    async def alert(stream: faust.types.StreamT[bytes]) -> None:
        await guard.run(stream, app, sender, "alert", Match, handle)

    attach(app, connection, MATCHES, alert)


def _count(instruments: Instruments, alert: Alert) -> None:
    instruments.count(metrics.ALERTS, watchlist=alert.watchlist, reason=alert.reason)
    clocks = alert.clocks
    instruments.observe(
        metrics.LATENCY, (clocks.alerted - clocks.fetched).total_seconds(), since="fetched", step="alerted"
    )
    if clocks.published is not None:
        age = (clocks.alerted - clocks.published).total_seconds()
        instruments.observe(metrics.LATENCY, age, since="published", step="alerted")
