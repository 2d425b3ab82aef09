"""What is measured is the same every time, and looks like news."""

from collections import Counter

from benchmarks.articles import articles, fresh
from benchmarks.core import Core
from tests.making import NOON
from tests.shipped import shipped
from tocsin.contract import codec
from tocsin.matching.matcher import WatchlistMatcher
from tocsin.text.lexicon import NO_LEXICON


def test_the_same_seed_makes_the_same_articles() -> None:
    assert articles(60, NOON) == articles(60, NOON)
    assert articles(60, NOON) != articles(60, NOON, seed=2)


def test_six_languages_with_bodies_of_a_few_kilobytes() -> None:
    made = fresh(60, NOON, matching=0.2, seed=1)
    assert Counter(article.language for article in made) == dict.fromkeys("ar fa ru tr en fr".split(), 10)
    assert all(2000 <= len(article.body.encode()) <= 7000 for article in made)
    assert len({article.id for article in made}) == 60


def test_as_many_ring_as_are_asked_for() -> None:
    matcher = WatchlistMatcher(shipped(), NO_LEXICON)
    for matching in (0, 1):
        made = fresh(30, NOON, matching=matching, seed=1)
        assert {bool(matcher.match(article, NOON)) for article in made} == {bool(matching)}


def test_there_are_repeats_and_revisions_among_them() -> None:
    made = articles(200, NOON)
    core = Core()
    sent = [len(list(core.deduplicate(codec.encode(article)))) for article in made]
    new = len({article.id for article in made})
    assert sum(sent) < len(made), "repeats go no further"
    assert sum(sent) > new, "revisions do"
