"""matches, actions and wakes -> what is sent, held, counted and remembered. See `Alerting`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar

from tocsin.alerting.arriving import take_match
from tocsin.alerting.bounding import bound
from tocsin.alerting.firing import fire, fire_only, is_backlog
from tocsin.alerting.handling import take_action
from tocsin.alerting.ledger import Ledger
from tocsin.alerting.outcome import Outcome, Sizes
from tocsin.alerting.placing import Reading, concerned
from tocsin.alerting.shelves import MakeBook, Shelves
from tocsin.alerting.times import NEVER, time_of
from tocsin.alerting.turn import Turn
from tocsin.alerting.ways import Ways
from tocsin.alerting.withdrawing import take_withdrawn
from tocsin.contract.events import Action, Match, Wake, Withdrawn
from tocsin.routing.rules import Rules
from tocsin.story.book import Book
from tocsin.story.revision import change_between, is_another
from tocsin.story.sketch import sketch_of

Done = TypeVar("Done")
SKETCHES: Final = 16
"""Those of the last articles are kept: one that fires several watchlists comes once for each."""
READING: Final = Reading(lru_cache(SKETCHES)(sketch_of), change_between, is_another)


class Alerting:
    """The discipline of all watchlists of one worker. Decides by the times in the events, never by a clock.

    ``take`` changes nothing: send what it says, keep what it says in ``ledger``, then call ``remembered``. What is
    derived from the ledger is read when it is first needed: in one piece, unless ``ready_for`` or ``ready_to_wake``
    were called until they said so, each time for a portion of it.
    """

    def __init__(
        self, rules: Rules, ledger: Ledger, *, reading: Reading = READING, make_book: MakeBook = Book
    ) -> None:
        self._ledger, self._reading, self._make_book = ledger, reading, make_book
        self._ways = Ways(rules)
        self._derived: Shelves | None = None
        self._taken_by: Shelves | None = None

    @property
    def rules(self) -> Rules:
        """What is configured; may be replaced at any time."""
        return self._ways.rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        before = self._ways.rules
        if rules == before:
            return
        self._ways = Ways(rules)
        if rules.stories != before.stories:
            self.forget_derived()
        elif self._derived is not None:
            self._derived.use(self._ways)

    def take(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Outcome:
        """What follows from ``event``, and from what was due by then. ``now`` only stamps what is sent.

        Where much was due, a report goes first; then a portion of it is done, and `due` says that more is left.
        """
        at = NEVER if isinstance(event, Action) else time_of(event)
        while not self.ready_for(event.watchlist):
            pass
        self._taken_by = self._shelves
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
        if self._derived is not self._taken_by:  # begun to be read since: with some of it, perhaps
            self.forget_derived()
        elif self._derived is not None:
            self._whole(lambda shelves: shelves.follow(outcome.remember, outcome.grown))

    def ready_for(self, watchlist: str) -> bool:
        """Read a portion of what `take` needs for an event of ``watchlist``; whether nothing of it was left."""
        return self._whole(lambda shelves: shelves.filed(watchlist))

    def ready_to_wake(self) -> bool:
        """Read a portion of what `due` and `sizes` need; whether nothing of it was left."""
        return self._whole(Shelves.timed)

    def due(self) -> Mapping[str, datetime]:
        """When each watchlist needs a `Wake`, at the latest; those that wait for nothing are left out."""
        while not self.ready_to_wake():
            pass
        return self._shelves.due()

    def due_of(self, watchlist: str) -> datetime | None:
        """When this one does; it costs no look at others."""
        while not self.ready_for(watchlist):
            pass
        return self._shelves.due().get(watchlist)

    def forget_derived(self) -> None:
        """The ledger was changed by others (partitions came or went): read it anew when it is next needed."""
        self._derived = self._taken_by = None

    def sizes(self) -> Sizes:
        """What the ledger holds."""
        while not self._whole(Shelves.listed):
            pass
        return self._shelves.sizes()

    @property
    def _shelves(self) -> Shelves:
        if self._derived is None:
            self._derived = Shelves(self._ledger, self._ways, self._make_book)
        return self._derived

    def _whole(self, work: Callable[[Shelves], Done]) -> Done:
        """What ``work`` says; where it raises, nothing half done is left."""
        shelves, self._derived = self._shelves, None
        done = work(shelves)
        self._derived = shelves
        return done
