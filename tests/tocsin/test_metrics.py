"""The declared metrics and the closed lists they repeat."""

from typing import get_args

from connectors.sources.base import SendReason
from tocsin.metrics import ARTICLES_PUBLISHED, LATENCY


def test_why_articles_are_sent_is_the_sources_own_list() -> None:
    # The core can't import it: a source's contract is an edge.
    assert {values["reason"] for values in ARTICLES_PUBLISHED.closed} == set(get_args(SendReason))


def test_no_article_has_an_age_when_it_is_fetched_since_it_was_fetched() -> None:
    assert {"since": "fetched", "step": "fetched"} not in LATENCY.closed
