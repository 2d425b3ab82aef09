"""What outlets do to agency copy does not hide that it is one."""

import random
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tocsin.story.keeping import HOUR, book_of, place, record_of
from tests.tocsin.story.samples import EVENTS, reported
from tocsin.identity.article import content_digest

Edit = Callable[[str, random.Random], str]


def cut(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    gone = set(chance.sample(range(len(words)), max(len(words) // 20, 1)))
    return " ".join(word for at, word in enumerate(words) if at not in gone)


def mistyped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for at in chance.sample(range(len(letters)), max(len(letters) // 100, 1)):
        letters[at] = chance.choice("aeابпо")
    return "".join(letters)


def respelt(text: str, chance: random.Random) -> str:
    pairs = (("أ", "ا"), ("إ", "ا"), ("ة", "ه"), ("ی", "ي"), ("ک", "ك"), ("ё", "е"), ("»", '"'))
    for old, new in chance.sample(pairs, 4):
        text = text.replace(old, new)
    return text.replace("\u200c", chance.choice(("", "\u200c")))


def framed(text: str, chance: random.Random) -> str:
    return f"Agencies - {chance.choice(('World desk', 'Our correspondent'))}.\n{text}\nAll rights are reserved by us."


def halved(text: str, chance: random.Random) -> str:
    return text[: text.index(" ", len(text) // 2)]


@pytest.mark.parametrize("edit", [cut, mistyped, respelt, framed, halved])
@pytest.mark.parametrize("language", ["en", "ar", "fa", "ru"])
@given(st.sampled_from(sorted(EVENTS)), st.integers(0, 1000))
@settings(max_examples=12, deadline=None)
def test_a_light_edit_joins_what_it_was_made_of(edit: Edit, language: str, event: str, seed: int) -> None:
    book = book_of(record_of(reported(each, language)) for each in EVENTS)
    known = reported(event, language, HOUR, id="copy", source="Gazette")
    chance = random.Random(seed)  # noqa: S311
    title, body = (
        edit(known.title, chance) if edit in (cut, mistyped) else known.title,
        edit(known.body, chance),
    )
    copy = msgspec.structs.replace(known, title=title, body=body, content=content_digest(title, body))
    placement = place(book, copy)
    assert (placement.story, placement.relation in ("copy", "report")) == (f"{event}-{language}", True)


@pytest.mark.parametrize("language", ["en", "ar", "fa", "ru"])
def test_background_taken_from_another_report_joins_nothing(language: str) -> None:
    call, quake = reported("macron-call", language), reported("malatya-quake", language)
    background = call.body[len(call.body) // 2 :]
    mixed = msgspec.structs.replace(quake, id="mixed", content="mixed", body=f"{quake.body}\n{background}")
    assert place(book_of([record_of(call)]), mixed).relation == "new"
