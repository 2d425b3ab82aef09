"""The route tree, and the way of a report through it, for a person to read."""

from collections.abc import Iterator
from datetime import datetime

from cli.paint import Painted, Piece
from cli.routewords import asks, keeps, why_not
from cli.trial import Trial
from tocsin.delivery.foreign import isolated
from tocsin.routing.condition import answers
from tocsin.routing.facts import Facts
from tocsin.routing.forecast import Forecast
from tocsin.routing.rules import Inhibition, Route, Rules
from tocsin.routing.tree import Step

_INDENT = "  "


def tree(rules: Rules) -> Iterator[Painted]:
    """Every route under the one it is below, with what it inherits; then the inhibitions."""
    yield from _route(rules.routes, 0)
    for one in rules.inhibit:
        yield [Piece("inhibit ", "label"), Piece(_inhibition(one))]


def way(trial: Trial, *, line: int | None = None) -> Iterator[Painted]:
    """What becomes of a report: every route it was asked by, then who is told, and when."""
    yield [Piece(f"{f'{line}: ' if line else ''}{_report(trial)}", "heading")]
    for step in trial.steps:
        yield _step(step, trial.facts)
    if trial.inhibited is not None:
        yield [
            Piece("held: ", "no"),
            Piece(f"inhibited, {_inhibition(trial.inhibited)}; a first report is not"),
        ]
    for one in trial.told:
        yield from _told(one)


def _route(route: Route, depth: int) -> Iterator[Painted]:
    indent = _INDENT * depth
    goes_on = "; continue" if route.goes_on else ""
    yield [
        Piece(f"{indent}{route.policy.route}", "watchlist"),
        Piece(f": {isolated(asks(route))}{goes_on}"),
        Piece(" -> ", "label"),
        Piece(", ".join(route.policy.receivers) or "nobody"),
    ]
    yield [Piece(f"{indent}    {'; '.join(keeps(route.policy))}", "label")]
    for child in route.routes:
        yield from _route(child, depth + 1)


def _inhibition(one: Inhibition) -> str:
    by, mute = (
        ", ".join(
            f"{answer.aspect} {' or '.join(answer.wanted)}"
            for answer in answers(condition, Facts(watchlist=""))
        )
        for condition in (one.by, one.mute)
    )
    return isolated(f"by {by}: mute {mute}")


def _report(trial: Trial) -> str:
    facts = trial.facts
    known = (
        facts.watchlist,
        facts.severity,
        "" if facts.status == "actual" else facts.status,
        facts.feed and f"feed {facts.feed}",
        facts.language,
        facts.country,
        facts.kind,
        facts.trust and f"trust {facts.trust}",
        " ".join(facts.tags),
        facts.terms and f"terms {' '.join(facts.terms)}",
        _moment(trial.at),
    )
    return isolated(", ".join(str(part) for part in known if part))


def _step(step: Step, facts: Facts) -> Painted:
    name = Piece(f"{_INDENT * (step.depth + 1)}{step.route.policy.route}: ")
    if step.fate == "taken":
        return [name, Piece("taken", "yes")]
    if step.fate == "passed_by":
        return [name, Piece("no", "no"), Piece(f": {isolated(why_not(step.route, facts))}")]
    return [name, Piece("a route below takes it" if step.fate == "entered" else "not asked", "label")]


def _told(one: Forecast) -> Iterator[Painted]:
    yield [
        Piece("-> ", "label"),
        Piece(", ".join(one.policy.receivers) or "nobody", "watchlist"),
        Piece(f" by {one.policy.route}"),
    ]
    yield [Piece("   a first report at once"), Piece(f" ({_moment(one.at)})", "label")]
    when = "held until" if one.held == "quiet_hours" else "at"
    yield [Piece(f"   a later report {when} {_moment(one.later)}"), Piece(f" ({one.held})", "label")]
    if one.escalated and one.policy.escalate:
        to = ", ".join(one.policy.escalate.to)
        yield [Piece(f"   unless acknowledged, to {to} too at {_moment(one.escalated)}")]


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
