"""Down the route tree: which routes a report takes.

Method: Alertmanager's routing tree. Depth first; the first route of those side by side that matches wins, unless it
says ``continue``; a route none of whose children match is itself the answer.
"""

from typing import Literal, NamedTuple

from msgspec.structs import replace

from tocsin.routing.condition import holds
from tocsin.routing.facts import Facts
from tocsin.routing.policy import Policy
from tocsin.routing.rules import Route, Rules

Fate = Literal[
    "taken",  # the report ends here
    "entered",  # it matches, and a route below takes the report
    "passed_by",  # it does not match
    "not_asked",  # one before it took the report
]


class Step(NamedTuple):
    """A route on the way down, how far below the root it stands, and what became of it."""

    route: Route
    depth: int
    fate: Fate


def policies(rules: Rules, facts: Facts, named: tuple[str, ...] = ()) -> tuple[Policy, ...]:
    """The policies of the routes that ``facts`` take, never none, in the order of the file.

    ``named`` are the receivers its watchlist names: those of them that are configured, and no others, are told, by
    the first policy. Where none of them is configured any more, the routes decide.
    """
    taken = tuple(step.route.policy for step in way(rules.routes, facts) if step.fate == "taken")
    only = tuple(receiver for receiver in dict.fromkeys(named) if receiver in rules.receivers)
    return (replace(taken[0], receivers=only),) if only else taken


def way(route: Route, facts: Facts, depth: int = 0) -> list[Step]:
    """What becomes of ``route``, which takes ``facts``, and of every route below it, in the order of the file."""
    below: list[Step] = []
    over = False
    for child in route.routes:
        if over:
            below.append(Step(child, depth + 1, "not_asked"))
        elif takes(child, facts):
            below += way(child, facts, depth + 1)
            over = not child.goes_on
        else:
            below.append(Step(child, depth + 1, "passed_by"))
    deeper = any(step.fate == "taken" for step in below)
    return [Step(route, depth, "entered" if deeper else "taken"), *below]


def takes(route: Route, facts: Facts) -> bool:
    """Whether a report that comes to ``route`` takes it."""
    return holds(route.match, facts) and not any(holds(condition, facts) for condition in route.excludes)


def routes_in(route: Route) -> int:
    """How many routes the tree has, ``route`` included."""
    return 1 + sum(map(routes_in, route.routes))
