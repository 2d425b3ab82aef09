"""A folder counts once it holds still."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.config.issues import Issue
from tocsin.watchlist.settling import GONE, SETTLED, Content, Folder, Look, first, following

UNREADABLE = Issue(path="a", line=1, column=1, field="", message="can't be read: Permission denied")
NO_FOLDER = Issue(path="lists", line=1, column=1, field="", message="can't be read: Stale file handle")
A_MOMENT = SETTLED / 10


def seen(*looks: tuple[float, Look]) -> Folder:
    """The folder after these looks."""
    (at, look), *more = looks
    folder = first(look, at)
    for at, look in more:
        folder = following(folder, look, at)
    return folder


def texts(*looks: tuple[float, Look]) -> dict[str, str]:
    return dict(seen(*looks).settled.texts)


def test_what_is_there_at_the_first_look_counts_at_once() -> None:
    folder = seen((0, Look({"a": "one", "b": UNREADABLE})))
    assert folder.still
    assert (folder.settled.texts, folder.settled.unread) == ({"a": "one"}, (UNREADABLE,))


def test_a_new_text_counts_when_it_has_looked_the_same_for_long_enough() -> None:
    start, saved = (0, Look({"a": "one"})), Look({"a": "two"})
    assert texts(start, (5, saved)) == {"a": "one"}
    assert not seen(start, (5, saved)).still
    assert texts(start, (5, saved), (5 + SETTLED - A_MOMENT, saved)) == {"a": "one"}
    assert texts(start, (5, saved), (5 + SETTLED, saved)) == {"a": "two"}
    assert seen(start, (5, saved), (5 + SETTLED, saved)).still


def test_a_file_under_way_never_counts_half() -> None:
    halves = [(5 + n * A_MOMENT, Look({"a": "t" * n})) for n in range(40)]
    assert texts((0, Look({"a": "one"})), *halves) == {"a": "one"}


def test_a_new_file_counts_when_it_holds_still_and_holds_up_no_other() -> None:
    before, half, whole = Look({"a": "one"}), Look({"a": "two", "b": "b"}), Look({"a": "two", "b": "bb"})
    assert texts((0, before), (5, half), (5 + SETTLED, whole)) == {"a": "two"}
    assert texts((0, before), (5, half), (5 + SETTLED, whole), (5 + 2 * SETTLED, whole)) == {
        "a": "two",
        "b": "bb",
    }


def test_an_empty_file_is_a_file() -> None:
    assert texts((0, Look()), (5, Look({"a": ""})), (6, Look({"a": ""}))) == {"a": ""}


def test_a_file_that_comes_back_soon_was_never_away() -> None:
    start = (0, Look({"a": "one"}))
    away = seen(start, (5, Look()))
    assert (away.settled.texts, away.settled.away) == ({}, frozenset("a"))
    assert texts(start, (5, Look()), (5 + GONE - A_MOMENT, Look()), (20, Look({"a": "one"}))) == {"a": "one"}


def test_a_file_that_stays_away_is_gone() -> None:
    folder = seen((0, Look({"a": "one", "b": "b"})), (5, Look({"b": "b"})), (5 + GONE, Look({"b": "b"})))
    assert folder.still
    assert (folder.settled.texts, folder.settled.away) == ({"b": "b"}, frozenset())


def test_a_folder_that_cannot_be_read_takes_nothing_away_however_long() -> None:
    folder = seen((0, Look({"a": "one"})), (5, Look(fault=NO_FOLDER)), (5 + 9 * GONE, Look(fault=NO_FOLDER)))
    assert (folder.settled.texts, folder.settled.unread) == ({"a": "one"}, (NO_FOLDER,))
    back = following(folder, Look({"a": "one"}), 6 + 9 * GONE)
    assert (back.settled.texts, back.settled.unread) == ({"a": "one"}, ())


def test_a_file_that_cannot_be_read_for_a_moment_is_no_fault() -> None:
    start, locked = (0, Look({"a": "one"})), Look({"a": UNREADABLE})
    assert texts(start, (5, locked)) == {"a": "one"}
    assert seen(start, (5, locked), (5 + SETTLED, locked)).settled.unread == (UNREADABLE,)


contents: st.SearchStrategy[Content] = st.sampled_from(["", "one", "two", UNREADABLE])
looks = st.builds(Look, st.dictionaries(st.sampled_from("abc"), contents), st.sampled_from([None, NO_FOLDER]))


@given(st.lists(st.tuples(st.floats(0.01, 30), looks), min_size=1, max_size=12))
def test_what_counts_was_seen_and_a_quiet_folder_becomes_what_it_holds(
    history: list[tuple[float, Look]],
) -> None:
    at, folder = 0.0, first(Look(), 0.0)
    known: set[tuple[str, Content]] = set()
    for pause, look in history:
        at += pause
        folder = following(folder, look, at)
        known |= set(look.files.items())
        assert set(folder.settled.texts.items()) <= known
    last = Look(history[-1][1].files)
    folder = following(following(folder, last, at + 1), last, at + 2 + GONE)  # 2: floats round
    assert folder.still
    assert folder.settled.texts == {path: it for path, it in last.files.items() if isinstance(it, str)}


@pytest.mark.parametrize("pause", [SETTLED, GONE])
def test_looking_does_not_wear_anything_out(pause: float) -> None:
    look = Look({"a": "one", "b": UNREADABLE})
    folder = seen((0, look))
    for n in range(20):
        folder = following(folder, look, n * pause)
    assert folder.settled == seen((0, look)).settled
