"""Routes that no report can ever take."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from tocsin.config.document import Path, dotted
from tocsin.config.routes import Conditions, Route, RouteFile
from tocsin.config.validate import Fault
from tocsin.routing.compiled import condition_of, each
from tocsin.routing.condition import Condition
from tocsin.routing.facts import SEVERITIES, TRUSTS

Aspect = Literal["watchlists", "statuses", "languages", "countries", "kinds", "feeds", "tags", "terms"]
# Of these a report has one value; of feeds (id and name), tags and terms it may have several.
_ONE: Final[tuple[Aspect, ...]] = ("watchlists", "statuses", "languages", "countries", "kinds")
_SEVERAL: Final[tuple[Aspect, ...]] = ("feeds", "tags", "terms")
_ORDERED: Final = (("severity", SEVERITIES), ("trust", TRUSTS))


def idle_routes(file: RouteFile) -> Iterator[Fault]:
    """A warning for each route that can never be taken: what it asks can't be, or an earlier one takes it all."""
    yield from _below(file.route.routes, ("route",), ())


def _below(routes: Sequence[Route], above: Path, asked: tuple[Condition, ...]) -> Iterator[Fault]:
    for index, route in enumerate(routes):
        path: Path = (*above, "routes", index)
        here = (*asked, condition_of(route.match))
        why = _impossible(here, route.not_) or _taken(here, route, routes[:index], above)
        if why:
            yield Fault(
                (*path, "match") if route.match.model_fields_set else path, f"no report comes here: {why}"
            )
        else:
            yield from _below(route.routes, path, here)


def _impossible(asked: tuple[Condition, ...], excluded: Conditions) -> str | None:
    for aspect in _ONE:
        wanted = [_values(condition, aspect) for condition in asked if _values(condition, aspect)]
        if wanted and not frozenset.intersection(*wanted) and aspect != "languages":
            return f"its {aspect} are none of those that the route above takes"
    for one in each(condition_of(excluded)):
        if implies(asked, one):
            return "'not' names all that it takes"
    return None


def _taken(asked: tuple[Condition, ...], route: Route, earlier: Sequence[Route], above: Path) -> str | None:
    for index, other in enumerate(earlier):
        if other.continue_ or other.not_ not in (Conditions(), route.not_):
            continue
        if implies(asked, condition_of(other.match)):
            name = other.name or dotted((*above, "routes", index))
            return f"{name} takes all of it; put this one before it, or let that one 'continue'"
    return None


def implies(asked: tuple[Condition, ...], other: Condition) -> bool:
    """Whether a report for which all of ``asked`` holds can't but be one for which ``other`` holds."""
    for aspect in (*_ONE, *_SEVERAL):
        wanted = _values(other, aspect)
        if wanted and not any(_within(_values(condition, aspect), wanted, aspect) for condition in asked):
            return False
    for name, order in _ORDERED:
        least = order.get(getattr(other, name) or "", 0)
        if least > max((order.get(getattr(condition, name) or "", 0) for condition in asked), default=0):
            return False
    return True


def _within(held: frozenset[str], wanted: frozenset[str], aspect: Aspect) -> bool:
    if aspect == "languages":
        held = frozenset(tag if tag in wanted else tag.split("-")[0] for tag in held)
    return bool(held) and held <= wanted


def _values(condition: Condition, aspect: Aspect) -> frozenset[str]:
    return frozenset(value.casefold() for value in getattr(condition, aspect))
