"""What came closest to a term that was not found."""

import time

import pytest

from tocsin.matching.engine import PlainEngine, make_index
from tocsin.matching.nearmiss import NearMiss, near_miss, texts
from tocsin.matching.patterns import patterns
from tocsin.text.lexicon import NoLexicon
from tocsin.watchlist.load import loaded
from tocsin.watchlist.model import Term, Watchlist


def closest(body: str, *forms: str, title: str = "", language: str = "en", gap: int = 0) -> NearMiss | None:
    term = Term(id="talks", forms={language: forms}, match="exact", gap=gap)
    found = list(patterns(loaded(Watchlist(id="w", title="W", terms=(term,)))))
    index, _ = make_index(found, NoLexicon())
    return near_miss(found, texts({"title": title, "body": body}), PlainEngine(index))


@pytest.mark.parametrize(
    ("body", "surface", "says"),
    [
        (
            "They met for peace and trade talks.",
            "peace and trade talks",
            "with 2 words between two of them, and its gap",
        ),
        ("The talks on peace went on.", "talks on peace", "in another order"),
        ("They want peace. Talks went on.", "peace. Talks", "a sentence or a line ends between them"),
        ("They want peace.", "peace", "it has 1 of the 2 words; missing: talks"),
        ("peace " + "word " * 30 + "talks", "peace", "all its words are there, but 30 words apart"),
    ],
)
def test_a_phrase_of_which_something_is_there(body: str, surface: str, says: str) -> None:
    near = closest(body, "peace talks")
    assert near is not None
    assert near.surface == surface == body[near.start : near.end]
    assert says in near.says


def test_a_word_that_looks_like_it() -> None:
    near = closest("Shelling in Idleb and Hama.", "Idlib")
    assert near is not None
    assert (near.field, near.surface, near.form) == ("body", "Idleb", "Idlib")
    assert near.says.startswith("it looks like idlib (80 of 100), but no rule joins the two")


def test_the_closest_of_all_forms_and_fields_is_told_with_its_sentence() -> None:
    body = "Nothing here. The talks on peace went on. Nothing there."
    near = closest(body, "trade talks", "peace talks", title="Trade")
    assert near is not None
    assert (near.form, near.field) == ("peace talks", "body")
    assert near.sentence == "The talks on peace went on."
    assert near.sentence_start == body.index("The talks")


@pytest.mark.parametrize("body", ["", "Weather: rain", "\ud800 \0", "the of and"])
def test_where_nothing_comes_near_there_is_nothing_to_tell(body: str) -> None:
    assert closest(body, "peace talks") is None


def test_a_stop_word_alone_is_not_near() -> None:
    assert closest("یک خبر در شهر", "در آستانه", language="fa") is None


def test_words_that_stand_there_without_end_are_no_trouble() -> None:
    started = time.process_time()
    near = closest("talks peace " * 30_000, "peace talks")
    assert time.process_time() - started < 10
    assert near is not None
    assert near.surface == "talks peace"
