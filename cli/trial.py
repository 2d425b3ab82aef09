"""Reports that might come, and what the routes would do with them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from cli.routewords import policy_in_builtins, why_not
from tocsin.contract.codec import InvalidEvent, decode_one_of
from tocsin.contract.events import Alert, Match
from tocsin.routing.facts import Facts, facts_of
from tocsin.routing.forecast import Forecast, forecast
from tocsin.routing.inhibition import inhibited_by
from tocsin.routing.rules import Inhibition, Rules
from tocsin.routing.tree import Step, policies, way


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A report, the routes it met, and who is told of it."""

    facts: Facts
    at: datetime
    steps: Sequence[Step]
    told: tuple[Forecast, ...]
    inhibited: Inhibition | None = None

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "report": msgspec.to_builtins(self.facts),
            "at": self.at,
            "told": [_told(one) for one in self.told],
            "inhibited": msgspec.to_builtins(self.inhibited),
            "routes": [
                {
                    "route": step.route.policy.route,
                    "depth": step.depth,
                    "fate": step.fate,
                    "why": why_not(step.route, self.facts) if step.fate == "passed_by" else "",
                }
                for step in self.steps
            ],
        }


def tried(rules: Rules, facts: Facts, named: tuple[str, ...], at: datetime) -> Trial:
    """What becomes of a report that comes ``at``; ``named`` are the receivers of its watchlist."""
    told = tuple(forecast(policy, facts.severity, at) for policy in policies(rules, facts, named))
    return Trial(facts=facts, at=at, steps=way(rules.routes, facts), told=told)


def tried_line(rules: Rules, line: bytes, at: datetime | None) -> Trial | InvalidEvent:
    """The same of a match or an alert in JSON, which came when it says, unless ``at`` does."""
    event = decode_one_of(line, (Match, Alert))
    if isinstance(event, Match):
        trial = tried(rules, facts_of(event), event.receivers, at or event.matched)
        return msgspec.structs.replace(trial, inhibited=inhibited_by(rules, event))
    if isinstance(event, Alert):
        return tried(rules, _facts_of_alert(event), (), at or event.clocks.alerted)
    return InvalidEvent("it is of another kind") if not isinstance(event, InvalidEvent) else event


def _facts_of_alert(alert: Alert) -> Facts:
    # An alert does not carry what is known of its feed.
    return Facts(
        watchlist=alert.watchlist,
        severity=alert.severity,
        status=alert.status,
        feed=alert.report.feed,
        source=alert.report.source,
        language=alert.report.language,
        terms=tuple(dict.fromkeys(evidence.term for evidence in alert.evidence)),
    )


def _told(one: Forecast) -> dict[str, Any]:
    return {
        "route": one.policy.route,
        **policy_in_builtins(one.policy),
        "first_report": one.at.astimezone(UTC),
        "later_report": one.later.astimezone(UTC),
        "held": one.held,
        "escalated": one.escalated and one.escalated.astimezone(UTC),
    }
