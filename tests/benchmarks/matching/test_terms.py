"""Terms come from all three sources, each once, and few are a beginning of many."""

from benchmarks.matching.terms import TERMS_PER_WATCHLIST, Term, make_terms, watchlists
from tests.benchmarks.matching.making import CITIES, DESK, HELD_OUT, terms


def test_desk_places_and_held_out_words() -> None:
    forms = {(term.language, term.form) for term in terms()}
    assert {
        ("ar", "وقف النار"),
        ("tr", "Demirköy"),
        ("ru", "Старая Верфь"),
        ("en", "Quiet harbours"),
    } <= forms


def test_the_script_and_the_country_tell_the_language() -> None:
    language = {term.form: term.language for term in terms()}
    assert (language["دميركوي"], language["گرم‌رود"]) == ("ar", "fa")
    assert (language["Demirköy"], language["Saint-Bel"], language["Garmrud"]) == ("tr", "fr", "en")


def test_fewer_terms_are_a_beginning_of_more() -> None:
    assert make_terms(CITIES, HELD_OUT, DESK, 5) == terms()[:5]


def test_no_two_terms_fold_to_one_key() -> None:
    twice = (*CITIES, *CITIES)
    made = make_terms(twice, HELD_OUT, (*DESK, ("fr", "CEASE  fire")), 100)
    assert len({term.key for term in made}) == len(made)


def test_stop_words_and_shreds_are_no_terms() -> None:
    made = make_terms(
        (), {}, (("en", "the"), ("en", "of the"), ("en", "ab"), ("en", "!!"), ("en", "Aden")), 100
    )
    assert [term.form for term in made] == ["Aden"]


def test_long_terms_are_fuzzy() -> None:
    made = watchlists([Term("en", "Aden", "aden"), Term("en", "El Arish", "el arish")])
    assert [term.match for term in made[0].watchlist.terms] == ["inflected", "fuzzy"]


def test_twenty_terms_to_a_watchlist() -> None:
    many = [Term("en", f"word{number}", f"word{number}") for number in range(TERMS_PER_WATCHLIST + 1)]
    assert [len(one.watchlist.terms) for one in watchlists(many)] == [TERMS_PER_WATCHLIST, 1]
