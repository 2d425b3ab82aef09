"""A condition is true of the hits it should be, tells why, and names the hits that make it so."""

import random
import time
from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tocsin.contract.events import FieldName
from tocsin.matching.conditions import evaluate
from tocsin.matching.hits import LONGEST_LEAD, TermHit, lead_end
from tocsin.matching.patterns import Pattern
from tocsin.matching.verdicts import Verdict
from tocsin.watchlist.expression import Expression
from tocsin.watchlist.model import Term, Watchlist

TERMS = ("place", "truce", "army", "aid")
WEIGHTS = {"place": 1.0, "truce": 2.0, "army": 0.5, "aid": 0.1}


def hit(
    term: str, first: int, last: int | None = None, field: FieldName = "body", lead: bool = False
) -> TermHit:
    last = first if last is None else last
    pattern = Pattern("w", term, "en", term, 0, False, ())
    return TermHit(
        term,
        field,
        first,
        last,
        first * 10,
        last * 10 + 9,
        pattern,
        "exact",
        "text",
        lead,
        WEIGHTS.get(term, 0.1),
    )


def watchlist(when: object = None, threshold: float | None = None, terms: Sequence[str] = TERMS) -> Watchlist:
    return Watchlist.model_validate(
        {
            "id": "w",
            "title": "W",
            "terms": tuple(Term(id=term, forms={"en": (term,)}, weight=WEIGHTS[term]) for term in terms),
            "when": when,
            "threshold": threshold,
        }
    )


def judged(when: object, *hits: TermHit) -> Verdict:
    return evaluate(watchlist(when), hits)


PLACE, TRUCE, ARMY = hit("place", 3), hit("truce", 8), hit("army", 30)


@pytest.mark.parametrize(
    ("when", "true", "says"),
    [
        ("place", True, "place is found once"),
        ("aid", False, "aid is not found"),
        ({"all": ["place", "aid"]}, False, "1 of 2 parts true; every one must be"),
        ({"any": ["place", "aid"]}, True, "1 of 2 parts true; one is enough"),
        ({"none": ["army", "aid"]}, False, "1 of 2 parts true; none may be"),
        ({"none": ["aid"]}, True, "0 of 1 part true; none may be"),
        (
            {"near": {"terms": ["truce", "place"], "within": 4}},
            True,
            (
                "truce, place stand together in the body; the closest are place and truce,"
                " 4 words between them, at most 4 allowed"
            ),
        ),
        (
            {"near": {"terms": ["place", "truce"], "within": 3}},
            False,
            "place, truce are found, but nowhere with at most 3 words between one and the next",
        ),
        (
            {"near": {"terms": ["truce", "place"], "within": 4, "ordered": True}},
            False,
            "truce, place are found, but nowhere in this order with at most 4 words between one and the next",
        ),
        ({"near": {"terms": ["place", "aid"], "within": 4}}, False, "aid not found"),
        (
            {"count": {"terms": ["place", "truce", "aid"], "at_least": 3}},
            False,
            "place, truce, aid: found at 2 places; at least 3 must be",
        ),
        (
            {"count": {"terms": ["place", "truce"], "at_least": 2, "distinct": True}},
            True,
            "of place, truce, 2 terms found; at least 2 must be",
        ),
        (
            {"in": {"fields": ["title"], "of": "place"}},
            False,
            "looked at in title only: false there",
        ),
        (
            {"score": {"terms": ["place", "truce", "aid"], "at_least": 3}},
            True,
            "the weights of the terms found are place 1 + truce 2 = 3; they must reach 3",
        ),
    ],
)  # fmt: skip
def test_every_kind_of_node_says_why(when: object, true: bool, says: str) -> None:
    verdict = judged(when, ARMY, TRUCE, PLACE)
    assert (verdict.true, verdict.says) == (true, says)


def test_without_a_condition_any_term_fires() -> None:
    assert judged(None, PLACE).true
    assert not judged(None).true
    inner = Verdict("term", True, "place is found once", (PLACE,))
    says = "1 of 4 terms found; one is enough"
    assert judged(None, PLACE) == Verdict("any", True, says, (PLACE,), (inner,))


def test_the_hits_are_those_that_make_it_true_in_reading_order_and_each_once() -> None:
    title = hit("truce", 5, field="title")
    verdict = judged({"all": ["place", "truce", {"any": ["place", "aid"]}]}, TRUCE, PLACE, title, ARMY)
    assert verdict.hits == (title, PLACE, TRUCE)
    assert judged({"all": ["place", "aid"]}, PLACE).hits == ()


def test_the_threshold_comes_on_top_of_the_condition() -> None:
    verdict = evaluate(watchlist("place", threshold=3.5), [PLACE, TRUCE])
    assert (verdict.node, verdict.true, [part.true for part in verdict.parts]) == (
        "watchlist",
        False,
        [True, False],
    )
    assert evaluate(watchlist("place", threshold=3.5), [PLACE, TRUCE, ARMY]).hits == (PLACE, TRUCE, ARMY)


def test_decimal_weights_add_up() -> None:
    terms = tuple(Term(id=f"t{number}", forms={"en": ("x",)}, weight=0.1) for number in range(3))
    tenths = Watchlist(id="w", title="W", terms=terms, threshold=0.3)
    assert evaluate(tenths, [hit(term.id, at) for at, term in enumerate(terms)]).true


def test_near_holds_three_terms_each_close_to_the_next_and_nothing_of_another_field() -> None:
    near = {"near": {"terms": ["place", "truce", "army"], "within": 2}}
    assert judged(near, hit("truce", 9), hit("place", 3), hit("army", 6)).true
    assert not judged(near, hit("truce", 9, field="title"), hit("place", 3), hit("army", 6)).true
    assert not judged(near, hit("truce", 10), hit("place", 3), hit("army", 6)).true


def test_near_counts_from_the_end_of_a_phrase() -> None:
    near = {"near": {"terms": ["place", "truce"], "within": 2}}
    assert judged(near, hit("place", 0, 9), hit("truce", 12)).true
    assert not judged(near, hit("place", 0, 8), hit("truce", 12)).true
    assert judged(near, hit("place", 0, 9), hit("truce", 4)).true


def test_near_shows_every_place_where_it_is_true() -> None:
    found = [hit("place", 0), hit("truce", 1), hit("place", 50), hit("truce", 99), hit("place", 100)]
    near = {"near": {"terms": ["place", "truce"], "within": 3}}
    assert judged(near, *found).hits == (found[0], found[1], found[3], found[4])


def test_an_ordered_chain_takes_the_nearest_that_works() -> None:
    ordered = {"near": {"terms": ["place", "truce", "army"], "within": 1, "ordered": True}}
    found = [hit("place", 0), hit("place", 4), hit("truce", 5), hit("truce", 6), hit("army", 8)]
    assert judged(ordered, *found).hits == (found[1], found[3], found[4])
    assert not judged(ordered, hit("place", 0, 2), hit("truce", 2, 3), hit("army", 4)).true


def test_the_lead_is_part_of_the_body() -> None:
    first, later = hit("place", 1, lead=True), hit("place", 90)
    lead = {"in": {"fields": ["lead"], "of": "place"}}
    assert judged(lead, first, later).hits == (first,)
    assert not judged(lead, later).true
    assert judged({"in": {"fields": ["body"], "of": "place"}}, first, later).hits == (first, later)


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("One.\nTwo.", "One."),
        ("\n \nOne.\nTwo.", "\n \nOne."),
        ("x" * 600, "x" * LONGEST_LEAD),
        ("", ""),
        ("\n", "\n"),
    ],
)
def test_the_lead_is_the_first_paragraph(body: str, lead: str) -> None:
    assert body[: lead_end(body)] == lead


names = st.sampled_from(TERMS)
several = st.lists(names, min_size=2, max_size=3, unique=True)
fields = st.lists(st.sampled_from(["title", "lead", "body"]), min_size=1, max_size=2, unique=True)
nodes: st.SearchStrategy[Any] = st.recursive(
    names
    | st.fixed_dictionaries(
        {
            "near": st.fixed_dictionaries(
                {"terms": several, "within": st.integers(1, 6), "ordered": st.booleans()}
            )
        }
    )
    | st.fixed_dictionaries(
        {
            "count": st.fixed_dictionaries(
                {"terms": several, "at_least": st.integers(1, 5), "distinct": st.booleans()}
            )
        }
    )
    | st.fixed_dictionaries(
        {"score": st.fixed_dictionaries({"terms": several, "at_least": st.integers(1, 3)})}
    ),
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"none": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"in": st.fixed_dictionaries({"fields": fields, "of": inner})})
    ),
    max_leaves=6,
)
hits = st.lists(
    st.builds(
        lambda term, first, length, field, lead: hit(term, first, first + length, field, lead and field == "body"),
        names, st.integers(0, 40), st.integers(0, 3), st.sampled_from(get_args(FieldName)), st.booleans(),
    ),
    max_size=9,
)  # fmt: skip
EXPRESSION: TypeAdapter[Any] = TypeAdapter(Expression)


def naive(node: Any, found: list[TermHit]) -> bool:
    """The meaning of a condition in as few words as it takes, with no thought of speed."""
    if isinstance(node, str):
        return any(one.term == node for one in found)
    ((key, value),) = node.items()
    if key in ("all", "any", "none"):
        parts = [naive(part, found) for part in value]
        return {"all": all(parts), "any": any(parts), "none": not any(parts)}[key]
    if key == "in":
        return naive(value["of"], [one for one in found if standing(one) & set(value["fields"])])
    places = [one for one in found if one.term in value["terms"]]
    if key == "count":
        counted = {one.term for one in places} if value["distinct"] else places
        return bool(len(counted) >= value["at_least"])
    if key == "score":
        total = round(sum(WEIGHTS[term] for term in {one.term for one in places}), 6)
        return bool(total >= value["at_least"])
    return (naive_chain if value["ordered"] else naive_cluster)(value, places)


def standing(one: TermHit) -> set[str]:
    return {one.field, "lead"} if one.lead else {one.field}


def between(one: TermHit, other: TermHit) -> int:
    mine, others = set(range(one.first, one.last + 1)), set(range(other.first, other.last + 1))
    low, high = min(mine | others), max(mine | others)
    return 0 if mine & others else len(set(range(low, high + 1)) - mine - others)


def naive_chain(near: dict[str, Any], places: list[TermHit]) -> bool:
    return any(
        all(
            one.field == following.field
            and one.last < following.first
            and between(one, following) <= near["within"]
            for one, following in pairwise(chosen)
        )
        for chosen in product(*([one for one in places if one.term == term] for term in near["terms"]))
    )


def naive_cluster(near: dict[str, Any], places: list[TermHit]) -> bool:
    for start in places:
        reached, waiting = [start], [one for one in places if one is not start]
        while close := [
            one for one in waiting
            if any(one.field == near_one.field and between(one, near_one) <= near["within"] for near_one in reached)
        ]:  # fmt: skip
            reached += close
            waiting = [one for one in waiting if one not in close]
        if {one.term for one in reached} == set(near["terms"]):
            return True
    return False


@given(nodes, hits, st.randoms(use_true_random=False))
def test_any_condition_is_judged_as_its_plain_meaning_is(
    node: Any, found: list[TermHit], shuffled: random.Random
) -> None:
    plain = watchlist(EXPRESSION.validate_python(node))
    verdict = evaluate(plain, found)
    assert verdict.true == naive(node, found)
    mixed = found[:]
    shuffled.shuffle(mixed)
    assert evaluate(plain, mixed).says == verdict.says
    assert set(map(id, verdict.hits)) <= set(map(id, found))
    assert list(verdict.hits) == sorted(verdict.hits, key=lambda one: one.place)


@given(nodes, hits)
def test_the_hits_that_make_it_true_are_enough(node: Any, found: list[TermHit]) -> None:
    plain = watchlist(EXPRESSION.validate_python(node))
    verdict = evaluate(plain, found)
    if verdict.true and "none" not in str(node):
        assert evaluate(plain, verdict.hits).true


def test_a_hundred_thousand_hits_cost_seconds_at_most() -> None:
    found = [hit(TERMS[at % 3], at * 9) for at in range(100_000)]
    ordered = {"near": {"terms": list(TERMS[:3]), "within": 8, "ordered": True}}
    anywhere = {"near": {"terms": [*TERMS[:3]], "within": 8}}
    started = time.process_time()
    assert len(judged({"all": [ordered, anywhere]}, *found).hits) == len(found)
    assert time.process_time() - started < 5
