"""What is timed does the same work: the same places, in the same normalised text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.matching.ours import Facade, Ours, is_plain, wrong_places
from benchmarks.matching.peers import AhoCorasick, Hyperscan, PartialRatio
from benchmarks.matching.reference import exact_places
from benchmarks.matching.stream import Normaliser
from benchmarks.matching.terms import Term, watchlist, watchlists
from tests.benchmarks.matching.making import TEXTS, terms
from tocsin.text.lexicon import NoLexicon
from tocsin.text.tokens import fold

NORMALISE = Normaliser()


@pytest.fixture(scope="module")
def ours() -> Ours:
    return Ours(watchlists(terms()), NoLexicon())


def test_every_run_of_words_is_looked_up() -> None:
    wanted = [Term("en", "a", "a"), Term("en", "a b", "a b"), Term("en", "b c d", "b c d")]
    places = exact_places(wanted, ["A b. C! d a", "b; c d - a b"])
    assert (places.all, places.within) == (7, 5)


def test_ours_finds_word_for_word_what_looking_up_finds(ours: Ours) -> None:
    expected = exact_places(terms(), TEXTS)
    assert 0 < expected.within < expected.all
    assert sum(is_plain(found) for text in TEXTS for found in ours.engine.find(text).found) == expected.within


@pytest.mark.parametrize(("package", "peer"), [("hyperscan", Hyperscan), ("ahocorasick", AhoCorasick)])
def test_exact_engines_find_what_looking_up_finds(package: str, peer: type[Hyperscan | AhoCorasick]) -> None:
    pytest.importorskip(package, reason="only the benchmarks' own environment has the peers")
    made = peer(terms(), NORMALISE)
    assert sum(made.find(text) for text in TEXTS) == exact_places(terms(), TEXTS).all


def test_the_naive_loop_counts_a_term_once_a_text() -> None:
    naive = PartialRatio([Term("en", "Aden", "aden"), Term("en", "Mukalla", "mukalla")], NORMALISE)
    assert naive.find("Aden, Aden and Mukala.") == 2
    assert naive.find("Nothing of the kind.") == 0


def test_every_surface_is_the_words_of_its_pattern(ours: Ours) -> None:
    assert [found for text in TEXTS for found in wrong_places(ours.engine, text)] == []


def test_the_whole_match_gives_evidence_of_every_text_with_a_term(ours: Ours) -> None:
    facade = Facade(ours)
    assert all(facade.find(f"Headline\n{text}") for text in TEXTS)
    assert facade.find("Headline\nNothing of the kind.") == 0


def test_a_changed_watchlist_is_used_and_the_others_stay(ours: Ours) -> None:
    changed = ours.changed(watchlist("w000000", [Term("en", "Nothing", "nothing")]))
    assert changed.find("Nothing of the kind.") == 1
    assert changed.find(TEXTS[2]) < ours.find(TEXTS[2])


def test_a_surface_that_is_cut_wrongly_is_told(ours: Ours, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = ours.engine.find(TEXTS[0])
    moved = scan._replace(found=[found._replace(start=found.start + 1) for found in scan.found])
    monkeypatch.setattr(ours.engine, "find", lambda _text: moved)
    assert len(list(wrong_places(ours.engine, TEXTS[0]))) == len(moved.found) > 0


@pytest.mark.parametrize(
    "text", [*TEXTS, "", "...", "Йод и йод, ёж", "ﷺ ½ ﬁre", "ا\u200cب ـ", "\ud800 lone", "𠮷野家", "กขค"]
)
def test_peers_get_the_words_as_folded(text: str) -> None:
    assert NORMALISE(text) == " " + "".join(f"{word} " for word in fold(text).split())


@given(st.text(max_size=80))
def test_peers_get_the_words_of_any_text_as_folded(text: str) -> None:
    written = NORMALISE(text)
    assert written.split() == fold(text).split()
    assert len(written) <= len(NORMALISE.places)


def test_each_folded_character_has_its_place() -> None:
    text = "Ünlü  Demirköy!"
    written = NORMALISE(text)
    for character, place in zip(written, NORMALISE.places.tolist(), strict=False):
        assert character == " " or fold(text[place]) == character
