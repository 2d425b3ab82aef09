"""What can never be true is told; what could be is not. The judge of real hits is asked whether that is so."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.watchlist.expressions import IDS, expressions, some_fields
from tocsin.matching.conditions import evaluate
from tocsin.matching.hits import TermHit
from tocsin.matching.patterns import patterns
from tocsin.watchlist.expression import (
    All,
    AnyOf,
    Count,
    CountTerms,
    Expression,
    In,
    InFields,
    Near,
    NearTerms,
    NoneOf,
    Score,
    ScoreTerms,
    TermField,
)
from tocsin.watchlist.faults.look import Look
from tocsin.watchlist.faults.truth import impossible, true_of_nothing
from tocsin.watchlist.load import loaded
from tocsin.watchlist.model import Term, Watchlist

PLACES = ("title", "lead", "rest")
Found = Sequence[tuple[str, str]]

fields_of = st.fixed_dictionaries(dict.fromkeys(IDS, some_fields))
found_hits = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(PLACES)), max_size=9)


def watchlist(fields: dict[str, tuple[TermField, ...]], when: Expression) -> Watchlist:
    terms = tuple(Term(id=name, forms={"en": (f"word {name}",)}, fields=fields[name]) for name in IDS)
    return Watchlist(id="w", title="W", terms=terms, when=when)


def look(watched: Watchlist) -> Look:
    return Look({term.id: term for term in watched.terms})


def hits(watched: Watchlist, found: Found) -> list[TermHit]:
    """One hit each, side by side; those outside their term's fields never reach a condition."""
    by_term = {pattern.term: pattern for pattern in patterns(loaded(watched))}
    made = [
        TermHit(
            term=name,
            field="title" if place == "title" else "body",
            first=at,
            last=at,
            start=2 * at,
            end=2 * at + 1,
            pattern=by_term[name],
            rule="exact",
            lead=place == "lead",
        )
        for at, (name, place) in enumerate(sorted(found, key=lambda one: PLACES.index(one[1])))
    ]
    fields = {term.id: term.fields for term in watched.terms}
    return [hit for hit in made if hit.stands_in(fields[hit.term])]


@given(fields_of, expressions, found_hits)
def test_nothing_that_is_ever_true_is_called_impossible(
    fields: dict[str, tuple[TermField, ...]], when: Expression, found: Found
) -> None:
    watched = watchlist(fields, when)
    if evaluate(watched, hits(watched, found)).true:
        assert ("when",) not in {fault.path for fault in impossible(when, ("when",), look(watched))}


@given(expressions)
def test_what_nothing_makes_true_is_known(when: Expression) -> None:
    fields: dict[str, tuple[TermField, ...]] = dict.fromkeys(IDS, ("title", "body"))
    assert true_of_nothing(when) == evaluate(watchlist(fields, when), ()).true


def told(when: Expression, **fields: tuple[TermField, ...]) -> list[str]:
    """Where ``when`` is impossible, the terms counting in ``fields`` (everywhere unless told)."""
    everywhere: dict[str, tuple[TermField, ...]] = dict.fromkeys(IDS, ("title", "lead", "body"))
    watched = watchlist({**everywhere, **fields}, when)
    return [".".join(map(str, fault.path)) for fault in impossible(when, ("when",), look(watched))]


def test_a_contradiction_is_told_of_the_part_that_holds_both_sides() -> None:
    torn = All(all=("a", NoneOf(none=("b", "a"))))
    assert told(torn) == ["when"]
    assert told(AnyOf(any=("b", torn))) == ["when.any.1"]
    assert told(
        All(
            all=(
                "b",
                All(all=(NoneOf(none=(AnyOf(any=("a",)),)), In(in_=InFields(fields=("title",), of="a")))),
            )
        )
    ) == ["when.all.1"]


@given(expressions, st.sets(st.sampled_from(IDS)))
def test_a_term_that_is_not_there_is_no_fault_of_the_condition(when: Expression, known: set[str]) -> None:
    everywhere = watchlist(dict.fromkeys(IDS, ("title", "body")), when)
    there = Look({term.id: term for term in everywhere.terms if term.id in known})
    told_of_all = {fault.path for fault in impossible(when, ("when",), look(everywhere))}
    assert {fault.path for fault in impossible(when, ("when",), there)} <= told_of_all


def test_what_is_forbidden_in_one_field_may_stand_in_another() -> None:
    not_in_title = In(in_=InFields(fields=("title",), of=NoneOf(none=("a",))))
    assert told(All(all=("a", not_in_title))) == []


def test_each_dead_part_is_told_where_it_stands() -> None:
    in_title = In(in_=InFields(fields=("title",), of=AnyOf(any=("a", "b"))))
    assert told(AnyOf(any=("c", in_title)), a=("body",), b=("lead",)) == [
        "when.any.1.in.of.any.0",
        "when.any.1.in.of.any.1",
    ]
    assert told(in_title, b=("lead",)) == ["when.in.of.any.1"]


def test_terms_stand_near_each_other_only_where_they_share_a_field() -> None:
    near = Near(near=NearTerms(terms=("a", "b"), within=5))
    assert told(near, a=("lead",), b=("body",)) == []  # the lead is part of the body
    assert told(near, a=("title", "body"), b=("title",)) == []
    assert told(near, a=("title",), b=("body",)) == ["when.near.terms"]
    assert told(In(in_=InFields(fields=("title",), of=near)), b=("body",)) == ["when.in.of.near.terms"]


def test_a_number_is_reached_by_the_terms_that_can_be_found_alone() -> None:
    three = Count(count=CountTerms(terms=IDS, at_least=3, distinct=True))
    in_title = In(in_=InFields(fields=("title",), of=three))
    assert told(in_title) == []
    assert told(in_title, c=("body",)) == ["when.in.of.count.at_least"]
    assert told(Count(count=CountTerms(terms=("a",), at_least=9))) == []  # nine places of one term
    assert told(Score(score=ScoreTerms(terms=IDS, at_least=3.0))) == []
    assert told(Score(score=ScoreTerms(terms=IDS, at_least=3.1))) == ["when.score.at_least"]
