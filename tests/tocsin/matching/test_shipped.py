"""The shipped watchlists do what their own examples, the sample feeds and the real seed articles ask of them.

By the rules alone and with the lexicon: they must stand on a machine that has no dictionary yet.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.sources.samples.documents import render
from runtime.lexicon import open_lexicon
from tests.making import NOON, article
from tests.reading import articles_of
from tests.shipped import shipped
from tocsin.contract.events import Article
from tocsin.feeds.feed import Feed
from tocsin.matching.examples import broken_examples
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.text.lexicon import NO_LEXICON, Lexicon
from tocsin.watchlist.load import LoadedWatchlist

DATA = Path(__file__).parents[2] / "data"
SEEDS = Path(__file__).parents[4] / "shared" / "corpora" / "seeds"
EXPECTED = json.loads((DATA / "samples_expected.json").read_text(encoding="utf-8"))
SEEDS_EXPECTED = {
    "000": ["ceasefire", "de-escalation-zone", "idlib"],
    "001": ["ceasefire", "idlib"],
    "002": ["de-escalation-zone in boilerplate"],
    "003": ["astana-format", "ceasefire", "de-escalation-zone", "idlib"],
    "004": ["astana-format", "ceasefire", "de-escalation-zone", "idlib"],
}
SIGNED = {"صلح آستانه", "در آستانه امضا شد", "تضمین ترکیه"}
SEEDS_EVIDENCE = {
    "000": {"ceasefire": {"آتشبس"}, "idlib": {"ادلب"}},
    "001": {"ceasefire": {"وقف إطلاق نار", "إنهاء الأعمال القتالية"}, "idlib": {"إدلب"}},
    "002": {},
    "003": {"astana-format": {"فرمت آستانه", *SIGNED}, "ceasefire": {"آتشبس"}, "idlib": {"ادلب"}},
    "004": {"astana-format": {"روند آستانه", *SIGNED}, "ceasefire": {"آتشبس"}, "idlib": {"ادلب"}},
}
"""What a careful reader marks for the three lists of the desk's own terms: this, and nothing else."""
VERGE = "آستانه بازگشت"


@pytest.fixture(scope="module", params=["rules", "lexicon"])
def lexicon(request: pytest.FixtureRequest) -> Lexicon:
    return NO_LEXICON if request.param == "rules" else open_lexicon()


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> WatchlistMatcher:
    return WatchlistMatcher(shipped(), lexicon)


@pytest.mark.parametrize("loaded", shipped(), ids=lambda loaded: loaded.watchlist.id)
def test_every_example_comes_out_as_written(loaded: LoadedWatchlist, lexicon: Lexicon) -> None:
    assert list(broken_examples(loaded.watchlist, lexicon)) == []


@pytest.mark.parametrize("loaded", shipped(), ids=lambda loaded: loaded.watchlist.id)
def test_every_language_has_examples_both_ways(loaded: LoadedWatchlist) -> None:
    examples = loaded.watchlist.examples
    languages = ["ar", "en", "fa", "fr", "ru", "tr"]
    match = [example.language for example in examples.match]
    assert sorted(set(match)) == sorted({example.language for example in examples.ignore}) == languages
    assert min(match.count(language) for language in languages) >= 2


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_the_sample_feeds_fire_what_they_were_written_for(file: str, matcher: WatchlistMatcher) -> None:
    document = render(file, now=datetime(2031, 5, 6, tzinfo=UTC), edition="1")
    feed = Feed(id="sample", url="https://x.example/")
    # An item may stand in its feed twice: by id it is one.
    found = {one.id: fired(matcher, one) for one in articles_of(document, feed, NOON)}
    assert list(found.values()) == [wanted(entry) for entry in EXPECTED[file]]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not beside this checkout")
@pytest.mark.parametrize("seed", sorted(SEEDS_EXPECTED))
def test_the_seeds_fire_what_a_careful_reader_marks(seed: str, matcher: WatchlistMatcher) -> None:
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    one = article(title=title, body=body, language="fa")
    assert fired(matcher, one) == SEEDS_EXPECTED[seed]
    found = {
        match.watchlist: {piece.surface for piece in match.evidence} for match in matcher.match(one, NOON)
    }
    lists = ("astana-format", "ceasefire", "idlib")
    assert {name: found[name] for name in lists if name in found} == SEEDS_EVIDENCE[seed]
    sentences = [piece.sentence for match in matcher.match(one, NOON) for piece in match.evidence]
    assert not any(VERGE in sentence for sentence in sentences)


def fired(matcher: WatchlistMatcher, one: Article) -> list[str]:
    """The ids of the watchlists, each with what downgraded it."""
    matches = matcher.match(one, NOON)
    return sorted(
        f"{match.watchlist} in {match.downgraded}" if match.downgraded else match.watchlist
        for match in matches
    )


def wanted(entry: Mapping[str, list[str]]) -> list[str]:
    downgraded = entry.get("downgraded", ())
    return sorted(f"{name} in boilerplate" if name in downgraded else name for name in entry["watchlists"])
