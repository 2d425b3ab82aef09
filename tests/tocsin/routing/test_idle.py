"""Routes that no report can come to are warned of, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.routing.condition import Condition, holds
from tocsin.routing.facts import Facts
from tocsin.routing.idle import implies
from tocsin.routing.load import Written, read_routes


def warned(*routes: str, above: str = "") -> list[str]:
    text = "route:\n  routes:\n" + "".join(f"    - {route}\n" for route in routes)
    if above:
        text = f"route:\n  routes:\n    - match: {above}\n      routes:\n" + "".join(
            f"        - {route}\n" for route in routes
        )
    written = read_routes(text, "routes.yaml", ["log"])
    assert isinstance(written, Written), written
    return [str(warning) for warning in written.warnings]


def test_a_route_behind_one_that_takes_everything() -> None:
    (warning,) = warned("{name: all}", "{match: {severity: high}}")
    assert warning == (
        "routes.yaml:4:15: route.routes[1].match: no report comes here: all takes all of it; "
        "put this one before it, or let that one 'continue'"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{match: {severity: medium}}", "{match: {severity: high}}"),
        ("{match: {watchlists: [a, b]}}", "{match: {watchlists: [b], severity: low}}"),
        ("{match: {languages: [fa]}}", "{match: {languages: [fa-AF]}}"),
        ("{match: {feeds: [Wire, b]}}", "{match: {feeds: [wire]}}"),
        ("{not: {kinds: [social]}}", "{match: {severity: high}, not: {kinds: [social]}}"),
    ],
)
def test_a_route_behind_a_wider_one(first: str, second: str) -> None:
    assert len(warned(first, second)) == 1
    assert warned(second, first) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{continue: true}", "{match: {severity: high}}"),
        ("{match: {severity: high}}", "{match: {severity: medium}}"),
        ("{match: {tags: [a]}}", "{match: {tags: [a, b]}}"),
        ("{match: {watchlists: [a]}}", "{match: {watchlists: [b]}}"),
        ("{not: {kinds: [social]}}", "{match: {severity: high}}"),
        ("{match: {countries: [sy]}}", "{match: {languages: [ar]}}"),
    ],
)
def test_a_route_that_can_be_reached(first: str, second: str) -> None:
    assert warned(first, second) == []


def test_what_the_route_above_asks_counts() -> None:
    assert len(warned("{match: {severity: low}}", "{name: never}", above="{severity: high}")) == 1
    assert len(warned("{match: {watchlists: [b]}}", above="{watchlists: [a]}")) == 1
    assert warned("{match: {tags: [b]}}", above="{tags: [a]}") == []
    assert warned("{match: {languages: [fa]}}", above="{languages: [fa-AF]}") == []


def test_a_route_that_excludes_all_it_takes() -> None:
    assert len(warned("{match: {languages: [ar]}, not: {languages: [ar, fa], kinds: [social]}}")) == 1
    assert len(warned("{match: {severity: high}, not: {severity: medium}}")) == 1
    assert warned("{match: {severity: medium}, not: {severity: high}}") == []
    assert warned("{match: {tags: [a]}, not: {tags: []}}") == []


NAMES = st.sampled_from(["a", "b", "c"])
SOME = st.lists(NAMES, max_size=2, unique=True).map(tuple)
LEVELS = st.sampled_from(["low", "medium", "high"])
CONDITIONS = st.builds(
    Condition,
    watchlists=SOME,
    tags=SOME,
    severity=st.none() | LEVELS,
    trust=st.none() | LEVELS,
    languages=st.lists(st.sampled_from(["fa", "fa-AF", "ar"]), max_size=2).map(tuple),
)
REPORTS = st.builds(
    Facts,
    watchlist=NAMES,
    tags=st.lists(NAMES, max_size=3).map(tuple),
    severity=LEVELS,
    trust=LEVELS | st.just(""),
    language=st.sampled_from(["fa", "fa-AF", "fa-IR", "ar", ""]),
)


@given(st.lists(CONDITIONS, min_size=1, max_size=2), CONDITIONS, st.lists(REPORTS, min_size=5, max_size=10))
def test_what_is_implied_holds(asked: list[Condition], other: Condition, reports: list[Facts]) -> None:
    if implies(tuple(asked), other):
        for facts in reports:
            assert holds(other, facts) or not all(holds(one, facts) for one in asked)
