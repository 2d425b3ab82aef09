"""One event's turn: what time it is, what is decided, and what is sent for it."""

from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from tocsin.alerting.draft import Draft
from tocsin.alerting.ledger import Ledger
from tocsin.alerting.outcome import Counted, Outcome
from tocsin.alerting.records import Desk, Spent
from tocsin.alerting.shelf import Shelf
from tocsin.alerting.times import plus
from tocsin.alerting.ways import Ways
from tocsin.contract.events import Alert, Digest

MOST_SENT: Final = 100
MOST_FORGOTTEN: Final = 2_000
USED_FOR: Final = timedelta(days=365)
"""So long an alert's id is no other's once its story is over: pages of advice are revised after months."""


class Turn(Draft):
    """The records of one watchlist during one event. ``at`` is the time of what is being decided, ``now`` a stamp.

    ``placed`` is the report that came with it: its story, and its number there.
    """

    def __init__(self, watchlist: str, at: datetime, now: datetime, shelf: Shelf, ways: Ways, ledger: Ledger):
        super().__init__(watchlist, Desk(at), shelf, ways, ledger)
        self.at, self.now = at, now
        self.placed: tuple[str, int] | None = None
        self._sent: list[Alert | Digest] = []
        self._counted: list[Counted] = []

    @property
    def full(self) -> bool:
        """Whether so much was sent, or forgotten, that what else is due has to wait for another turn."""
        return len(self._sent) >= MOST_SENT or len(self._kept) >= MOST_FORGOTTEN

    def moves_to(self, at: datetime) -> None:
        """It is ``at`` from now on."""
        self.at = at
        if at > self.desk.last:
            self.desk = replace(self.desk, last=at)

    @property
    def named(self) -> tuple[str, ...]:
        """The receivers that the watchlist names."""
        return self.desk.watch.receivers if self.desk.watch else ()

    def end_story(self, name: str) -> None:
        """The story is over."""
        self.put_over(name, plus(self.at, USED_FOR))

    def spend(self, route: str) -> None:
        """One more event has gone out on a route that may have a budget."""
        policy = self.ways.called(route)
        if policy is not None and policy.budget is not None:
            spent = self.desk.budgets.get(route, Spent(self.at)).within(policy.budget.per, self.at)
            budgets = {**self.desk.budgets, route: Spent(spent.since, spent.events + 1)}
            self.desk = replace(self.desk, budgets=budgets)

    def say(self, event: Alert | Digest) -> None:
        """Send ``event``."""
        self._sent.append(event)
        if isinstance(event, Alert):
            self.count(Counted("alert", event.reason))
        else:
            self.count(Counted("digest", "gathered"))

    def count(self, counted: Counted) -> None:
        """For the metrics and the log."""
        self._counted.append(counted)

    def outcome(self) -> Outcome:
        """What is to be sent, kept and counted."""
        remember, grown = self.changes()
        return Outcome(send=tuple(self._sent), remember=remember, counted=tuple(self._counted), grown=grown)
