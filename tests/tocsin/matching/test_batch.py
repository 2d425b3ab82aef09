"""The matches of an article, one line for each place found."""

import json

from tests.making import NOON, article, match
from tocsin.contract.events import Match
from tocsin.matching.batch import matches, places
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.text.lexicon import NoLexicon
from tocsin.watchlist.load import loaded, read_watchlist
from tocsin.watchlist.model import Watchlist


def test_a_place_is_told_with_the_id_as_it_was_written() -> None:
    (text,) = places(7, (match(),))
    told = json.loads(text)
    assert list(told)[:10] == "article watchlist term field start end surface language rule score".split()
    assert (told["article"], told["watchlist"], told["term"]) == (7, "idlib", "idlib")
    assert (told["field"], told["start"], told["end"], told["surface"]) == ("title", 21, 26, "Idlib")
    assert (told["zone"], told["severity"], told["version"]) == ("text", "high", "v1")


def test_what_is_no_unicode_is_escaped_on_the_way_out() -> None:
    (text,) = places("a\ud800", (match(),))
    assert text.startswith(b'{"article": "a\\ud800"')
    assert text.endswith(b"\n")


def test_a_language_that_is_not_given_is_guessed_for_filters_and_matches() -> None:
    def matching(language: str) -> tuple[Match, ...]:
        text = f"id: a\ntitle: A\nterms: [{{id: idlib, forms: {{en: [Idlib]}}}}]\nfilters: {{languages: [{language}]}}"
        watchlist = read_watchlist(text, "a.yaml")
        assert isinstance(watchlist, Watchlist)
        one = article(title="", body="The shelling of Idlib and of the villages", language="und")
        return matches(WatchlistMatcher([loaded(watchlist)], NoLexicon()), one, NOON)

    assert matching("fr") == ()
    (found,) = matching("en")
    assert found.article.language == "en"
