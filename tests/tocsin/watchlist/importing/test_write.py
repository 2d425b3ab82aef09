"""Rows as a watchlist that the loader accepts."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.watchlist.importing.naming import identifier
from tocsin.watchlist.importing.rows import Row, Skipped
from tocsin.watchlist.importing.write import Heading, write
from tocsin.watchlist.load import read_watchlist
from tocsin.watchlist.model import Watchlist

HEADING = Heading("places", "Places", "Made here.")


def test_rows_become_terms_and_forms_in_their_order() -> None:
    made = write(
        [
            Row("2", "Old Bridge", "tr", "Eski Köprü"),
            Row("3", "Truce", "fa", "آتش‌بس"),
            Row("4", "Old Bridge", "en", " Old   Bridge "),
        ],
        HEADING,
    )
    assert made.text == (
        "# Made here.\n"
        "id: places\n"
        "title: Places\n"
        "status: shadow\n"
        "terms:\n"
        "- id: old-bridge\n"
        "  forms:\n"
        "    tr:\n"
        "    - Eski Köprü\n"
        "    en:\n"
        "    - Old Bridge\n"
        "- id: truce\n"
        "  forms:\n"
        "    fa:\n"
        "    - آتش‌بس\n"
    )
    assert (len(made.rows), made.terms, made.skipped) == (3, 2, ())


def test_the_second_of_two_that_fold_alike_is_left_out() -> None:
    made = write(
        [Row("2", "t", "ar", "إدلب"), Row("3", "t", "ar", "ادلب"), Row("4", "t", "fa", "ادلب")], HEADING
    )
    assert [row.place for row in made.rows] == ["2", "4"]
    assert made.skipped == (Skipped("3", "ادلب", "the same as 'إدلب' before, at 2"),)


def test_what_the_loader_finds_at_fault_is_left_out_with_its_reason() -> None:
    long = "x" * 201
    made = write(
        [Row("2", "t", "en", "--"), Row("3", "t", "en", "Idlib"), Row("4", "u", "en", long)], HEADING
    )
    assert [row.place for row in made.rows] == ["3"]
    assert [(skipped.place, skipped.what) for skipped in made.skipped] == [("2", "--"), ("4", long)]
    assert "holds no letter or digit" in made.skipped[0].why
    assert "200" in made.skipped[1].why


def test_a_character_that_is_no_text_is_named() -> None:
    made = write([Row("2", "t", "en", "a\0b"), Row("3", "t", "en", "a\ud800b")], HEADING)
    assert made.text == ""
    assert [skipped.why for skipped in made.skipped] == [
        "it holds U+0000, which is no text",
        "it holds U+D800, which is no text",
    ]


def test_a_fault_of_the_heading_is_told_as_such() -> None:
    made = write([Row("2", "t", "en", "Idlib")], Heading("No Id", "Places", ""))
    assert made.text == ""
    assert [issue.field for issue in made.faults] == ["id"]


def test_terms_without_a_latin_letter_get_a_number_and_no_two_terms_share_an_id() -> None:
    rows = [
        Row("2", "Мост", "ru", "мост"),
        Row("3", "Old bridge", "en", "old bridge"),
        Row("4", "old-bridge!", "en", "bridge"),
        Row("5", "", "en", "ford"),
    ]
    assert [row.term for row in write(rows, HEADING).rows] == [
        "term-1",
        "old-bridge",
        "old-bridge-2",
        "places",
    ]


def test_an_identifier_keeps_what_an_id_may_hold() -> None:
    assert identifier("  Çanakkale Köprüsü (1915) ") == "canakkale-koprusu-1915"
    assert identifier("جسر") == ""
    assert len(identifier("x" * 100)) == 64


@given(
    st.lists(
        st.builds(
            Row,
            st.integers(2, 99).map(str),
            st.text(max_size=8),
            st.sampled_from(["ar", "fa", "ru", "tr", "en", "fr", "ckb"]),
            st.one_of(
                st.text(max_size=12),
                st.sampled_from(
                    ["no", "~", "1:30", "- x", "#", "the", "из", "a: b", "UN", "un", "МИД", "U.N."]
                ),
            ),
        ),
        max_size=12,
    )
)
def test_what_is_written_is_always_accepted_and_every_row_is_accounted_for(rows: list[Row]) -> None:
    made = write(rows, HEADING)
    assert made.faults == ()
    assert len(made.rows) + len(made.skipped) == len(rows)
    if not made.text:
        assert not made.rows
        return
    watchlist = read_watchlist(made.text, "places.yaml")
    assert isinstance(watchlist, Watchlist)
    written = [
        (term.id, tag, form)
        for term in watchlist.terms
        for tag, forms in term.forms.items()
        for form in forms
    ]
    assert sorted(written) == sorted((row.term, row.language, row.form) for row in made.rows)


def test_a_stop_word_and_a_word_too_short_are_left_out() -> None:
    made = write(
        [Row("2", "t", "en", "the"), Row("3", "t", "ru", "он"), Row("4", "t", "en", "Idlib")], HEADING
    )
    assert [row.place for row in made.rows] == ["4"]
    assert [skipped.place for skipped in made.skipped] == ["2", "3"]
    assert "commonest words" in made.skipped[0].why


def settings(rows: list[Row]) -> dict[str, tuple[str, str, list[str]]]:
    watchlist = read_watchlist(write(rows, HEADING).text, "places.yaml")
    assert isinstance(watchlist, Watchlist)
    return {
        term.id: (term.match, term.case, [form for forms in term.forms.values() for form in forms])
        for term in watchlist.terms
    }


def test_acronyms_are_found_only_as_they_are_written() -> None:
    rows = [
        Row("2", "UN", "en", "UN"),
        Row("3", "UN", "en", "United Nations"),
        Row("4", "UN", "ru", "ООН"),
        Row("5", "WHO", "en", "WHO"),
        Row("6", "Nato", "en", "NATO"),
        Row("7", "Nato", "en", "Nato"),
        Row("8", "Truce", "en", "UNESCO"),
        Row("9", "Truce", "ar", "هدنة"),
    ]
    assert settings(rows) == {
        "un-acronyms": ("exact", "same", ["UN", "ООН"]),
        "un": ("inflected", "any", ["United Nations"]),
        "who": ("exact", "same", ["WHO"]),
        "nato-acronyms": ("exact", "same", ["NATO"]),
        "nato": ("inflected", "any", ["Nato"]),
        "truce": ("inflected", "any", ["UNESCO", "هدنة"]),
    }


def test_a_list_all_in_capitals_says_nothing_by_them() -> None:
    rows = [Row("2", "p", "en", "HOMS"), Row("3", "p", "en", "ALEPPO")]
    assert settings(rows) == {"p": ("inflected", "any", ["HOMS", "ALEPPO"])}


def test_one_capital_letter_is_no_acronym() -> None:
    made = write([Row("2", "t", "en", "Z"), Row("3", "t", "en", "Idlib")], HEADING)
    assert [skipped.place for skipped in made.skipped] == ["2"]


def test_a_term_that_is_called_like_the_acronyms_of_another_keeps_its_own_settings() -> None:
    rows = [
        Row("2", "un acronyms", "en", "blue helmets"),
        Row("3", "un", "en", "UN"),
        Row("4", "un", "en", "United Nations"),
    ]
    found = settings(rows)
    assert {name: match for name, (match, _, _) in found.items()} == {
        "un-acronyms": "inflected",
        "un-acronyms-2": "exact",
        "un": "inflected",
    }


def test_what_is_left_out_is_told_in_the_order_of_the_list() -> None:
    rows = [
        Row("Q9.labels.en", "t", "en", "the"),
        Row("Q1.labels.en", "t", "en", "Idlib"),
        Row("Q1.aliases.en[0]", "t", "en", "idlib"),
        Row("Q1.aliases.en[1]", "t", "en", "--"),
        Row("Q1.aliases.en[2]", "t", "en", "a\0b"),
    ]
    places = [skipped.place for skipped in write(rows, HEADING).skipped]
    assert places == ["Q9.labels.en", "Q1.aliases.en[0]", "Q1.aliases.en[1]", "Q1.aliases.en[2]"]
