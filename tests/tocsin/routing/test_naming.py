"""What routes without a name are called: what is held is remembered by it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.alerting.world import HOUR, MINUTE, World, alerts, report, the_alert
from tests.tocsin.routing.test_compiled import config, policies_in
from tocsin.config.routes import Route, RouteFile
from tocsin.contract.events import Alert
from tocsin.routing.compiled import rules_of
from tocsin.routing.naming import names_of
from tocsin.routing.rules import Rules

SYRIA = {"match": {"countries": ["sy"]}, "receivers": ["log"]}
UKRAINE = {"match": {"countries": ["ua"]}, "receivers": ["phone"]}
REST = {"continue": True, "routes": [SYRIA]}


def ruled(*routes: dict[str, Any]) -> Rules:
    written = RouteFile.model_validate({"route": {"receivers": ["desk"], "routes": routes}})
    return rules_of(config(), written)


def named(*routes: dict[str, Any], above: str = "default") -> list[str]:
    return names_of([Route.model_validate(route) for route in routes], above)


def test_what_is_held_for_some_goes_to_no_others_when_a_route_is_put_above_theirs() -> None:
    world = World(ruled(SYRIA))
    world.take(report("a1", country="sy"), report("a2", at=NOON + MINUTE, country="sy"))
    world.core.rules = ruled(UKRAINE, SYRIA)
    update = the_alert(world.until(NOON + HOUR))
    assert (update.receivers, update.references) == (("log",), (f"{update.id}.1",))


def test_what_is_held_goes_on_by_the_routes_of_now_when_a_route_tells_others() -> None:
    world = World(ruled(SYRIA))
    world.take(report("a1", country="sy"), report("a2", at=NOON + MINUTE, country="sy"))
    world.core.rules = ruled({**SYRIA, "receivers": ["phone"]})
    sent = world.until(NOON + HOUR)
    assert [one.receivers for one in sent if isinstance(one, Alert)] == [("phone",)]
    assert alerts(sent) == [("update", "new_reports", 2, 1)]


@given(st.permutations([SYRIA, UKRAINE, REST, {"name": "night"}, {"not": {"severity": "high"}}]))
def test_a_name_goes_with_its_route(routes: list[dict[str, Any]]) -> None:
    where = {str(route): name for route, name in zip(routes, named(*routes), strict=True)}
    assert where == {str(route): named(route)[0] for route in routes}
    assert len(set(where.values())) == len(where)


def test_how_it_is_written_changes_no_name_and_neither_does_when_it_tells() -> None:
    one, two = named(
        {"match": {"tags": ["a", "b"], "feeds": ["SANA"]}, "receivers": ["log", "desk"]},
        {
            "match": {"feeds": ["Sana"], "tags": ["b", "a", "a"]},
            "receivers": ["log", "desk"],
            "group_wait": 9,
        },
    )
    assert two == f"{one}.2"
    assert one.startswith("log#")


def test_those_that_are_alike_are_told_apart() -> None:
    assert len(set(named(SYRIA, UKRAINE, SYRIA, REST, SYRIA, REST))) == 6
    tree = ruled(SYRIA, SYRIA, REST, REST, {"match": {"languages": ["fa"]}, "routes": [SYRIA, {}, {}]})
    names = [policy.route for policy in policies_in(tree.routes)]
    assert len(set(names)) == len(names)
    assert not any("#" in name for name in named({"name": "night"}, {"name": "day"}))
