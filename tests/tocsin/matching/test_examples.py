"""An example that comes out wrong says so, and what the matter is."""

from typing import Any

import pytest

from tocsin.matching.examples import Broken, broken_examples
from tocsin.watchlist.model import Watchlist

TERMS = (
    {"id": "ceasefire", "forms": {"ru": ["перемирие"], "en": ["ceasefire"]}},
    {
        "id": "place",
        "forms": {"ru": ["Идлиб"], "en": ["Idlib"]},
        "except": {"ru": ["газета Идлиб"]},
        "fields": ["title", "lead"],
    },
    {"id": "mir", "forms": {"ru": ["Мир"]}, "case": "same"},
)


def watchlist(match: tuple[Any, ...] = (), ignore: tuple[Any, ...] = (), **fields: Any) -> Watchlist:
    plain = {"id": "truce", "title": "Truce", "terms": TERMS}
    return Watchlist.model_validate(
        {
            **plain,
            **fields,
            "examples": {"match": tuple(map(example, match)), "ignore": tuple(map(example, ignore))},
        }
    )


def example(told: Any) -> dict[str, Any]:
    return {"language": "ru", **({"text": told} if isinstance(told, str) else told)}


def message(text: Any, **fields: Any) -> str:
    """What is wrong with an example that must fire and does not."""
    (broken,) = broken_examples(watchlist(match=(text,), **fields))
    return broken.message.removeprefix("must fire this watchlist and does not: ")


def test_examples_that_come_out_as_written_say_nothing() -> None:
    good = watchlist(match=("Стороны объявили Перемирие.",), ignore=("Примирение невозможно.",))
    assert list(broken_examples(good)) == []


def test_each_is_named_at_its_place() -> None:
    bad = watchlist(
        match=("Объявлено перемирие.", "Стороны помирились."), ignore=("Дождь.", "Это не перемирие")
    )
    assert list(broken_examples(bad)) == [
        Broken(
            ("examples", "match", 1),
            "must fire this watchlist and does not: 0 of 3 terms found; one is enough",
        ),
        Broken(
            ("examples", "ignore", 1),
            "must not fire this watchlist and does: 'перемирие' is the ru form 'перемирие' of term ceasefire",
        ),
    ]


@pytest.mark.parametrize(
    ("text", "fields", "says"),
    [
        ("Перемирие.", {"when": {"all": ["ceasefire", "place"]}}, "place is not found"),
        (
            "Перемирие. Идлиб.",
            {"when": {"any": [{"all": ["ceasefire", {"none": ["place"]}]}, "mir"]}},
            "place is found once, which must not be; mir is not found",
        ),
        (
            "Перемирие и мир.",
            {"when": {"all": ["ceasefire", "mir"]}},
            "mir is not found; 'мир' is found as mir and does not count: its capitals are not those of the form",
        ),
        (
            "Это газета Идлиб.",
            {"when": "place"},
            (
                "place is not found; 'Идлиб' is found as place and does not count: it touches a context of the term's"
                " `except`, 'газета Идлиб'"
            ),
        ),
        (
            {"text": "Первое.\nИдлиб."},
            {"when": "place"},
            "place is not found; 'Идлиб' is found as place and does not count: the term does not count in that field",
        ),
        (
            "Перемирие объявлено.",
            {"when": {"in": {"fields": ["title"], "of": "ceasefire"}}},
            "ceasefire is not found (looked at in title only)",
        ),
        (
            "Перемирие.",
            {"threshold": 2.5},
            "the weights of the terms found are ceasefire 1 = 1; they must reach 2.5",
        ),
        ("Перемирие.", {"filters": {"languages": ["fa"]}}, "its language is none of `filters.languages`"),
    ],
)
def test_one_that_must_fire_says_what_is_missing(text: Any, fields: dict[str, Any], says: str) -> None:
    assert message(text, **fields) == says


def test_a_title_is_read_too_and_sources_and_age_keep_no_example_out() -> None:
    one = {"title": "Идлиб", "text": "Новости дня."}
    feed = {
        "countries": ["ir"],
        "kinds": ["agency"],
        "trust": "high",
        "tags": ["front"],
        "not_tags": ["other"],
    }
    filters = {"sources": ["wire"], "not_sources": ["other"], "max_age": "1h", **feed}
    assert list(broken_examples(watchlist(match=(one,), when="place", filters=filters))) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Перемирие.", "what fired it is ceasefire"),
        (
            "Перемирие и мир.",
            "'мир' is found as mir and does not count: its capitals are not those of the form",
        ),
        ("Перемирие на станции Мир.", "it is there, but not among what makes the condition true"),
    ],
)
def test_a_term_that_must_be_found_is_missed(text: str, says: str) -> None:
    bad = watchlist(match=({"text": text, "terms": ["ceasefire", "mir"]},), when="ceasefire")
    assert list(broken_examples(bad)) == [
        Broken(("examples", "match", 0), f"must find term mir and does not: {says}")
    ]
