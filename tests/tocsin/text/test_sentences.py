"""The sentence shown with a hit holds it, whole where it is not too long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.text.sentences import END, LONGEST, sentence_around

TEXT = "First one. Fighting in Idlib? «آتش‌بس در ادلب»؟ Last\nline"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("one", "First one."), ("Idlib", "Fighting in Idlib?"), ("ادلب", "«آتش‌بس در ادلب»؟"), ("line", "line")],
)
def test_the_sentence_around_a_word(word: str, sentence: str) -> None:
    at = TEXT.index(word)
    start, end = sentence_around(TEXT, at, at + len(word))
    assert TEXT[start:end] == sentence


@given(st.text(min_size=1), st.data())
def test_it_always_holds_the_hit_and_is_bounded(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = sentence_around(text, start, end)
    assert first <= start
    assert last >= end or not text[last:end].strip()
    assert last - first <= LONGEST + end - start


@pytest.mark.parametrize("piece", [".", "?!", '."', '"', "\n", ". ", "…)"])
def test_a_long_row_of_stops_takes_no_longer_than_its_length(piece: str) -> None:
    text = f"Idlib{piece * 50_000}talks"
    started = time.process_time()
    list(END.finditer(text))
    assert sentence_around(text, 0, len(text)) == (0, len(text))
    assert time.process_time() - started < 3
