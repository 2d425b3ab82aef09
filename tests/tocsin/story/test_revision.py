"""What a revision changed, in words that a desk can show."""

import msgspec

from tests.tocsin.story.keeping import record_of
from tests.tocsin.story.samples import reported, written
from tocsin.contract.events import Article, Change
from tocsin.story.revision import change_between
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
