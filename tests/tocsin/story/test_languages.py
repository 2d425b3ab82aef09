"""Reports of one event in several languages join where the evidence allows, and never those of another event."""

from itertools import permutations

import msgspec
import pytest

from tests.making import NOON
from tests.tocsin.story.keeping import HOUR, book_of, place, record_of, take
from tests.tocsin.story.samples import EVENTS, reported, written
from tocsin.contract.events import Article

LANGUAGES = ("en", "ar", "fa", "ru")


@pytest.mark.parametrize("order", list(permutations(LANGUAGES)))
def test_no_report_joins_another_event_and_most_join_their_own(order: tuple[str, ...]) -> None:
    book, joined = book_of(), 0
    for place_in_order, language in enumerate(order):
        for event in EVENTS:
            article = reported(event, language, place_in_order * HOUR)
            story = take(book, article).story
            assert story is None or story.startswith(f"{event}-")
            joined += story is not None
    assert joined >= 11  # of 18 that could


@pytest.mark.parametrize("language", ["ar", "fa", "ru"])
def test_a_call_is_known_again_by_who_spoke_about_what(language: str) -> None:
    book = book_of(record_of(reported(event, "en")) for event in EVENTS)
    placement = place(book, reported("macron-call", language, HOUR))
    assert (placement.relation, placement.story, placement.origin) == ("report", "macron-call-en", None)
    assert placement.why[0].startswith("another language, 1 h apart: ")
    assert "kinds of event as in «Putin and Macron discuss Idlib ceasefire by phone»" in placement.why[0]


def test_two_days_later_it_is_another_call() -> None:
    book = book_of([record_of(reported("macron-call", "en"))])
    assert place(book, reported("macron-call", "ar", 48 * HOUR)).relation == "new"


def test_a_report_in_another_language_says_why_it_was_kept_apart() -> None:
    placement = place(book_of([record_of(reported("erdogan-call", "en"))]), reported("macron-call", "ar"))
    assert placement.relation == "new"
    (why,) = placement.why
    assert why.startswith(
        "apart from «Erdogan tells Putin Turkey will answer attacks in Idlib» (en), 0 min apart: another day of the"
        " week, score 0.50 of 0.50; in both: "
    )
    assert "4 names (بوتين, إدلب, فلاديمير, " in why
    assert why.endswith("), 0 numbers, 3 kinds of event")


def test_the_same_watch_terms_speak_for_one_event_and_others_against_it() -> None:
    known = record_of(reported("vienna-talks", "en"), terms=("iaea", "fordow"))
    article = reported("vienna-talks", "ru", HOUR)
    scores = [place(book_of([known]), article, terms).score for terms in (("iaea", "fordow"), ("iran",))]
    assert scores[0] > scores[1]


def test_the_language_an_article_says_it_is_in_is_not_all_that_counts() -> None:
    mistaken = msgspec.structs.replace(
        reported("van-quake", "fa", HOUR, id="copy", source="x"), language="ar"
    )
    assert place(book_of([record_of(reported("van-quake", "fa"))]), mistaken).relation == "copy"


def swap(language: str, prisoners: int, after: int = 1) -> Article:
    """A short item on an exchange of so many prisoners."""
    texts = {
        "en": (
            f"{prisoners} prisoners home after exchange at Idlib",
            (
                f"{prisoners} people returned on Tuesday after an exchange near the town of Idlib, and 17 bodies were"
                " handed over, Putin said."
            ),
        ),
        "ru": (
            f"{prisoners} человек вернулись: обмен прошел у города Идлиб",
            (
                f"Во вторник у города Идлиб стороны провели обмен: вернулись {prisoners} человек, передали 17 тел,"
                " сообщил Путин."
            ),
        ),
    }
    title, body = texts[language]
    return written(
        title, body, id=f"{language}-{prisoners}", source=language, language=language, at=NOON + after * HOUR
    )


def test_few_names_are_enough_where_the_numbers_are_the_same() -> None:
    book = book_of([record_of(swap("en", 35, 0))])
    assert place(book, swap("ru", 35)).story == "en-35"


def test_other_numbers_in_the_headlines_keep_two_languages_apart() -> None:
    placement = place(book_of([record_of(swap("en", 35, 0))]), swap("ru", 71))
    assert placement.relation == "new"


def rates(language: str, first: int, second: int, third: int) -> Article:
    """A short item on a council's three budgets."""
    texts = {
        "en": (
            "Council passes budgets after a long night",
            f"The council of Idlib voted {first}, {second} and {third} times on budgets of Salqin, Putin said.",
        ),
        "ru": (
            "Совет принял бюджеты после долгой ночи",
            f"Совет города Идлиб голосовал {first}, {second} и {third} раза; Москва довольна, сообщил в Кремле Путин.",
        ),
    }
    title, body = texts[language]
    return written(title, body, id=f"{language}-{first}", source=language, language=language)


def test_numbers_of_one_digit_are_no_evidence_that_two_languages_tell_of_one_event() -> None:
    few, many = ((3, 4, 5), (31, 47, 5))
    placements = [
        place(book_of([record_of(rates("en", *numbers))]), rates("ru", *numbers)) for numbers in (few, many)
    ]
    assert [placement.relation for placement in placements] == ["new", "report"]


def test_reports_of_one_hour_that_name_other_days_are_of_two_events() -> None:
    known = reported("macron-call", "en")
    other = reported("macron-call", "ru", HOUR)
    moved = msgspec.structs.replace(
        other, body=other.body.replace("субботу", "понедельник").replace("четверг", "среду")
    )
    book = book_of([record_of(known)])
    assert place(book, other).relation == "report"
    placement = place(book, moved)
    assert placement.relation == "new"
    assert "another day of the week" in placement.why[0]
