"""The declared metrics and their closed lists."""

from typing import get_args

from tocsin.feeds.standing import FeedStanding
from tocsin.metrics import ARTICLES_PUBLISHED, FEEDS, LATENCY


def test_closed_lists_are_those_of_the_judgements() -> None:
    assert [values["reason"] for values in ARTICLES_PUBLISHED.closed] == ["new", "changed", "renewal"]


def test_no_article_has_an_age_when_it_is_fetched_since_it_was_fetched() -> None:
    assert {"since": "published", "step": "fetched"} in LATENCY.closed
    assert {"since": "fetched", "step": "fetched"} not in LATENCY.closed


def test_the_help_of_the_feeds_tells_every_way_in_which_they_stand() -> None:
    told = FEEDS.help.partition(": ")[2]
    assert [state for state in get_args(FeedStanding) if state not in told] == []
