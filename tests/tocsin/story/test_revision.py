"""What a revision changed, in words that a desk can show."""

import msgspec
import pytest

from tests.tocsin.story.keeping import record_of
from tests.tocsin.story.samples import reported, written
from tocsin.contract.events import Article, Change
from tocsin.story.revision import change_between, is_another
from tocsin.story.sketch import sketch_of

QUAKE = reported("malatya-quake", "en")


def change(before: Article, after: Article) -> Change:
    return change_between(record_of(before), after, sketch_of(after))


def test_another_spelling_is_no_change() -> None:
    respelt = msgspec.structs.replace(
        QUAKE, body=QUAKE.body.replace("Erzincan", "ERZİNCAN").replace(" and", "  and")
    )
    assert change(QUAKE, respelt) == Change(article=QUAKE.id)


def test_another_title_is_told_with_the_one_before() -> None:
    assert change(
        QUAKE, msgspec.structs.replace(QUAKE, title="Strong quake hits Malatya in the east")
    ) == Change(article=QUAKE.id, title_before=QUAKE.title)


def test_new_sentences_are_shown_as_written_and_gone_ones_counted() -> None:
    body = QUAKE.body.replace(
        "Schools in Malatya and Elazig were closed.", "The toll has risen to 3, he added."
    )
    assert change(QUAKE, msgspec.structs.replace(QUAKE, body=body)) == Change(
        article=QUAKE.id, added=("The toll has risen to 3, he added.",), removed=1
    )


def test_at_most_five_are_shown() -> None:
    more = "\n".join(f"Village number {number} reports damage." for number in range(9))
    found = change(QUAKE, msgspec.structs.replace(QUAKE, body=f"{QUAKE.body}\n{more}"))
    assert (len(found.added), found.added[0], found.removed) == (5, "Village number 0 reports damage.", 0)


def test_of_a_text_too_long_to_remember_only_what_was_remembered_is_compared() -> None:
    lines = [f"Sentence number {number} says something." for number in range(90)]
    before, after = (
        written("Live", "\n".join(each), language="en")
        for each in (lines, ["News comes first today.", *lines])
    )
    assert change(before, after) == Change(article=after.id, added=("News comes first today.",), removed=0)


def another(before: Article, after: Article) -> bool:
    return is_another(record_of(before), after, sketch_of(after))


@pytest.mark.parametrize("event", ["ariha-strike", "macron-call", "vienna-talks"])
@pytest.mark.parametrize("language", ["en", "ar", "fa", "ru"])
def test_the_report_of_something_else_under_an_old_id_is_another_article(event: str, language: str) -> None:
    assert another(reported("malatya-quake", language), reported(event, language))


def test_a_live_page_that_grew_under_a_new_headline_is_no_other_article() -> None:
    news = "Rescuers leave for home as the last of the missing was found alive. " * 30
    live = msgspec.structs.replace(
        QUAKE, title="Last of the missing found alive", body=f"{news}\nOn Wednesday:\n{QUAKE.body}"
    )
    assert not another(QUAKE, live)


@pytest.mark.parametrize("language", ["fa", "ru"])
def test_nor_is_a_translation_that_has_its_names(language: str) -> None:
    assert not another(QUAKE, reported("malatya-quake", language))


def test_of_a_few_words_it_cannot_be_said() -> None:
    short = written("Breaking news", "More soon.", language="en")
    assert not another(short, QUAKE)
    assert not another(QUAKE, short)
