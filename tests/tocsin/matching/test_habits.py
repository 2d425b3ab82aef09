"""What a host repeats is known by the third article; copies and revisions of news are not mistaken for it."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from tocsin.matching.habits import LEAST_WORDS, MARKED_FROM, Habits, sentences

FOOTER = "Follow our channel for the latest from Idlib and beyond."
LINK = "Ceasefire talks move to a third city"


def story(number: int) -> str:
    return (
        f"Report number {number} tells of a quiet morning by the river.\n"
        f"Nobody knew what the {number} visitors had come for, and they did not say."
    )


def told(habits: Habits, number: int, body: str, host: str = "wire.example") -> list[str]:
    return [body[start:end].strip() for start, end in habits.seen(host, f"a{number}", body)]


def test_a_sentence_is_boilerplate_from_the_third_article_that_holds_it() -> None:
    habits = Habits()
    found = [told(habits, number, f"{story(number)}\n{LINK}\n{FOOTER}") for number in range(4)]
    assert found == [[], [], [LINK, FOOTER], [LINK, FOOTER]]
    assert MARKED_FROM == 3


def test_revisions_and_messages_that_come_again_are_one_article() -> None:
    habits = Habits()
    for revision in range(9):
        assert told(habits, 1, f"{story(revision)}\n{FOOTER}") == []
    assert told(habits, 2, f"{story(20)}\n{FOOTER}\n{FOOTER}") == []


def test_each_host_has_its_own_habits() -> None:
    habits = Habits()
    for number in range(6):
        assert told(habits, number, f"{story(number)}\n{FOOTER}", host=f"{number % 3}.example") == []


def test_an_agency_s_report_under_many_addresses_is_a_copy_and_stays_news() -> None:
    habits = Habits()
    for number in range(9):
        assert told(habits, number, f"{story(1)}\n{FOOTER}") == []
        assert told(habits, 100 + number, LINK) == []


def test_standing_background_is_marked_where_it_is_the_smaller_part() -> None:
    habits = Habits()
    background = "The zone was agreed upon in Astana in 2017."
    for number in range(3):
        told(habits, number, f"{story(number)}\n{background}")
    assert told(habits, 9, f"{story(9)}\n{background}") == [background]
    assert told(habits, 10, f"Shots were heard.\n{background}") == []


def test_a_few_words_are_no_sentence() -> None:
    assert list(sentences("Idlib today.\nSyria | Idlib\n")) == []
    assert len(list(sentences("One two three four"))) == 1
    assert LEAST_WORDS == 4


def test_blanks_around_do_not_matter_and_half_a_surrogate_does_not_hurt() -> None:
    (one,), (other,) = sentences(" one two three four \ud800"), sentences("one two three four \ud800\n")
    assert one.print == other.print


@given(st.text(st.sampled_from("ab .!?\n؟…»"), max_size=60))
def test_sentences_lie_in_the_text_in_order(text: str) -> None:
    found = list(sentences(text))
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(text[one.start : one.end].strip().count(" ") >= LEAST_WORDS - 1 for one in found)


def test_what_is_kept_is_bounded_and_the_newest_is_kept() -> None:
    habits = Habits(kept=100)
    tracemalloc.start()
    for number in range(2000):
        told(habits, number, f"{story(number)}\n{FOOTER}")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000
    assert told(habits, 3000, f"{story(3000)}\n{FOOTER}") == [FOOTER]


def test_what_was_not_seen_for_long_is_forgotten() -> None:
    habits = Habits(kept=50)
    for number in range(3):
        told(habits, number, f"{story(number)}\n{FOOTER}")
    for number in range(10, 100):
        told(habits, number, story(number))
    assert told(habits, 200, f"{story(200)}\n{FOOTER}") == []
