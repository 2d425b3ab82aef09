"""Does another watchlist that rings for the same article speak for this one too?"""

from msgspec.structs import replace

from tocsin.contract.events import Beside, Match
from tocsin.routing.condition import Condition, holds
from tocsin.routing.facts import Facts, facts_of
from tocsin.routing.rules import Inhibition, Rules


def inhibited_by(rules: Rules, match: Match) -> Inhibition | None:
    """The first inhibition that holds the report of ``match``, ``None`` where none does.

    Two watchlists that would mute each other by the same inhibition both ring, and an exercise or a test never mutes
    what is actual.
    """
    own = facts_of(match)
    others = [
        _facts_beside(own, beside) for beside in match.beside if beside.status in ("actual", match.status)
    ]
    for inhibition in rules.inhibit:
        if any(_mutes(inhibition, own, other) for other in others):
            return inhibition
    return None


def _mutes(inhibition: Inhibition, own: Facts, other: Facts) -> bool:
    if not holds(inhibition.mute, own) or not holds(inhibition.by, other):
        return False
    return not (holds(inhibition.by, own) and holds(_without_terms(inhibition.mute), other))


def _facts_beside(own: Facts, beside: Beside) -> Facts:
    """The same article under the other watchlist; which of its terms were found is not known."""
    return replace(own, watchlist=beside.watchlist, severity=beside.severity, status=beside.status, terms=())


def _without_terms(condition: Condition) -> Condition:
    return replace(condition, terms=())
