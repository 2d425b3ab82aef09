"""Stories open, take in what belongs to them, and end; the same records give the same answers."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import NOON
from tests.tocsin.story.keeping import HOUR, USUAL, book_of, place, record_of, take
from tests.tocsin.story.samples import EVENTS, reported, written
from tocsin.contract.events import Article
from tocsin.story.book import Book
from tocsin.story.model import Filed, Placement, StorySettings

CALL = reported("macron-call", "en")
LATER = reported("macron-call", "en", HOUR, id="later", source="Gazette")
EVERY = [reported(event, language) for event in EVENTS for language in EVENTS[event]]


def opened(*articles: Article, settings: StorySettings = USUAL) -> Book:
    book = book_of(settings=settings)
    for article in articles:
        take(book, article)
    return book


def reworded(article: Article, title: str, **fields: object) -> Article:
    """Another article about the same: its own title, the same body from the second word on."""
    body = article.body.partition(" ")[2].replace("late on", "on").replace("also", "then")
    return msgspec.structs.replace(
        written(title, body, at=article.fetched), language=article.language, **fields
    )


def test_the_first_article_opens_a_story() -> None:
    assert place(book_of(), CALL) == Placement(relation="new", why=("no open story is like it",))


def test_the_same_article_again_is_a_repeat() -> None:
    placement = place(opened(CALL), CALL)
    assert (placement.relation, placement.story, placement.of, placement.score) == (
        "repeat",
        CALL.id,
        CALL.id,
        1.0,
    )


def test_the_same_article_with_other_words_is_a_revision_whatever_the_words() -> None:
    changed = written("Storm closes the port", "Ships wait outside.", id=CALL.id, source=CALL.source)
    placement = place(opened(CALL), changed)
    assert (placement.relation, placement.story, placement.of) == ("revision", CALL.id, CALL.id)
    assert placement.why == (
        "under the id of «Putin and Macron discuss Idlib ceasefire by phone», but quite another article",
    )


def test_a_revision_says_whether_its_title_is_another() -> None:
    changed = msgspec.structs.replace(CALL, title="Putin and Macron speak by phone of Idlib", content="other")
    assert place(opened(CALL), changed).why == ("the same article with other words, with another title",)


def test_a_revision_stays_what_its_article_was_to_the_story() -> None:
    book = opened(CALL, LATER)
    take(book, reworded(LATER, "Other title", id=LATER.id, source=LATER.source))
    record = book.filed(LATER.id)
    assert record is not None
    assert (record.relation, record.origin, record.title) == ("copy", CALL.id, "Other title")


def test_the_same_words_are_a_copy_from_another_outlet_and_a_repeat_from_the_same() -> None:
    own = msgspec.structs.replace(LATER, source=CALL.source)
    book = opened(CALL)
    assert [place(book, article).relation for article in (LATER, own)] == ["copy", "repeat"]
    assert place(book, LATER).origin == CALL.id


def test_agency_copy_has_one_origin_however_it_is_handed_on() -> None:
    book = opened(CALL)
    for number in range(5):
        carried = reworded(
            CALL, f"Kremlin and Elysee speak of Idlib: {number}", id=f"c{number}", source=f"Outlet {number}"
        )
        assert take(book, carried).relation == "copy"
    assert {record.origin for n in range(5) if (record := book.filed(f"c{n}"))} == {CALL.id}


def test_another_report_of_the_event_joins_as_one_and_says_by_which_words() -> None:
    other = written(
        "Macron urges Putin to agree to a ceasefire in Idlib",
        "French President Emmanuel Macron urged Vladimir Putin in a phone call to agree to a ceasefire in Idlib at"
        " once, the Elysee said on Saturday evening. Paris fears the escalation in the Syrian province, an aide said."
        " Putin spoke of the summit with Turkey that is planned in Moscow.",
        at=NOON + 2 * HOUR,
        id="other",
        source="Gazette",
    )
    placement = place(
        opened(CALL, *(reported(event, "en") for event in EVENTS if event != "macron-call")), other
    )
    assert (placement.relation, placement.story, placement.of, placement.origin) == (
        "report",
        CALL.id,
        CALL.id,
        None,
    )
    assert "Macron, " in placement.why[0]
    assert "2 h apart" in placement.why[0]
    assert placement.why[1].startswith("apart from «Erdogan tells Putin")


@pytest.mark.parametrize("language", ["en", "ar", "fa", "ru"])
def test_events_alike_in_kind_and_place_stay_apart(language: str) -> None:
    book = opened(*(reported(event, language) for event in EVENTS))
    assert len(book) == len(EVENTS)


@pytest.mark.parametrize("text", ["", "Syria", "…", "Breaking news"])
def test_what_says_nothing_is_like_nothing(text: str) -> None:
    empty, other = (written(text, text, id=one, source=one, language="en") for one in ("one", "two"))
    book = opened(empty)
    assert place(book, other).relation == "new"
    assert place(book, empty).relation == "repeat"


def test_what_a_host_puts_under_everything_joins_nothing() -> None:
    under = "\n".join(
        f"{line} of the service that every reader of this page has to accept before reading on."
        for line in (
            "Terms of use",
            "Rules of conduct",
            "Notes on cookies",
            "Conditions of sale",
            "Ways to complain",
        )
    )
    towns = ("Ariha", "Salqin", "Maarat", "Binnish", "Sarmada")
    heads = [*(f"{town} opens its bridge" for town in towns), "Grossi arrives in Vienna", "Team wins the cup"]
    book = book_of()
    for head in heads:
        take(book, written(head, f"{head} today.\n{under}", id=head, source="Gazette", language="en"))
    assert len(book) == len(heads)


def test_a_story_is_over_when_it_was_quiet_and_takes_in_nothing_more() -> None:
    book = opened(CALL)
    rules = book.settings
    assert book.expired(NOON + rules.quiet) == ()
    assert book.expired(NOON + rules.quiet + HOUR) == (CALL.id,)
    late = msgspec.structs.replace(LATER, fetched=NOON + rules.quiet + HOUR)
    assert place(book, late).relation == "new"
    assert place(book, msgspec.structs.replace(CALL, fetched=late.fetched)).relation == "new"


def test_what_is_added_keeps_a_story_open_but_not_for_ever() -> None:
    book = book_of(settings=StorySettings(quiet=timedelta(days=2), longest=timedelta(days=5)))
    for day in range(4):
        copy = reported("macron-call", "en", timedelta(days=day), id=f"day{day}", source=f"Outlet {day}")
        assert take(book, copy).story == (None if day == 0 else "day0")
    assert book.expired(NOON + timedelta(days=4, hours=23)) == ()
    assert book.expired(NOON + timedelta(days=5, hours=1)) == ("day0",)


def test_a_week_late_it_joins_its_copy_and_no_other_event() -> None:
    book = opened(msgspec.structs.replace(CALL, fetched=NOON + 150 * HOUR, published=NOON + 150 * HOUR))
    late = msgspec.structs.replace(
        reported("erdogan-call", "en"), fetched=NOON + 151 * HOUR, published=NOON - timedelta(days=7)
    )
    assert place(book, late).relation == "new"


def test_a_clock_that_jumps_back_ends_nothing() -> None:
    book = opened(CALL)
    early = NOON - timedelta(days=400)
    assert book.expired(early) == ()
    assert place(book, msgspec.structs.replace(LATER, fetched=early, published=early)).relation == "copy"


def test_dropping_a_story_forgets_its_articles() -> None:
    book = opened(CALL, LATER)
    assert sorted(book.drop(CALL.id)) == sorted([CALL.id, LATER.id])
    assert (len(book), book.filed(CALL.id), place(book, LATER).relation) == (0, None, "new")
    assert book.drop(CALL.id) == ()


def test_only_so_many_stories_are_kept_open() -> None:
    articles = [reported(event, "en", n * HOUR) for n, event in enumerate(EVENTS)]
    book = opened(*articles, settings=StorySettings(most_stories=4))
    assert book.expired(articles[-1].fetched) == tuple(sorted(article.id for article in articles[:-4]))


def copies(count: int) -> list[Filed]:
    first = record_of(CALL)
    placed = Placement(relation="copy", story=CALL.id, of=CALL.id, origin=CALL.id)
    return [
        first,
        *(
            record_of(
                reported("macron-call", "en", n * HOUR / 60, id=f"copy{n:03}", source=f"Outlet {n}"), placed
            )
            for n in range(1, count)
        ),
    ]


def test_a_million_copies_would_leave_a_handful_of_records() -> None:
    book, gone = book_of(), list[str]()
    for number, record in enumerate(copies(100)):
        gone.extend(book.file(record, number))
    kept = [record.article for record in copies(100) if book.filed(record.article)]
    assert kept == [CALL.id, *(f"copy{n:03}" for n in range(92, 100))]
    assert sorted([*kept, *gone]) == sorted(record.article for record in copies(100))


@given(st.permutations(range(20)))
@settings(max_examples=25, deadline=None)
def test_what_is_kept_of_a_story_hangs_on_no_order(order: list[int]) -> None:
    records, rules = copies(20), StorySettings(most_reports=8)
    usual, other = book_of(records, rules), book_of(settings=rules)
    for number in order:
        other.file(records[number], number)
    assert [other.filed(record.article) for record in records] == [
        usual.filed(record.article) for record in records
    ]


@given(st.permutations(EVERY), st.permutations(EVERY))
@settings(max_examples=10, deadline=None)
def test_a_book_rebuilt_in_any_order_gives_the_same_answers(
    came: list[Article], filed: list[Article]
) -> None:
    book = opened(*came)
    records = [record for article in filed if (record := book.filed(article.id)) is not None]
    rebuilt = book_of(records)
    for article in EVERY:
        new = msgspec.structs.replace(article, id="new", source="Gazette", content="new")
        assert place(rebuilt, new) == place(book, new)


@pytest.mark.parametrize("after", [timedelta(0), HOUR, -HOUR])
def test_the_record_of_an_article_that_came_last_stands(after: timedelta) -> None:
    one = record_of(CALL)
    other = record_of(msgspec.structs.replace(CALL, fetched=NOON + after, title="New", content="new"))
    assert book_of([one, other]).filed(CALL.id) == other
    assert book_of([other, one]).filed(CALL.id) == one
    assert len(book_of([one, other])) == 1
