"""What a revision withdraws, and which watchlists stand beside one another."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests import making
from tests.making import NOON
from tocsin.contract.events import Beside, Match, Withdrawn
from tocsin.matching.beside import beside
from tocsin.matching.fired import Compared, Fired, compared, expired

IN_USE = {"a": "1", "b": "1", "c": "1"}
FIRST, REVISED = making.article(), making.article(content="c2", revises="c1")


def found(*watchlists: str, **fields: object) -> tuple[Match, ...]:
    return tuple(making.match(watchlist=one, watchlist_version="1", **fields) for one in watchlists)


def names(change: Compared) -> tuple[str, ...]:
    return tuple(event.watchlist for event in change.send if isinstance(event, Withdrawn))


def test_a_revision_that_no_longer_fires_is_withdrawn_from_just_those_watchlists() -> None:
    before = compared(FIRST, found("a", "b"), None, IN_USE, NOON).remember
    assert before == Fired((("a", "1"), ("b", "1")), NOON)
    change = compared(REVISED, found("b", "c"), before, IN_USE, NOON)
    assert names(change) == ("a",)
    assert [one for one in change.send if isinstance(one, Withdrawn)] == [
        Withdrawn(watchlist="a", article=REVISED, withdrawn=NOON)
    ]
    assert change.remember == Fired((("b", "1"), ("c", "1")), NOON)


def fired_before(change: Compared) -> list[str]:
    return [event.watchlist for event in change.send if isinstance(event, Match) and event.fired_before]


def test_a_match_says_whether_the_version_before_had_fired_too() -> None:
    before = Fired((("a", "1"), ("b", "0"), ("gone", "1")), NOON)
    assert fired_before(compared(REVISED, found("a", "b", "c"), before, IN_USE, NOON)) == ["a"]
    assert fired_before(compared(FIRST, found("a"), before, IN_USE, NOON)) == []
    assert fired_before(compared(REVISED, found("a"), None, IN_USE, NOON)) == []


def test_it_is_told_once() -> None:
    before = Fired((("a", "1"),), NOON)
    after = compared(REVISED, (), before, IN_USE, NOON).remember
    assert after == Fired((), NOON)
    assert names(compared(REVISED, (), after, IN_USE, NOON)) == ()


def test_an_article_that_never_fired_leaves_nothing_behind() -> None:
    assert compared(FIRST, (), None, IN_USE, NOON) == Compared((), None)
    assert compared(REVISED, (), None, IN_USE, NOON) == Compared((), None)


def test_a_watchlist_that_was_edited_or_deleted_withdraws_nothing() -> None:
    before = Fired((("a", "1"), ("b", "1")), NOON)
    assert names(compared(REVISED, (), before, {"a": "2"}, NOON)) == ()


def test_the_same_version_again_withdraws_nothing() -> None:
    before = Fired((("a", "1"),), NOON)
    assert names(compared(FIRST, (), before, IN_USE, NOON)) == ()


def test_a_watchlist_on_trial_is_neither_remembered_nor_withdrawn() -> None:
    assert compared(FIRST, found("a", shadow=True), None, IN_USE, NOON).remember is None
    before = Fired((("a", "1"),), NOON)
    assert names(compared(REVISED, found("a", shadow=True), before, IN_USE, NOON)) == ()


def test_it_is_forgotten_when_the_article_is() -> None:
    fired, window = Fired((("a", "1"),), NOON), timedelta(days=14)
    assert not expired(fired, NOON + window, window)
    assert expired(fired, NOON + window + timedelta(seconds=1), window)


def test_each_match_names_the_others_with_their_weight_but_none_on_trial() -> None:
    matches = (
        making.match(watchlist="a", severity="critical"),
        making.match(watchlist="b", severity="low", status="test"),
        making.match(watchlist="c", shadow=True),
    )
    a, b, c = beside(matches)
    assert a.beside == (Beside(watchlist="b", severity="low", status="test"),)
    assert b.beside == (Beside(watchlist="a", severity="critical"),)
    assert {one.watchlist for one in c.beside} == {"a", "b"}


@given(st.lists(st.sampled_from("abcdef"), unique=True))
def test_nobody_stands_beside_itself(watchlists: list[str]) -> None:
    for match in beside(found(*watchlists)):
        assert {one.watchlist for one in match.beside} == set(watchlists) - {match.watchlist}
