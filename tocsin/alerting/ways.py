"""The routes of now, by name: a story remembers only what they are called."""

from collections.abc import Iterator

from msgspec.structs import replace

from tocsin.contract.events import Identifier
from tocsin.routing.facts import Facts
from tocsin.routing.policy import Policy
from tocsin.routing.rules import Route, Rules
from tocsin.routing.tree import policies


class Ways:
    """What `Rules` say of each route, and of each report."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._policies = {policy.route: policy for policy in _all(rules.routes)}

    def of(self, facts: Facts, named: tuple[Identifier, ...]) -> tuple[Policy, ...]:
        """The policies for a report, one for each route, never none; ``named`` are its watchlist's own receivers."""
        found = {policy.route: self._configured(policy) for policy in policies(self.rules, facts, named)}
        return tuple(found.values())

    def called(self, route: str) -> Policy | None:
        """The policy of a route as it is now, whoever it names; ``None`` where there is no such route any more."""
        return self._policies.get(route)

    def told(self, route: str, named: tuple[Identifier, ...]) -> Policy | None:
        """The same, with the receivers that are told."""
        policy = self._policies.get(route)
        if policy is None:
            return None
        only = tuple(name for name in dict.fromkeys(named) if name in self.rules.receivers)
        return self._configured(replace(policy, receivers=only) if only else policy)

    def _configured(self, policy: Policy) -> Policy:
        """Nobody is named who is not configured; where that leaves nobody, everybody is told."""
        known = tuple(name for name in policy.receivers if name in self.rules.receivers)
        return replace(policy, receivers=known or self.rules.receivers)


def configured(names: tuple[Identifier, ...], rules: Rules) -> tuple[Identifier, ...]:
    """Those of ``names`` that are configured, each once."""
    return tuple(name for name in dict.fromkeys(names) if name in rules.receivers)


def _all(route: Route) -> Iterator[Policy]:
    yield route.policy
    for child in route.routes:
        yield from _all(child)
