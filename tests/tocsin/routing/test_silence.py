"""Silences out of actions, and what they hold."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.making import NOON
from tocsin.contract.events import Action, Scope
from tocsin.routing.facts import Facts
from tocsin.routing.silence import Silence, active, after, covers, folded, silence_of, silenced_by

HOUR = timedelta(hours=1)
FACTS = Facts(watchlist="idlib", feed="wire", language="ar", country="sy", terms=("idlib",))


def made(**fields: Any) -> Action:
    plain = Action(
        id="s1",
        watchlist="idlib",
        verb="silence",
        by="omar",
        at=NOON,
        text="known",
        until=NOON + 2 * HOUR,
    )
    return replace(plain, **fields)


def silence(**fields: Any) -> Silence:
    found = silence_of(made(**fields))
    assert found is not None
    return found


def ended(**fields: Any) -> Action:
    plain = Action(id="e1", watchlist="idlib", verb="expire", by="lena", at=NOON + HOUR, text="s1")
    return replace(plain, **fields)


def test_an_action_makes_a_silence_with_its_author_and_comment() -> None:
    assert silence() == Silence(
        id="s1", watchlist="idlib", by="omar", since=NOON, until=NOON + 2 * HOUR, comment="known"
    )


@pytest.mark.parametrize("fields", [{"verb": "ack"}, {"verb": "snooze"}, {"until": None}])
def test_what_has_no_end_or_says_something_else_makes_none(fields: dict[str, Any]) -> None:
    assert silence_of(made(**fields)) is None


def test_it_holds_from_its_beginning_until_before_its_end() -> None:
    one = silence()
    moments = (NOON - HOUR, NOON, NOON + 2 * HOUR - timedelta(microseconds=1), NOON + 2 * HOUR)
    assert [active(one, moment) for moment in moments] == [False, True, True, False]


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scope(), True),
        (Scope(terms=("idlib", "x"), feeds=("wire",), languages=("ar",), countries=("sy",)), True),
        (Scope(terms=("x",)), False),
        (Scope(feeds=("other",)), False),
        (Scope(languages=("fa",)), False),
        (Scope(countries=("tr",)), False),
        (Scope(terms=("idlib",), countries=("tr",)), False),
    ],
)
def test_all_of_its_scope_must_hold(scope: Scope, covered: bool) -> None:
    assert covers(silence(scope=scope), FACTS) is covered
    assert not covers(silence(scope=scope), replace(FACTS, watchlist="aleppo"))


def test_first_reports_are_held_only_where_its_author_said_so() -> None:
    plain, total = silence(), silence(id="s2", scope=Scope(first_reports=True))
    assert silenced_by([plain], FACTS, NOON) == plain
    assert silenced_by([plain], FACTS, NOON, first_report=True) is None
    assert silenced_by([plain, total], FACTS, NOON, first_report=True) == total


def test_of_several_the_longest_counts() -> None:
    long, short = silence(until=NOON + 5 * HOUR), silence(id="s2")
    assert silenced_by([short, long], FACTS, NOON) == silenced_by([long, short], FACTS, NOON) == long
    assert silenced_by([short, long], FACTS, NOON + 6 * HOUR) is None


def test_it_may_be_ended_early() -> None:
    (one,) = folded([made(), ended()])
    assert (one.until, one.expired_by) == (NOON + HOUR, "lena")


@pytest.mark.parametrize(
    "fields", [{"text": "s2"}, {"watchlist": "aleppo"}, {"at": NOON + 3 * HOUR}, {"verb": "note"}]
)
def test_other_actions_end_nothing(fields: dict[str, Any]) -> None:
    assert folded([made(), ended(**fields)]) == (silence(),)


ACTIONS = st.lists(
    st.builds(
        lambda number, verb, hours, target: made(
            id=f"a{number}",
            verb=verb,
            at=NOON + hours * HOUR,
            until=NOON + (hours + 4) * HOUR if verb == "silence" else None,
            text=f"a{target}",
        ),
        st.integers(0, 5),
        st.sampled_from(["silence", "silence", "expire", "ack"]),
        st.integers(0, 8),
        st.integers(0, 5),
    ),
    unique_by=lambda action: action.id,
    max_size=6,
)


@given(ACTIONS)
def test_an_action_twice_changes_nothing_more(actions: list[Action]) -> None:
    twice = [action for action in actions for _ in range(2)]
    assert folded(twice) == folded(actions)
    for made_again in (action for action in actions if action.verb == "silence"):
        assert after(folded(actions), made_again) == folded(actions)
