"""What pages said is kept within bounds, under what the feed said."""

from datetime import timedelta

from connectors.sources.fulltext.asking import Visit
from connectors.sources.fulltext.extract import Extract
from connectors.sources.fulltext.kept import MOST_TRIES, Failures, Kept, Read
from tests.connectors.sources.fulltext.making import made
from tests.connectors.sources.fulltext.pages import STORIES
from tests.making import NOON

LONG_AGO = NOON - timedelta(days=9)
LATE = Visit("unreachable", passing=True)
PAGE = Extract(own=STORIES["fa"].text, rest=("a line", "another"), title="t", language="fa", published=NOON)


def test_what_was_put_is_there_as_it_was() -> None:
    kept = Kept()
    assert kept.get(made()) is None
    kept.put(made(), PAGE, NOON)
    assert kept.get(made()) == Read(PAGE, NOON)
    later = NOON + timedelta(hours=1)
    kept.put(made(), Extract(own="new"), later)
    assert kept.get(made()) == Read(Extract(own="new"), later)


def test_an_article_whose_feed_says_something_else_is_another_one() -> None:
    kept = Kept()
    kept.put(made(), PAGE, NOON)
    assert kept.get(made(body="Something else.")) is None
    assert kept.get(made(url="https://wire.example/2")) is None


def test_what_was_used_longest_ago_goes_first() -> None:
    kept = Kept(most=2_000)
    texts = [f"{number} {STORIES['ru'].text}" for number in range(20)]
    for number, text in enumerate(texts):
        kept.put(made(url=f"https://wire.example/{number}"), Extract(own=text), NOON)
        kept.get(made(url="https://wire.example/0"))
    there = [n for n in range(20) if kept.get(made(url=f"https://wire.example/{n}"))]
    assert there[0] == 0
    assert there[1:] == list(range(20 - len(there) + 1, 20))
    assert 2 < len(there) < 10


def test_what_is_put_over_and_over_takes_room_once() -> None:
    kept = Kept(most=3_000)
    kept.put(made(url="https://wire.example/0"), PAGE, NOON)
    for _ in range(100):
        kept.put(made(), PAGE, NOON)
    assert kept.get(made(url="https://wire.example/0"))


def test_tries_end_and_start_anew_after_a_success() -> None:
    failures = Failures()
    assert [failures.get(made(), LONG_AGO)] == [None]
    worth = [failures.put(made(), LATE, NOON) for _ in range(MOST_TRIES + 1)]
    assert worth == [True] * (MOST_TRIES - 1) + [False] * 2
    assert failures.get(made(), LONG_AGO) == LATE
    assert failures.get(made(), NOON) is None
    failures.forget(made())
    assert failures.put(made(), LATE, NOON)
    assert failures.get(made(), LONG_AGO) is None


def test_what_does_not_pass_is_worth_no_other_try() -> None:
    failures = Failures()
    assert not failures.put(made(), Visit("thin"), NOON)
    assert failures.get(made(), LONG_AGO) == Visit("thin")
    assert failures.get(made(body="Something else."), LONG_AGO) is None


def test_failures_of_few_are_remembered() -> None:
    failures = Failures(most=2)
    articles = [made(url=f"https://wire.example/{number}") for number in range(3)]
    for article in articles:
        failures.put(article, Visit("thin"), NOON)
    assert [failures.get(article, LONG_AGO) is None for article in articles] == [True, False, False]
