"""matches, actions and wakes -> stories and discipline -> alerts and digests"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import faust

from streams import guard
from streams.alert_counts import count_outcome, count_taken
from streams.app import attach
from streams.ledger import Ledger, TakenAwayError
from streams.marks import Written
from streams.sender import Encoded
from streams.shared import Shared
from tocsin.alerting.discipline import Alerting
from tocsin.alerting.outcome import Outcome
from tocsin.contract.events import Action, Alert, Digest, Match, Wake, Withdrawn
from tocsin.contract.topics import ACTIONS, ALERTS, DESKS, FILED, MATCHES, STORIES, WAKES, Topic
from tocsin.routing.rules import Rules

Taken = Match | Withdrawn | Action | Wake

_KINDS: Final[Mapping[Topic, tuple[type[Taken], ...]]] = {
    MATCHES: (Match, Withdrawn),
    ACTIONS: (Action,),
    WAKES: (Wake,),
}
_RECORDS: Final = {"filed": FILED, "story": STORIES, "desk": DESKS}


class Discipline:
    """The pure core and its ledger, which are in step whenever no message is in hand."""

    def __init__(self, shared: Shared, rules: Rules) -> None:
        self._sender = shared.sender
        self.ledger = Ledger(shared, _RECORDS, ALERTS)
        self.core = Alerting(rules, self.ledger)
        self.behind = set[str]()
        """Watchlists of which a wake did a portion of what was due, and left some."""
        self.fell_behind = asyncio.Event()
        self.portions = 0
        """How many were read of what events needed."""
        shared.in_hand.then(self._given_up)

    def in_step(self) -> Alerting:
        """The core, which forgot what a rebalance has changed."""
        if self.ledger.recovered():
            self.core.forget_derived()
        return self.core

    async def ready_for(self, watchlist: str) -> Alerting:
        """The core, once it has read what an event of ``watchlist`` needs; others work between the portions of that.

        Raises:
            TakenAwayError: there was a rebalance meanwhile.
        """
        turn = self.ledger.turn
        while not self.in_step().ready_for(watchlist):
            self.portions += 1
            await asyncio.sleep(0)
            if turn != self.ledger.turn:
                raise TakenAwayError
        return self.core

    async def ready_to_wake(self) -> Alerting | None:
        """The core, once it knows when everything is due; ``None`` while a rebalance goes on."""
        while self.ledger.ready:
            if self.in_step().ready_to_wake():
                return self.core
            await asyncio.sleep(0)
        return None

    async def keep(self, message: Any, event: Taken, outcome: Outcome, turn: int, now: datetime) -> None:
        """Remember what follows from ``event``, then send it."""
        if outcome.remember or outcome.send:
            writes = [Written(one.kind, one.key, one.value) for one in outcome.remember]
            await self.ledger.keep(message, writes, turn, [self._encoded(one, now) for one in outcome.send])
        self.core.remembered(outcome)
        if isinstance(event, Wake) and outcome.remember:
            self._look_behind(event)
        await self.ledger.sent(message.partition)

    def _look_behind(self, wake: Wake) -> None:
        due = self.core.due_of(wake.watchlist) if self.core.ready_for(wake.watchlist) else None
        if due is not None and due <= wake.at:
            self.behind.add(wake.watchlist)
            self.fell_behind.set()

    async def _given_up(self) -> None:
        self.core.forget_derived()

    def _encoded(self, sent: Alert | Digest, now: datetime) -> Encoded:
        return self._sender.encoded(ALERTS, sent.id, sent, event_id=sent.event_id, time=now)


def register(shared: Shared, rules: Rules) -> Discipline:
    """Attach the alert agent, and return what it decides with.

    Whatever concerns a watchlist comes in one order: its matches, actions and wakes have one key, and the partitions of
    one number of the three topics, and of the three memories, are one worker's.
    """
    discipline = Discipline(shared, rules)

    async def handle(event: Taken, message: Any) -> None:
        discipline.in_step()
        if discipline.ledger.handled(message):
            await discipline.ledger.sent(message.partition)
            return
        turn = discipline.ledger.turn
        core = await discipline.ready_for(event.watchlist)
        now = datetime.now(UTC)
        count_taken(shared.instruments, event, core.due_of(event.watchlist), now)
        outcome = core.take(event, now)
        await discipline.keep(message, event, outcome, turn, now)
        count_outcome(shared.instruments, event.watchlist, outcome)

    async def alert(stream: faust.types.StreamT[bytes]) -> None:
        await guard.run(stream, shared, "alert", _KINDS, handle)

    attach(shared.app, shared.connection, _KINDS, alert)
    return discipline
