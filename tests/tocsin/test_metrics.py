"""The declared metrics and their closed lists."""

from tocsin.metrics import ARTICLES_PUBLISHED, LATENCY


def test_closed_lists_are_those_of_the_judgements() -> None:
    assert [values["reason"] for values in ARTICLES_PUBLISHED.closed] == ["new", "changed", "renewal"]


def test_no_article_has_an_age_when_it_is_fetched_since_it_was_fetched() -> None:
    assert {"since": "published", "step": "fetched"} in LATENCY.closed
    assert {"since": "fetched", "step": "fetched"} not in LATENCY.closed
