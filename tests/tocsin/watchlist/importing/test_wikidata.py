"""Wikidata's labels and aliases. The entities are made up; their shape is that of Special:EntityData."""

import json

import pytest

from tocsin.watchlist.importing.rows import ListError, Row, Skipped
from tocsin.watchlist.importing.wikidata import wikidata_rows


def label(language: str, value: str) -> dict[str, str]:
    return {"language": language, "value": value}


ENTITIES = {
    "Q1": {
        "type": "item",
        "labels": {
            "en": label("en", "Old Bridge"),
            "de": label("de", "Alte Brücke"),
            "ar": label("ar", "الجسر"),
        },
        "aliases": {"ar": [label("ar", "جسر"), label("ar", "الجسر القديم")], "de": [label("de", "Brücke")]},
    },
    "Q2": {"labels": {"ru": label("ru", "Мост")}, "aliases": []},
}


def test_labels_and_aliases_of_the_wanted_languages_are_forms() -> None:
    found = wikidata_rows(json.dumps({"entities": ENTITIES}).encode(), ["ar", "ru"])
    assert found.rows == [
        Row("Q1.labels.ar", "Old Bridge", "ar", "الجسر"),
        Row("Q1.aliases.ar[0]", "Old Bridge", "ar", "جسر"),
        Row("Q1.aliases.ar[1]", "Old Bridge", "ar", "الجسر القديم"),
        Row("Q2.labels.ru", "Q2", "ru", "Мост"),
    ]


def test_an_entity_without_a_wanted_label_is_told() -> None:
    entities = {"Q3": {"id": "Q3", "missing": ""}, "Q4": [], "Q5": {"labels": {"en": "x"}}}
    found = wikidata_rows(json.dumps({"entities": entities}).encode(), ["en", "fr"])
    assert found.rows == []
    assert found.skipped == [Skipped(name, "", "it has no label in en, fr") for name in entities]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{", "no JSON: "),
        (b"[]", "it holds no 'entities'"),
        (b"\xff", "no JSON: "),
        (b"[" * 100_000, "no JSON: "),
    ],
)
def test_what_holds_no_entities_is_told(raw: bytes, why: str) -> None:
    with pytest.raises(ListError, match=why):
        wikidata_rows(raw, ["en"])
