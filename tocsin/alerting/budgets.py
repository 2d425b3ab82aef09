"""How much more a route is to have in this time."""

from datetime import datetime
from typing import Final

from tocsin.alerting.records import Spent
from tocsin.alerting.times import plus
from tocsin.alerting.turn import Turn
from tocsin.routing.policy import Policy

UNLIMITED: Final = 1 << 62


def budget_left(turn: Turn, policy: Policy) -> int:
    """So many events."""
    if policy.budget is None:
        return UNLIMITED
    return max(0, policy.budget.events - _spent(turn, policy).events)


def budget_until(turn: Turn, policy: Policy) -> datetime | None:
    """When it is to have more; ``None`` where something is left."""
    if policy.budget is None or budget_left(turn, policy):
        return None
    return plus(_spent(turn, policy).since, policy.budget.per)


def _spent(turn: Turn, policy: Policy) -> Spent:
    spent = turn.desk.budgets.get(policy.route, Spent(turn.at))
    return spent if policy.budget is None else spent.within(policy.budget.per, turn.at)
