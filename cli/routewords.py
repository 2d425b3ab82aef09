"""Routes in words: what they ask, whom they tell, and when."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, get_args

from tocsin.config.routes import Day
from tocsin.config.types import duration_text
from tocsin.config.words import listed
from tocsin.routing.condition import Answer, Condition, answers
from tocsin.routing.facts import Facts
from tocsin.routing.policy import EVERY_DAY, Policy, QuietHours
from tocsin.routing.rules import Route

_DAYS: Final = get_args(Day)
_NOBODY: Final = Facts(watchlist="")


def asks(route: Route) -> str:
    """What a report must be, and must not be, to take ``route``."""
    asked = [_wanted(answer) for answer in answers(route.match, _NOBODY)]
    kept_out = [_wanted(answer) for one in route.excludes for answer in answers(one, _NOBODY)]
    refused = [f"not {listed(kept_out)}"] if kept_out else []
    return ", ".join([*asked, *refused]) or "everything"


def why_not(route: Route, facts: Facts) -> str:
    """Why ``route`` does not take ``facts``."""
    lacking = [
        f"{answer.aspect} {listed(answer.found, 'and') if answer.found else 'not known'}, wants {listed(answer.wanted)}"
        for answer in answers(route.match, facts)
        if not answer.fits
    ]
    kept_out = [
        f"not for {_wanted(answer)}"
        for one in route.excludes
        for answer in answers(one, facts)
        if answer.fits
    ]
    return "; ".join([*lacking, *kept_out])


def keeps(policy: Policy) -> Iterator[str]:
    """When its receivers are told, what is not said left out."""
    yield f"group_wait {duration_text(policy.group_wait)}"
    yield f"group_interval {duration_text(policy.group_interval)}"
    yield f"repeat_interval {duration_text(policy.repeat_interval) if policy.repeat_interval else 'never'}"
    for hours in policy.quiet:
        yield f"quiet {_hours(hours)}"
    if policy.budget:
        yield f"budget {policy.budget.events} per {duration_text(policy.budget.per)}"
    if policy.escalate:
        yield f"escalates after {duration_text(policy.escalate.after)} to {', '.join(policy.escalate.to)}"
    if policy.update_on_copies:
        yield "told of copies"


def in_builtins(route: Route) -> dict[str, Any]:
    """``route`` and those below it for programs, in the words of the file, what is inherited included."""
    policy = route.policy
    return {
        "route": policy.route,
        "match": _given(route.match),
        "not": {name: value for one in route.excludes for name, value in _given(one).items()},
        "continue": route.goes_on,
        **policy_in_builtins(policy),
        "routes": [in_builtins(child) for child in route.routes],
    }


def policy_in_builtins(policy: Policy) -> dict[str, Any]:
    """What ``policy`` says, in the words of the file."""
    budget, escalate = policy.budget, policy.escalate
    return {
        "receivers": policy.receivers,
        "group_wait": duration_text(policy.group_wait),
        "group_interval": duration_text(policy.group_interval),
        "repeat_interval": _or_never(policy.repeat_interval),
        "quiet_hours": [
            {"days": _days(one), "from": _clock(one.begin), "to": _clock(one.end), "zone": one.zone}
            for one in policy.quiet
        ],
        "budget": {"events": budget.events, "per": duration_text(budget.per)} if budget else None,
        "escalate": {"after": duration_text(escalate.after), "to": escalate.to} if escalate else None,
        "update_on_copies": policy.update_on_copies,
    }


def _given(condition: Condition) -> dict[str, Any]:
    said = {name: getattr(condition, name) for name in Condition.__struct_fields__}
    return {name: value for name, value in said.items() if value not in ((), None)}


def _wanted(answer: Answer) -> str:
    return f"{answer.aspect} {listed(answer.wanted)}"


def _hours(hours: QuietHours) -> str:
    days = "" if hours.days == EVERY_DAY else f"{' '.join(_days(hours))} "
    return f"{days}{_clock(hours.begin)} to {_clock(hours.end)} {hours.zone}"


def _days(hours: QuietHours) -> list[str]:
    return [_DAYS[day] for day in sorted(hours.days)]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _or_never(length: timedelta | None) -> str:
    return duration_text(length) if length else "never"
