"""Both readers make the same numbers of a text, and the numbers mean what they say."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tocsin.story.samples import EVENTS, written
from tests.tocsin.text.test_tokens import mixed
from tocsin.story.reading import SAMPLED, SENTENCES, own_text, read_plainly, reader, sentences_of

pytest.importorskip("numba", reason="the compiled reader needs numba")

from tocsin.story.fast import read_compiled

pieces = st.sampled_from(
    ["One. ", "two three four five! ", "\n", "İdlib’de ", "&eacute;té ", "Ärzte ", "漢字", "и\u0306 "]
)
texts = st.lists(pieces | mixed, max_size=30).map("".join)


@given(texts, st.integers(0, 20))
@example("\U00030000 beyond what the compiled one reads", 4)
@example("", 4)
def test_both_readers_agree(text: str, first: int) -> None:
    assert read_compiled(text, first) == read_plainly(text, first)


def test_the_compiled_reader_is_used_where_there_is_one() -> None:
    assert reader() is read_compiled


@given(texts)
def test_a_sample_is_ascending_without_repeats_and_bounded(text: str) -> None:
    sample = read_plainly(text, 0).shingles
    assert sample == sorted(set(sample))
    assert len(sample) <= SAMPLED


def test_a_long_text_s_sample_is_its_smallest_triples() -> None:
    words = [f"word{number}" for number in range(400)]
    halves = read_plainly(" ".join(words[:202]), 0).shingles, read_plainly(" ".join(words[200:]), 0).shingles
    assert read_plainly(" ".join(words), 0).shingles == sorted({*halves[0], *halves[1]})[:SAMPLED]


def test_sentences_are_found_where_they_stand() -> None:
    text = "Shells fell on the town. Too short. Nobody was hurt in the town!\nAid came later in the day"
    assert [text[one.start : one.end].strip() for one in sentences_of(text)] == [
        "Shells fell on the town.",
        "Nobody was hurt in the town!",
        "Aid came later in the day",
    ]
    assert [one.print for one in sentences_of(text)] == read_plainly(text, 0).sentences


def test_only_so_many_sentences_are_remembered() -> None:
    text = " ".join(f"Sentence number {number} says something." for number in range(100))
    assert len(read_plainly(text, 0).sentences) == SENTENCES < len(sentences_of(text))


def test_links_to_other_articles_are_not_the_text() -> None:
    body = "The first sentence is long enough to be prose, and ends.\nRead also\nAnother story here\nAnd a third one"
    assert own_text(written("Title", body)).split() == ["Title", *body.partition("\n")[0].split()]


@pytest.mark.parametrize("event", EVENTS)
def test_marks_joiners_and_keyboards_change_nothing(event: str) -> None:
    title, *paragraphs = EVENTS[event]["fa"]
    text = "\n".join((title, *paragraphs))
    other = text.replace("ی", "ي").replace("ک", "ك").replace("\u200c", "").replace("۵", "5")
    assert read_plainly(other, 0).shingles == read_plainly(text, 0).shingles
