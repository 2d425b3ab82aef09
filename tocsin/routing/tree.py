"""Down the route tree: which routes a report takes.

Method: Alertmanager's routing tree. Depth first; the first route of those side by side that matches wins, unless it
says ``continue``; a route none of whose children match is itself the answer.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from tocsin.routing.condition import holds
from tocsin.routing.facts import Facts
from tocsin.routing.policy import Policy
from tocsin.routing.rules import Route, Rules


def policies(rules: Rules, facts: Facts, named: tuple[str, ...] = ()) -> tuple[Policy, ...]:
    """The policies of the routes that ``facts`` take, never none, in the order of the file.

    ``named`` are the receivers its watchlist names: those of them that are configured, and no others, are told, by
    the first policy. Where none of them is configured any more, the routes decide.
    """
    taken = tuple(route.policy for route in _taken(rules.routes, facts))
    only = tuple(receiver for receiver in dict.fromkeys(named) if receiver in rules.receivers)
    return (replace(taken[0], receivers=only),) if only else taken


def takes(route: Route, facts: Facts) -> bool:
    """Whether a report that comes to ``route`` takes it."""
    return holds(route.match, facts) and not any(holds(condition, facts) for condition in route.excludes)


def _taken(route: Route, facts: Facts) -> Iterator[Route]:
    deeper = False
    for child in route.routes:
        if takes(child, facts):
            deeper = True
            yield from _taken(child, facts)
            if not child.goes_on:
                break
    if not deeper:
        yield route
