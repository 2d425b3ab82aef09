"""What a watchlist would have done."""

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.making import NOON, article, match
from tocsin.contract.events import Article, Match
from tocsin.matching.backtest import SAMPLES, Backtest

THIS, OTHER = ("idlib", "v1"), ("idlib", "v2")


def fired(fields: dict[str, Any], **of_match: Any) -> tuple[Article, tuple[Match, ...]]:
    one = article(**fields)
    return one, (match(article=one, **of_match),)


def test_articles_and_alerts_are_counted_by_the_day_of_fetching() -> None:
    backtest = Backtest(THIS)
    backtest.take(*fired({"id": "a", "fetched": NOON}))
    backtest.take(*fired({"id": "b", "fetched": NOON + timedelta(days=2), "language": "ar"}))
    backtest.take(*fired({"id": "c", "fetched": NOON + timedelta(days=2), "source": "Daily"}))
    backtest.take(article(id="d", fetched=NOON + timedelta(days=1)), ())
    result = backtest.result()
    assert result.articles == 4
    assert result.articles_per_day == {"2026-03-01": 1, "2026-03-02": 1, "2026-03-03": 2}
    assert result.this.alerts_per_day == {"2026-03-01": 1, "2026-03-03": 2}
    assert result.this.busiest == ("2026-03-03", 2)
    assert result.this.languages == {"en": 2, "ar": 1}
    assert result.this.sources == {"Sample Wire": 2, "Daily": 1}
    assert result.this.terms == {"idlib": 3}
    assert (result.days, result.other, result.difference) == (3, None, None)


def test_a_revision_matches_again_and_does_not_ring_again() -> None:
    backtest = Backtest(THIS)
    backtest.take(*fired({"id": "a"}))
    backtest.take(*fired({"id": "a", "content": "c2", "fetched": NOON + timedelta(days=1)}))
    told = backtest.result().this
    assert (told.matches, told.alerts, told.alerts_per_day) == (2, 1, {"2026-03-01": 1})


def test_what_only_boilerplate_fires_is_told() -> None:
    backtest = Backtest(THIS)
    backtest.take(*fired({"id": "a"}, downgraded="boilerplate"))
    backtest.take(*fired({"id": "b"}))
    told = backtest.result().this
    assert (told.matches, told.downgraded) == (2, 1)
    assert [sample.downgraded for sample in told.samples] == [True, False]


def test_a_term_counts_once_per_article_however_often_it_is_found() -> None:
    backtest = Backtest(THIS)
    one = match()
    twice = msgspec.structs.replace(one, evidence=one.evidence * 2)
    backtest.take(one.article, (twice,))
    told = backtest.result().this
    assert (told.terms, told.places) == ({"idlib": 1}, 2)


def test_two_versions_are_told_apart() -> None:
    backtest = Backtest(THIS, OTHER)
    for name, this, other in (("a", 1, 1), ("b", 1, 0), ("c", 0, 1), ("d", 0, 1), ("e", 0, 0)):
        one, found = fired({"id": name})
        backtest.take(one, found * this, found * other)
    result = backtest.result()
    assert result.other is not None
    assert result.difference is not None
    assert (result.this.matches, result.other.matches, result.difference.both) == (2, 3, 1)
    assert [sample.article for sample in result.difference.only_this.samples] == ["b"]
    assert [sample.article for sample in result.difference.only_other.samples] == ["c", "d"]
    assert (result.this.version, result.other.version) == ("v1", "v2")


def test_nothing_is_a_result_too() -> None:
    result = Backtest(THIS).result()
    assert (result.articles, result.articles_per_day, result.days) == (0, {}, 0)
    assert (result.this.alerts, result.this.busiest, result.this.samples) == (0, None, ())


@given(st.permutations([f"a{number}" for number in range(12)] + ["\ud800"]))
def test_the_samples_are_a_few_and_the_same_in_whatever_order_articles_come(names: list[str]) -> None:
    def samples(order: list[str]) -> list[str]:
        backtest = Backtest(THIS)
        for name in order:
            backtest.take(*fired({"id": name}))
        return [sample.article for sample in backtest.result().this.samples]

    assert len(samples(names)) == SAMPLES
    assert samples(names) == samples(sorted(names))
