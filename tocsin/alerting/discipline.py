"""matches, actions and wakes -> what is sent, held, counted and remembered. See `Alerting`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tocsin.alerting.arriving import take_match
from tocsin.alerting.bounding import bound
from tocsin.alerting.firing import fire, fire_only, is_backlog
from tocsin.alerting.handling import take_action
from tocsin.alerting.ledger import Ledger
from tocsin.alerting.outcome import Outcome, Sizes
from tocsin.alerting.placing import Reading, concerned
from tocsin.alerting.shelves import MakeBook, Shelves
from tocsin.alerting.timekeeping import NEVER
from tocsin.alerting.turn import Turn
from tocsin.alerting.ways import Ways
from tocsin.alerting.withdrawing import take_withdrawn
from tocsin.contract.events import Action, Match, Wake, Withdrawn
from tocsin.routing.rules import Rules
from tocsin.story.book import Book
from tocsin.story.revision import change_between
from tocsin.story.sketch import sketch_of

READING: Final = Reading(sketch_of, change_between)


class Alerting:
    """The discipline of all watchlists of one worker. Decides by the times in the events, never by a clock.

    ``take`` changes nothing: send what it says, keep what it says in ``ledger``, then call ``remembered``. What is
    derived from the ledger is read when it is first needed.
    """

    def __init__(
        self, rules: Rules, ledger: Ledger, *, reading: Reading = READING, make_book: MakeBook = Book
    ) -> None:
        self._ledger, self._reading, self._make_book = ledger, reading, make_book
        self._ways = Ways(rules)
        self._derived: Shelves | None = None

    @property
    def rules(self) -> Rules:
        """What is configured; may be replaced at any time."""
        return self._ways.rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        if rules != self._ways.rules:
            self._ways = Ways(rules)
            self.forget_derived()

    def take(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Outcome:
        """What follows from ``event``, and from what was due by then. ``now`` only stamps what is sent.

        Where much was due, a report goes first; then a portion of it is done, and `due` says that more is left.
        """
        at = NEVER if isinstance(event, Action) else time_of(event)
        turn = Turn(event.watchlist, at, now, self._shelves.of(event.watchlist), self._ways, self._ledger)
        until = max(at, turn.desk.last)
        if isinstance(event, Match | Withdrawn) and is_backlog(turn, until):
            fire_only(turn, concerned(turn, event, self._reading), until)
            self._handle(turn, event, until)
            fire(turn, turn.at)
        else:
            fire(turn, until)
            self._handle(turn, event, until)
        bound(turn)
        return turn.outcome()

    def _handle(self, turn: Turn, event: Match | Withdrawn | Action | Wake, at: datetime) -> None:
        turn.at = at
        if isinstance(event, Match):
            take_match(turn, event, self._reading)
        elif isinstance(event, Withdrawn):
            take_withdrawn(turn, event, self._reading)
        elif isinstance(event, Action):
            take_action(turn, event)

    def remembered(self, outcome: Outcome) -> None:
        """The ledger holds all that ``outcome`` says."""
        if self._derived is not None:
            self._derived.follow(outcome.remember, outcome.grown)

    def due(self) -> Mapping[str, datetime]:
        """When each watchlist needs a `Wake`, at the latest; those that wait for nothing are left out."""
        firsts = ((watchlist, shelf.dues.first()) for watchlist, shelf in self._shelves.items())
        return {watchlist: first[0] for watchlist, first in firsts if first is not None}

    def forget_derived(self) -> None:
        """The ledger was changed by others (partitions came or went): read it anew when it is next needed."""
        self._derived = None

    def sizes(self) -> Sizes:
        """What the ledger holds."""
        return self._shelves.sizes()

    @property
    def _shelves(self) -> Shelves:
        if self._derived is None:
            self._derived = Shelves(self._ledger, self._ways, self._make_book)
        return self._derived


def time_of(event: Match | Withdrawn | Action | Wake) -> datetime:
    """When it happened, as it says itself, to the second: times are most of what a record of a story would hold.

    Only a wake is as exact as what it is for.
    """
    if isinstance(event, Wake):
        return event.at
    if isinstance(event, Match):
        return event.matched.replace(microsecond=0)
    return (event.withdrawn if isinstance(event, Withdrawn) else event.at).replace(microsecond=0)
