"""Every step to whether a watchlist fires."""

from typing import Any

import pytest

from tests.making import NOON, article
from tocsin.matching.explain import explain
from tocsin.matching.explanation import Explained
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.text.lexicon import NoLexicon
from tocsin.watchlist.load import LoadedWatchlist, loaded, read_watchlist
from tocsin.watchlist.model import Watchlist

ASTANA = """\
id: astana
title: Astana
severity: high
terms:
  - id: place
    case: same
    forms: {fa: [آستانه], ar: [أستانة], en: [Astana]}
    except: {fa: ["در آستانه *"]}
  - id: talks
    weight: 2
    forms: {en: [peace talks], fa: [صلح]}
when: {all: [place, talks]}
filters: {languages: [fa, en], not_sources: [Rumours], max_age: 3d}
"""


def watchlist(text: str = ASTANA) -> LoadedWatchlist:
    found = read_watchlist(text, "astana.yaml")
    assert isinstance(found, Watchlist), found
    return loaded(found)


def explained(body: str, *, title: str = "", text: str = ASTANA, **fields: Any) -> Explained:
    one = article(title=title, body=body, **{"published": None, **fields})
    return explain(watchlist(text), NoLexicon(), one, NOON)


def test_each_different_word_is_told_with_what_it_stands_for() -> None:
    found = explained("Peace talks in Astana, more talks")
    assert found.count == 6
    assert [(word.surface, word.times) for word in found.words] == [
        ("Peace", 1),
        ("talks", 2),
        ("in", 1),
        ("Astana", 1),
        ("more", 1),
    ]
    assert [meaning.word for word in found.words for meaning in word.meanings] == ["peace", "talks", "astana"]
    (meaning,) = found.words[3].meanings
    assert (meaning.languages, meaning.rule) == (("en",), "exact")


def test_what_fires_it_is_told_with_its_evidence() -> None:
    found = explained("Peace talks in Astana went on.", title="Astana")
    assert (found.outcome, found.downgraded) == ("fires", None)
    place, talks = found.terms
    assert [(hit.field, hit.surface) for hit in place.hits] == [("title", "Astana"), ("body", "Astana")]
    assert (talks.weight, talks.hits[0].sentence) == (2.0, "Peace talks in Astana went on.")
    assert found.condition.true
    assert [part.true for part in found.condition.parts] == [True, True]


def test_what_is_ignored_is_told_with_what_stands_in_its_way() -> None:
    found = explained("astana: او در آستانه بازگشت است")
    place, _ = found.terms
    assert not place.hits
    assert [(one.reason, one.evidence.surface, one.form, one.by) for one in place.ignored] == [
        ("case", "astana", "", ""),
        ("context", "آستانه", "در آستانه *", "در آستانه بازگشت"),
    ]
    assert place.closest is None


def test_what_was_not_found_is_told_with_what_came_closest() -> None:
    found = explained("The talks on peace in Astana")
    assert found.outcome == "silent"
    assert not found.condition.true
    closest = found.terms[1].closest
    assert closest is not None
    assert (closest.form, closest.surface) == ("peace talks", "talks on peace")


@pytest.mark.parametrize(
    ("fields", "refusing"),
    [
        ({}, []),
        ({"language": "ru"}, ["languages"]),
        ({"source": "Rumours"}, ["not_sources"]),
        ({"published": NOON.replace(day=1, month=2), "language": "ru"}, ["languages", "max_age"]),
    ],
)
def test_each_filter_answers_for_itself(fields: dict[str, Any], refusing: list[str]) -> None:
    found = explained("Peace talks in Astana", **fields)
    assert [one.name for one in found.filters] == ["not_sources", "languages", "max_age"]
    assert [one.name for one in found.filters if not one.passes] == refusing
    assert found.outcome == ("filtered" if refusing else "fires")
    assert found.condition.true


def test_filters_on_the_feed_answer_with_what_the_feed_has() -> None:
    wanted = "countries: [ir], not_countries: [sy], kinds: [agency], trust: medium, tags: [a], not_tags: [b]"
    text = ASTANA.replace("filters: {", f"filters: {{{wanted}, ")
    found = explained("Peace talks in Astana", text=text, country="sy", kind="", trust="low", tags=("b", "c"))
    told = {one.name: (one.allows, one.has, one.passes) for one in found.filters}
    assert {name: told[name] for name in told if name not in ("not_sources", "languages", "max_age")} == {
        "countries": ("ir", "sy", False),
        "not_countries": ("sy", "sy", False),
        "kinds": ("agency", "no kind", True),
        "trust": ("medium or more", "low", False),
        "tags": ("a", "b, c", False),
        "not_tags": ("b", "b, c", False),
    }


def test_what_follows_the_own_words_is_told_as_boilerplate() -> None:
    found = explained("Peace talks. Astana", own=12)
    assert (found.boilerplate, found.outcome, found.downgraded) == (((12, 19),), "fires", "boilerplate")


def test_a_watchlist_without_filters_or_condition_has_none_to_tell() -> None:
    text = "id: a\ntitle: A\nterms: [{id: idlib, forms: {en: [Idlib]}}]\n"
    found = explained("Idlib", text=text)
    assert found.filters == ()
    assert (found.outcome, found.own) == ("fires", None)


def test_boilerplate_that_alone_fires_it_is_told() -> None:
    body = (
        "The ministers met on Monday to speak about the harvest of the coming year and the price of bread.\n"
        "Related articles\nPeace talks in Astana\nWeather\n"
    )
    found = explained(body)
    assert (found.outcome, found.downgraded) == ("fires", "boilerplate")
    assert found.boilerplate
    assert found.own is not None
    assert (found.condition.true, found.own.true) == (True, False)


@pytest.mark.parametrize("body", ["", "\ud800 Astana \0", "x" * 1_000_000, "Astana " * 20_000])
def test_unusual_text_is_explained_like_any_other(body: str) -> None:
    found = explained(body)
    assert found.outcome == "silent"


@pytest.mark.parametrize("body", ["Peace talks in Astana", "talks in astana", "در آستانه صلح", ""])
def test_it_says_what_the_matcher_does(body: str) -> None:
    one = article(title="", body=body, published=None)
    matches = WatchlistMatcher([watchlist()], NoLexicon()).match(one, NOON)
    assert (explained(body).outcome == "fires") == bool(matches)
