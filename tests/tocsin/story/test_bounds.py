"""What a story must not swallow, and what a book must bear."""

import random
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.story.keeping import HOUR, OPENS, book_of, place, record_of, take
from tests.tocsin.story.samples import reported, written
from tocsin.story.book import Book
from tocsin.story.model import StorySettings, filed
from tocsin.story.rarity import Rarity
from tocsin.story.sketch import sketch_of


@pytest.mark.parametrize(("after", "relation"), [(1 * HOUR, "repeat"), (12 * HOUR, "new")])
@pytest.mark.parametrize(
    "title", ["Sirens sound in Haifa and Krayot", "صفارات الإنذار تدوي في حيفا والكريوت"]
)
def test_a_flash_in_the_same_words_is_the_same_only_for_a_while(
    title: str, after: timedelta, relation: str
) -> None:
    known = written(title, "", id="a", source="x")
    again = written(title, "", id="b", source="x", at=NOON + after)
    assert place(book_of([record_of(known)]), again).relation == relation


def test_a_flash_again_is_a_copy_of_its_own_time() -> None:
    title, book = "Sirens sound in Haifa and Krayot", book_of()
    for hours in (0, 12):
        take(book, written(title, "", id=f"at{hours}", source="x", at=NOON + hours * HOUR))
    later = written(title, "", id="c", source="y", at=NOON + 13 * HOUR)
    assert (place(book, later).relation, place(book, later).story) == ("copy", "at12")


@pytest.mark.parametrize("published", [None, NOON + 400 * HOUR])
def test_without_a_date_that_can_be_a_flash_is_of_the_time_at_which_it_was_fetched(
    published: datetime | None,
) -> None:
    known, again = (
        msgspec.structs.replace(
            written("Sirens sound in Haifa and Krayot", "", id=id_, source="x", at=at), published=published
        )
        for id_, at in (("a", NOON), ("b", NOON + 12 * HOUR))
    )
    worked_off = NOON + 24 * HOUR
    book = book_of([filed(known, sketch_of(known), OPENS, "s", worked_off)])
    assert book.place(again, sketch_of(again), worked_off).relation == "new"


def test_a_long_text_in_the_same_words_is_a_repeat_a_day_later() -> None:
    known = reported("macron-call", "en", id="a", source="x")
    again = reported("macron-call", "en", 24 * HOUR, id="b", source="x")
    assert place(book_of([record_of(known)]), again).relation == "repeat"


def test_words_of_very_many_stories_are_counted_to_the_last() -> None:
    rarity, word = Rarity(), b"abc"
    stories = [str(number) for number in range(9000)]
    for story in stories:
        rarity.add(story, [word])
    for story in stories[1:]:
        rarity.remove(story, [word])
    alone = Rarity()
    alone.add(stories[0], [word])
    assert rarity.weight(frozenset([word])) == alone.weight(frozenset([word]))
    rarity.remove(stories[0], [word])
    assert rarity.weight(frozenset([word])) == 1.0


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12), st.integers(1, 12), st.integers(0, 150))
@settings(max_examples=60, deadline=None)
def test_over_are_the_quiet_and_the_longest_quiet_of_too_many(hours: list[int], most: int, now: int) -> None:
    rules = StorySettings(most_stories=most)
    book = Book(rules)
    for number, after in enumerate(hours):
        text = reported("macron-call", "en", after * HOUR, id=f"s{number:02}")
        book.file(record_of(text), number)
    at = NOON + now * HOUR
    ranked = sorted(((after, f"s{number:02}") for number, after in enumerate(hours)), reverse=True)
    kept = {name for after, name in ranked[:most] if at <= NOON + after * HOUR + rules.quiet}
    assert set(book.expired(at)) == {name for _, name in ranked} - kept


def test_a_report_like_one_of_a_story_and_unlike_its_first_opens_its_own() -> None:
    first = written(
        "Minister resigns over tunnel contract in Salerno",
        "Transport minister Lucia Ferri resigned on Monday over a tunnel contract in Salerno that went to her brother.",
        id="first",
        source="a",
        language="en",
    )
    second = written(
        "Dockers strike closes ports of Genoa and Livorno for a week",
        "Dockers of Genoa and Livorno began a strike for a week; the union of Paolo Galli wants higher wages at night.",
        id="second",
        source="b",
        language="en",
    )
    third = msgspec.structs.replace(
        written(
            "Ports of Genoa and Livorno closed as dockers strike for higher wages",
            "A strike of dockers for higher wages at night closed the ports of Genoa and Livorno; Paolo Galli of the"
            " union said it would last a week.",
            id="third",
            source="c",
            at=NOON + HOUR,
        ),
        language="en",
    )
    joined = msgspec.structs.replace(record_of(second), story="first", relation="report")
    assert place(book_of([record_of(second)]), third).relation == "report"
    placement = place(book_of([record_of(first), joined]), third)
    assert placement.relation == "new"
    assert "1 h apart: too unlike the first of that story, score " in placement.why[0]


def test_copies_of_copies_drift_out_of_the_story_whose_text_they_have_lost() -> None:
    """Each carries nine tenths of the one before: the eleventh has nothing of the first."""
    chance, book = random.Random(1), book_of()  # noqa: S311
    words = ["".join(chance.choices("abdefgiklmnoprstu", k=8)) for _ in range(220)]
    where = []
    for number in range(12):
        own = words[10 * number : 10 * number + 100]
        sentences = [" ".join(own[at : at + 10]).capitalize() for at in range(0, 100, 10)]
        title, body, at = sentences[0], ". ".join(sentences[1:]), NOON + number * HOUR
        text = written(title, body, id=f"copy{number:02}", source=f"outlet {number}", at=at, language="en")
        where.append(take(book, text).story)
    assert where[1:4] == ["copy00"] * 3
    assert "copy00" not in where[9:]
