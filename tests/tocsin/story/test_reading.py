"""What is kept of a text's wording means what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tocsin.story.samples import EVENTS
from tests.tocsin.text.test_tokens import mixed
from tocsin.story.reading import SAMPLED, sample_of, sentences_of, word_hash
from tocsin.text.tokens import tokens


def sample(text: str) -> list[int]:
    return sample_of([word_hash(token.folded) for token in tokens(text)])


@given(st.lists(mixed, max_size=30).map("".join))
def test_a_sample_is_ascending_without_repeats_and_bounded(text: str) -> None:
    kept = sample(text)
    assert kept == sorted(set(kept))
    assert len(kept) <= SAMPLED


def test_a_long_text_s_sample_is_its_smallest_triples() -> None:
    words = [f"word{number}" for number in range(400)]
    halves = sample(" ".join(words[:202])), sample(" ".join(words[200:]))
    assert sample(" ".join(words)) == sorted({*halves[0], *halves[1]})[:SAMPLED]


def test_sentences_are_found_where_they_stand() -> None:
    text = "Shells fell on the town. Too short. Nobody was hurt in the town!\nAid came later in the day"
    assert [text[one.start : one.end].strip() for one in sentences_of(text)] == [
        "Shells fell on the town.",
        "Nobody was hurt in the town!",
        "Aid came later in the day",
    ]


def test_a_sentence_is_known_by_its_words() -> None:
    one, again, other = sentences_of("Aid came LATE, today.\nAid came, late today!\nAid came late tonight.")
    assert one.print == again.print != other.print


@pytest.mark.parametrize("event", EVENTS)
def test_marks_joiners_and_keyboards_change_nothing(event: str) -> None:
    title, *paragraphs = EVENTS[event]["fa"]
    text = "\n".join((title, *paragraphs))
    other = text.replace("ی", "ي").replace("ک", "ك").replace("\u200c", "").replace("۵", "5")
    assert sample(other) == sample(text)
