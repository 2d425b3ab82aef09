"""Tables of words, as people keep them."""

import pytest

from tocsin.watchlist.importing.rows import NO_LANGUAGE, ListError, Row, Skipped
from tocsin.watchlist.importing.table import table_rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_one_form_a_row_whatever_parts_the_cells(delimiter: str) -> None:
    text = "Term,Language,Form\nIdlib,ar,إدلب\nIdlib,ru,Идлиб\n".replace(",", delimiter)
    found = table_rows(text)
    assert found.rows == [Row("2", "Idlib", "ar", "إدلب"), Row("3", "Idlib", "ru", "Идлиб")]
    assert found.skipped == []


@pytest.mark.parametrize(
    "header", ["term,language,form", "ID,Lang,Keyword", " concept , LOCALE , Text ", "\ufeffname,iso,label"]
)
def test_the_columns_are_known_by_many_names(header: str) -> None:
    assert table_rows(f"{header}\nIdlib,fa-IR,ادلب\n").rows == [Row("2", "Idlib", "fa", "ادلب")]


def test_a_column_for_each_language_makes_a_term_of_each_row() -> None:
    found = table_rows("id,en,fa\ntruce,truce | ceasefire,آتش‌بس\n,Idlib,ادلب\n,,ادلب\n")
    assert found.rows == [
        Row("2", "truce", "en", "truce"),
        Row("2", "truce", "en", "ceasefire"),
        Row("2", "truce", "fa", "آتش‌بس"),
        Row("3", "Idlib", "en", "Idlib"),
        Row("3", "Idlib", "fa", "ادلب"),
        Row("4", "line 4", "fa", "ادلب"),
    ]


def test_a_single_column_takes_the_language_that_is_named() -> None:
    assert table_rows("keyword\ntruce\nIdlib\n", "en").rows == [
        Row("2", "", "en", "truce"),
        Row("3", "", "en", "Idlib"),
    ]


def test_the_line_is_the_one_a_row_begins_on() -> None:
    found = table_rows('form,language\n"cease\nfire",en\n\ntruce,en\n')
    assert [(row.place, row.form) for row in found.rows] == [("2", "cease"), ("2", "fire"), ("5", "truce")]


def test_what_is_no_form_is_told_with_its_line_and_why() -> None:
    found = table_rows("term,language,form\nIdlib,en,\nIdlib,,Idlib\nIdlib,Arabic!,إدلب\nIdlib\n")
    assert found.rows == []
    assert found.skipped == [
        Skipped("2", "Idlib", "there is no form"),
        Skipped("3", "Idlib", NO_LANGUAGE),
        Skipped("4", "إدلب", "'Arabic!' is no language tag such as ar or fa"),
        Skipped("5", "Idlib", "there is no form"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("\n\n", "it is empty"),
        ("colour,size\nred,3\n", "line 1: no column holds forms; .* there are: colour, size"),
        ('form,language\n"truce,en\n', "it can't be read as a table: unexpected end of data"),
        ("form,language\n" + "x" * 200_000 + ",en\n", "it can't be read as a table: field larger than"),
    ],
)
def test_what_is_no_table_is_told(text: str, why: str) -> None:
    with pytest.raises(ListError, match=why):
        table_rows(text)
