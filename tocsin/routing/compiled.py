"""What the operator wrote, made into the rules that decide."""

from typing import Any, Final, get_args

from msgspec.structs import replace

from tocsin.config import routes as written
from tocsin.config.model import Config
from tocsin.config.routes import ROOT_NAME, Day, RouteFile
from tocsin.routing.condition import Condition
from tocsin.routing.naming import names_of
from tocsin.routing.policy import MIDNIGHT, Budget, Escalate, Policy, QuietHours
from tocsin.routing.rules import Inhibition, Route, Rules
from tocsin.story.model import StorySettings

_DAYS: Final = get_args(Day)


def rules_of(config: Config, routes: RouteFile | None = None) -> Rules:
    """The rules of a configuration; without ``routes``, one route to all receivers.

    No receiver that is not configured stands in them: a route all of whose receivers are gone tells those of the
    route above, the root all of them.
    """
    receivers = tuple(receiver.name for receiver in config.receivers)
    routes = routes or RouteFile()
    stories = config.stories
    return Rules(
        routes=_route(routes.route, Policy(route=ROOT_NAME, receivers=receivers), receivers),
        receivers=receivers,
        inhibit=tuple(
            Inhibition(by=condition_of(one.by), mute=condition_of(one.mute)) for one in routes.inhibit
        ),
        stories=StorySettings(
            quiet=stories.quiet,
            longest=stories.longest,
            most_reports=stories.most_reports,
            most_stories=stories.most_stories,
        ),
        late=stories.late,
        archive=stories.archive,
    )


def condition_of(conditions: written.RingingBeside) -> Condition:
    """What is asked."""
    return Condition(**conditions.model_dump())


def quiet_hours(hours: written.QuietHours) -> QuietHours:
    """The hours in minutes and weekdays."""
    days = frozenset(_DAYS.index(day) for day in hours.days or _DAYS)
    return QuietHours(begin=_minutes(hours.from_), end=_minutes(hours.to), zone=hours.zone, days=days)


def each(condition: Condition) -> list[Condition]:
    """A condition for each aspect that is asked about."""
    given = {
        name: value
        for name in Condition.__struct_fields__
        if (value := getattr(condition, name)) not in ((), None)
    }
    return [Condition(**{name: value}) for name, value in given.items()]


def _route(route: written.RootRoute, policy: Policy, receivers: tuple[str, ...]) -> Route:
    """``route``, whose policy has what it inherits, and its name."""
    policy = replace(policy, **_said(route, receivers))
    names = names_of(route.routes, policy.route)
    below = tuple(
        _route(child, replace(policy, route=name), receivers)
        for child, name in zip(route.routes, names, strict=True)
    )
    if not isinstance(route, written.Route):
        return Route(policy=policy, routes=below)
    return Route(
        policy=policy,
        match=condition_of(route.match),
        excludes=tuple(each(condition_of(route.not_))),
        goes_on=route.continue_,
        routes=below,
    )


def _said(route: written.RootRoute, receivers: tuple[str, ...]) -> dict[str, Any]:
    """What ``route`` says itself, in a policy's words."""
    said: dict[str, Any] = {
        key: value
        for key in ("group_wait", "group_interval", "update_on_copies")
        if (value := getattr(route, key)) is not None
    }
    if there := tuple(dict.fromkeys(name for name in route.receivers or () if name in receivers)):
        said["receivers"] = there
    if route.repeat_interval is not None:
        said["repeat_interval"] = route.repeat_interval or None
    if route.quiet_hours is not None:
        said["quiet"] = tuple(quiet_hours(hours) for hours in route.quiet_hours)
    if (budget := route.budget) is not None:
        said["budget"] = Budget(events=budget.events, per=budget.per) if budget.events else None
    if (escalate := route.escalate) is not None:
        to = tuple(dict.fromkeys(name for name in escalate.to if name in receivers))
        said["escalate"] = Escalate(after=escalate.after, to=to) if to else None
    return said


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return (int(hours) * 60 + int(minutes)) if clock != "24:00" else MIDNIGHT
