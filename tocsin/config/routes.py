"""``routes.yaml``: what the operator writes about who is told what, and when."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from tocsin.config.feeds import Kind, Trust
from tocsin.config.types import DURATION, Country, LanguageTag, Line, Name, Section, Words, parse_duration
from tocsin.config.zones import TimeZone
from tocsin.contract.events import Severity, Status

ROOT_NAME: Final = "default"
"""What the root is called where a route is named."""
NEVER: Final = timedelta(0)
SHORTEST: Final = timedelta(seconds=1)
_CLOCK: Final = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _never(value: object) -> object:
    if isinstance(value, str) and value.strip() == "never":
        return NEVER
    found = parse_duration(value)
    if found == NEVER:
        raise ValueError("never is a word")
    return found


def _long_enough(value: timedelta) -> timedelta:
    if NEVER < value < SHORTEST:
        raise ValueError("too short")
    return value


RouteName = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$"),
    Words("1 to 64 of the characters a-z, 0-9, - and _, the first a letter"),
]
Interval = Annotated[
    timedelta,
    Field(ge=SHORTEST),
    BeforeValidator(parse_duration),
    Words("a duration of 1s or more, written 30s, 5m, 2h, 14d or as plain seconds"),
]
IntervalOrNever = Annotated[
    timedelta,
    AfterValidator(_long_enough),
    BeforeValidator(_never),
    WithJsonSchema({"type": ["string", "number"], "pattern": rf"^\s*({DURATION}|never)\s*$"}),
    Words("a duration of 1s or more, written 30s, 5m, 2h, 14d or as plain seconds, or the word never"),
]
Clock = Annotated[
    str, Field(pattern=_CLOCK), Words("a time of day from 00:00 to 24:00, in two digits each: 07:30")
]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]


class RingingBeside(Section):
    """What may be asked of a report: all that is given must hold, each by any one of its values."""

    watchlists: tuple[Name, ...] = ()
    """Ids of watchlists."""
    severity: Severity | None = None
    """This or higher."""
    statuses: tuple[Status, ...] = ()
    """`actual`, unless the watchlist is an exercise or a test."""
    feeds: tuple[Line, ...] = ()
    """Ids of feeds, or names of outlets as alerts show them."""
    languages: tuple[LanguageTag, ...] = ()
    """What it is written in; `fa` is `fa-AF` too."""
    countries: tuple[Country, ...] = ()
    """Where the outlet is at home."""
    kinds: tuple[Kind, ...] = ()
    """What sort of outlet it is."""
    trust: Trust | None = None
    """How far the desk trusts the feed: this or higher."""
    tags: tuple[Name, ...] = ()
    """Tags of its feed."""


class Conditions(RingingBeside):
    """What may be asked of a report: all that is given must hold, each by any one of its values."""

    terms: tuple[Name, ...] = ()
    """Ids of watch-terms found in it."""


class QuietHours(Section):
    """A time in which only `critical` reports, and first reports of stories, are told."""

    model_config = ConfigDict(populate_by_name=True)

    days: tuple[Day, ...] = ()
    """The days on which it begins; none means every day."""
    from_: Annotated[Clock, Field(alias="from")]
    """When it begins, by the clocks of `zone`."""
    to: Clock
    """When it ends: the next day, unless that is later than `from`."""
    zone: TimeZone
    """Whose clocks count, summer time included."""


class Budget(Section):
    """How much a route may tell of one watchlist; `{}`: no budget, where the route above has one."""

    events: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """So many alerts, first reports not counted."""
    per: Interval = timedelta(hours=1)
    """In so long; what is more is held, then told in a digest."""


class Escalate(Section):
    """Whom else to tell when nobody acknowledges; `{}`: nobody, where the route above has somebody."""

    after: Interval = timedelta(minutes=15)
    """How long after the first report."""
    to: tuple[Name, ...] = ()
    """Names of receivers."""


class RootRoute(Section):
    """The root: every report comes here, and what no route below takes stays here."""

    receivers: Names | None = None
    """Who is told; none means all receivers in tocsin.yaml, or those of the route above."""
    group_wait: Interval | None = None
    """How long the second report of a story waits for a third; `30s` if nothing is said."""
    group_interval: Interval | None = None
    """How long after one update of a story the next may come; `5m` if nothing is said."""
    repeat_interval: IntervalOrNever | None = None
    """How often a story that nobody has acknowledged is told again; never, if nothing is said."""
    quiet_hours: tuple[QuietHours, ...] | None = None
    """When it sleeps; `[]`: never, where the route above does."""
    budget: Budget | None = None
    escalate: Escalate | None = None
    update_on_copies: bool | None = None
    """Whether a copy of a known text is told by itself, not only counted; `false` if nothing is said."""
    routes: tuple["Route", ...] = ()
    """Asked in their order; the first that matches takes the report."""


class Route(RootRoute):
    """A route below another. What it does not say is as the route above says."""

    model_config = ConfigDict(populate_by_name=True)

    name: RouteName | None = None
    """What alerts and logs call it; none means a name made of what it asks and whom it tells, such as `desk#1f3c9a`."""
    match: Conditions = Conditions()
    """Which reports it takes; none means all."""
    not_: Annotated[Conditions, Field(alias="not")] = Conditions()
    """Which of those it does not take: any one value is enough."""
    continue_: Annotated[bool, Field(alias="continue")] = False
    """Whether the routes after it are asked as well."""


class Inhibit(Section):
    """One watchlist speaks for another that the same article fires."""

    by: RingingBeside
    """The watchlist that rings."""
    mute: Conditions
    """The reports that are held meanwhile; first reports never are."""


class RouteFile(Section):
    """All of ``routes.yaml``."""

    route: RootRoute = RootRoute()
    inhibit: tuple[Inhibit, ...] = ()
    """Which watchlists are held while others ring for the same article."""
