"""Made-up articles are the same each time, differ from each other, and know their stories."""

from collections import Counter
from datetime import timedelta

from benchmarks.stories.load import A_DAY, NEW, Texts, Wire, interleaved
from tests.benchmarks.stories.making import document

TEXTS = Texts([document(number) for number in range(20)])
MADE = list(Wire(TEXTS).articles(400))


def test_a_watchlist_has_the_same_articles_each_time_and_no_other_has_them() -> None:
    assert list(Wire(TEXTS).articles(400)) == MADE
    other = list(Wire(TEXTS, 2).articles(400))
    assert not {made.article.id for made in other} & {made.article.id for made in MADE}
    assert not {made.article.body for made in other} & {made.article.body for made in MADE}


def test_ids_and_the_texts_of_stories_differ_and_time_goes_on_by_the_day() -> None:
    assert len({made.article.id for made in MADE}) == 400
    opened = [made.article.body for made in MADE if made.number == made.story]
    assert len(set(opened)) == len(opened)
    times = [made.article.fetched for made in MADE]
    assert times == sorted(times)
    assert times[A_DAY] - times[0] == timedelta(days=1)


def test_a_story_is_named_after_the_article_that_opened_it() -> None:
    opened = {made.story for made in MADE}
    assert opened == {made.number for made in MADE if made.number == made.story}
    assert all(made.story <= made.number for made in MADE)
    assert abs(len(opened) / len(MADE) - NEW) < 0.1


def test_reports_of_a_story_share_sentences_and_others_hardly_do() -> None:
    lines = {made.number: set(made.article.body.splitlines()) for made in MADE}
    openers = [made.number for made in MADE if made.number == made.story]
    assert max(Counter(line for number in openers for line in lines[number]).values()) == 1
    reports = [made for made in MADE if made.number != made.story]
    sharing = [made for made in reports if lines[made.number] & lines[made.story]]
    assert len(sharing) > len(reports) / 3


def test_watchlists_take_turns() -> None:
    together = list(interleaved(TEXTS, [3, 7], 50))
    assert [made.watchlist for made in together] == [3, 7] * 50
    assert [made for made in together if made.watchlist == 3] == list(Wire(TEXTS, 3).articles(50))
