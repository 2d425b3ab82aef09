"""Changing watchlists one by one leads to the same answers as starting anew with them."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from tocsin.matching.engine import Engine, PlainEngine, Scan
from tocsin.matching.index import Index
from tocsin.matching.layers import MOST_LAYERS, Layers
from tocsin.matching.patterns import Pattern
from tocsin.matching.vocabulary import Thesaurus
from tocsin.text.lexicon import NoLexicon
from tocsin.watchlist.load import LoadedWatchlist, loaded
from tocsin.watchlist.model import Term, Watchlist

WORDS = ["Idlib", "Astana", "bridge", "old bridge", "cease-fire"]


def watchlist(name: str, *forms: str) -> LoadedWatchlist:
    return loaded(Watchlist(id=name, title=name, terms=(Term(id="t", forms={"en": forms}),)))


def engine(patterns: Iterable[Pattern]) -> Engine:
    return PlainEngine(Index(patterns, Thesaurus(NoLexicon())))


def places(scan: Scan) -> list[tuple[str, str, int, int]]:
    return sorted((hit.pattern.watchlist, hit.pattern.form, hit.start, hit.end) for hit in scan.found)


some = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
    max_size=8,
).map(lambda found: [watchlist(name, *forms) for name, forms in found.items()])


@given(st.lists(some, min_size=2, max_size=8))
def test_changes_add_up_to_starting_anew(states: list[list[LoadedWatchlist]]) -> None:
    text = "An old bridge in Idlib; cease fire in Astana; a ceasefire on the bridge"
    layers = Layers(states[0], engine)
    for state in states[1:]:
        layers = layers.changed(state)
        assert places(layers.find(text)) == places(Layers(state, engine).find(text))
        assert len(layers.layers) <= MOST_LAYERS


def test_one_changed_watchlist_leaves_the_others_engine_as_it_is() -> None:
    lists = [watchlist(f"w{number}", "Idlib") for number in range(20)]
    before = Layers(lists, engine)
    after = before.changed([watchlist("w0", "Astana"), *lists[1:]])
    assert after.layers[0].engine is before.layers[0].engine
    assert {hit.pattern.watchlist for hit in after.find("Astana").found} == {"w0"}
    assert len(after.find("Idlib").found) == 19
    assert len(before.find("Idlib").found) == 20


def test_nothing_changed_is_nothing_made() -> None:
    lists = [watchlist("a", "Idlib")]
    before = Layers(lists, engine)
    assert before.changed(lists).layers == before.layers


def test_many_changes_are_made_into_one_again() -> None:
    lists = [watchlist(f"w{number}", "Idlib") for number in range(40)]
    layers = Layers(lists, engine)
    for number in range(MOST_LAYERS):
        lists[number] = watchlist(f"w{number}", "Astana")
        layers = layers.changed(lists)
    assert len(layers.layers) == 1
    assert len(layers.find("Astana").found) == MOST_LAYERS
