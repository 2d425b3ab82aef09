"""matches, actions and wakes -> what is sent, held, counted and remembered. See `Alerting`."""

from collections.abc import Mapping
from datetime import datetime

from tocsin.alerting.ledger import Ledger
from tocsin.alerting.outcome import Outcome, Sizes
from tocsin.contract.events import Action, Match, Wake, Withdrawn
from tocsin.routing.rules import Rules


class Alerting:
    """The discipline of all watchlists of one worker. Decides by the times in the events, never by a clock.

    ``take`` changes nothing: send what it says, keep what it says in ``ledger``, then call ``remembered``.
    """

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        self.rules = rules
        self._ledger = ledger

    def take(self, event: Match | Withdrawn | Action | Wake, now: datetime) -> Outcome:
        """What follows from ``event``, and from what was due by then. ``now`` only stamps what is sent."""
        raise NotImplementedError

    def remembered(self, outcome: Outcome) -> None:
        """The ledger holds all that ``outcome`` says."""
        raise NotImplementedError

    def due(self) -> Mapping[str, datetime]:
        """When each watchlist needs a `Wake`, at the latest; those that wait for nothing are left out."""
        raise NotImplementedError

    def forget_derived(self) -> None:
        """The ledger was changed by others (partitions came or went): read it anew when it is next needed."""
        raise NotImplementedError

    def sizes(self) -> Sizes:
        """What the ledger holds."""
        raise NotImplementedError
