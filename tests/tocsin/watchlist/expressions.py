"""Conditions of every shape, for property tests."""

from hypothesis import strategies as st

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

FIELDS: tuple[TermField, ...] = ("title", "lead", "body")
IDS = ("a", "b", "c")

some_fields = st.lists(st.sampled_from(FIELDS), min_size=1, unique=True).map(tuple)


def _some(least: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(IDS), min_size=least, unique=True).map(tuple)


_near = st.builds(NearTerms, terms=_some(2), within=st.integers(1, 9), ordered=st.booleans())
_count = st.builds(CountTerms, terms=_some(1), at_least=st.integers(1, 4), distinct=st.booleans())
_score = st.builds(ScoreTerms, terms=_some(1), at_least=st.sampled_from([0.5, 1.0, 1.5, 3.0]))
_leaves: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from(IDS),
    st.builds(Near, near=_near),
    st.builds(Count, count=_count),
    st.builds(Score, score=_score),
)


def _around(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda these: All(all=these), parts),
        st.builds(lambda these: AnyOf(any=these), parts),
        st.builds(lambda these: NoneOf(none=these), parts),
        st.builds(lambda fields, of: In(in_=InFields(fields=fields, of=of)), some_fields, inner),
    )


expressions: st.SearchStrategy[Expression] = st.recursive(_leaves, _around, max_leaves=6)
