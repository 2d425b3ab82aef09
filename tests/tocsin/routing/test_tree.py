"""Which routes a report takes."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.contract.events import Severity
from tocsin.routing.condition import ANYTHING, Condition
from tocsin.routing.facts import Facts
from tocsin.routing.policy import Policy
from tocsin.routing.rules import Route, Rules
from tocsin.routing.tree import policies, takes

IDLIB = Facts(watchlist="idlib", severity="high")


def route(
    name: str,
    *below: Route,
    match: Condition = ANYTHING,
    excludes: tuple[Condition, ...] = (),
    goes_on: bool = False,
) -> Route:
    policy = Policy(route=name, receivers=(name,))
    return Route(policy=policy, match=match, excludes=excludes, goes_on=goes_on, routes=below)


def rules(root: Route) -> Rules:
    return Rules(routes=root, receivers=tuple(sorted(names(root))))


def names(root: Route) -> set[str]:
    return {root.policy.route}.union(*(names(child) for child in root.routes))


def taken(root: Route, facts: Facts = IDLIB, named: tuple[str, ...] = ()) -> list[str]:
    return [policy.route for policy in policies(rules(root), facts, named)]


def watching(*watchlists: str) -> Condition:
    return Condition(watchlists=watchlists)


def test_the_first_of_those_side_by_side_wins() -> None:
    assert taken(route("root", route("a", match=watching("idlib")), route("b"))) == ["a"]
    assert taken(route("root", route("a", match=watching("astana")), route("b"))) == ["b"]


def test_continue_asks_those_after_it_too() -> None:
    first = route("a", goes_on=True)
    assert taken(route("root", first, route("b", match=watching("x")), route("c"), route("d"))) == ["a", "c"]
    assert taken(route("root", first, route("b", match=watching("x")))) == ["a"]


def test_what_no_route_below_takes_stays() -> None:
    inner = route("a", route("a1", match=watching("x")), route("a2", match=watching("y")))
    assert taken(route("root", inner)) == ["a"]
    assert taken(route("root", route("a", match=watching("x")))) == ["root"]


def test_continue_deep_below_does_not_reach_those_beside_its_parents() -> None:
    inner = route("a", route("a1", goes_on=True), route("a2"))
    assert taken(route("root", inner, route("b"))) == ["a1", "a2"]


def test_any_one_exclusion_keeps_it_out() -> None:
    social, low = Condition(kinds=("social",)), Condition(severity="high")
    one = route("a", excludes=(social, low))
    assert not takes(one, IDLIB)
    assert takes(one, Facts(watchlist="idlib", severity="medium"))
    assert not takes(one, Facts(watchlist="idlib", severity="low", kind="social"))


def test_a_watchlist_that_names_receivers_gets_those_and_no_others() -> None:
    root = route("root", route("a", goes_on=True), route("b"))
    (only,) = policies(rules(root), IDLIB, ("b", "root", "b"))
    assert (only.route, only.receivers) == ("a", ("b", "root"))


def test_receivers_that_are_gone_are_never_named() -> None:
    root = route("root", route("a"))
    (only,) = policies(rules(root), IDLIB, ("gone", "root"))
    assert only.receivers == ("root",)
    (only,) = policies(rules(root), IDLIB, ("gone",))
    assert only.receivers == ("a",)


def test_the_plain_rules_tell_all() -> None:
    plain = Rules.plain(receivers=("log", "desk"))
    (only,) = policies(plain, IDLIB)
    assert (only.route, only.receivers) == ("default", ("log", "desk"))
    assert (only.repeat_interval, only.quiet, only.budget, only.escalate) == (None, (), None, None)


CONDITIONS = st.sampled_from(
    [ANYTHING, watching("idlib"), watching("astana", "idlib"), watching("x"), Condition(severity="medium")]
)


@st.composite
def trees(draw: st.DrawFn) -> Route:
    count = 0

    def grown(depth: int) -> Route:
        nonlocal count
        count += 1
        name = f"r{count}"
        below = [grown(depth + 1) for _ in range(draw(st.integers(0, 3 if depth < 3 else 0)))]
        excludes = tuple(draw(st.lists(CONDITIONS, max_size=1)))
        return route(name, *below, match=draw(CONDITIONS), excludes=excludes, goes_on=draw(st.booleans()))

    return route("root", *(grown(1) for _ in range(draw(st.integers(0, 4)))))


def walked(root: Route, facts: Facts) -> list[Route]:
    """The same told from the leaves: what comes to a route, and who stands in its way."""
    found: list[Route] = []
    for child in root.routes:
        if takes(child, facts):
            found += walked(child, facts)
            if not child.goes_on:
                return found
    return found or [root]


@given(trees(), st.sampled_from(["idlib", "astana", "other"]), st.sampled_from(["low", "medium", "high"]))
def test_every_report_is_told_by_some_route_once(tree: Route, watchlist: str, severity: Severity) -> None:
    facts = Facts(watchlist=watchlist, severity=severity)
    told = taken(tree, facts)
    assert told
    assert len(set(told)) == len(told)
    assert told == [one.policy.route for one in walked(tree, facts)]
