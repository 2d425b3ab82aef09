"""The shipped watchlists do what their own examples, the sample feeds and the real seed articles ask of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.sources.rss.article import articles_from
from connectors.sources.rss.parse import parse
from connectors.sources.samples.documents import render
from tests.making import NOON, article
from tests.shipped import shipped
from tocsin.config.model import Feed
from tocsin.matching.examples import broken_examples
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.text.lexicon import NO_LEXICON

DATA = Path(__file__).parents[2] / "data"
SEEDS = Path(__file__).parents[4] / "shared" / "corpora" / "seeds"
EXPECTED = json.loads((DATA / "samples_expected.json").read_text(encoding="utf-8"))
SEEDS_EXPECTED = {
    "000": ["ceasefire", "idlib"],
    "001": ["ceasefire", "idlib"],
    "002": [],
    "003": ["astana-format", "ceasefire", "idlib"],
    "004": ["astana-format", "ceasefire", "idlib"],
}
MATCHER = WatchlistMatcher(shipped(), NO_LEXICON)


@pytest.mark.parametrize("loaded", shipped(), ids=lambda loaded: loaded.watchlist.id)
def test_every_example_comes_out_as_written(loaded: object) -> None:
    assert list(broken_examples(loaded.watchlist)) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_the_sample_feeds_fire_what_they_were_written_for(file: str) -> None:
    document = parse(
        render(file, now=datetime(2031, 5, 6, tzinfo=UTC), edition="1"), "", "https://x.example/"
    )
    feed = Feed(id="sample", url="https://x.example/")
    # An item may stand in its feed twice: by id it is one.
    found = {
        one.id: sorted(match.watchlist for match in MATCHER.match(one, NOON))
        for one in articles_from(document, feed, NOON)
    }
    assert list(found.values()) == [sorted(entry["watchlists"]) for entry in EXPECTED[file]]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not beside this checkout")
@pytest.mark.parametrize("seed", sorted(SEEDS_EXPECTED))
def test_the_seeds_fire_what_a_careful_reader_marks(seed: str) -> None:
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    matches = MATCHER.match(article(title=title, body=body, language="fa"), NOON)
    assert [match.watchlist for match in matches] == SEEDS_EXPECTED[seed]
    surfaces = {evidence.sentence for match in matches for evidence in match.evidence}
    assert not any("آستانه بازگشت" in sentence for sentence in surfaces)
