"""The worker's matchers, each made from the one before while that one works."""

import sys
from collections.abc import Iterator
from functools import partial
from itertools import count, pairwise

import pytest

from cli.matching import Successive
from runtime.apart import apart
from tests.making import NOON, article
from tests.tocsin.story.keeping import book_of, take
from tocsin.matching.matcher import Matcher, WatchlistMatcher
from tocsin.watchlist.load import LoadedWatchlist, read_watchlists

LISTS = 200
EVERY_WORD = " ".join(f"word{n}{which}" for n in range(LISTS) for which in "xyz")


def lists(which: str) -> tuple[LoadedWatchlist, ...]:
    """Watchlists for a word each; ``which`` of its words, the letters say in turn."""
    words = [f"word{n}{which[n % len(which)]}" for n in range(LISTS)]
    texts = {
        f"w{n}.yaml": f"id: w{n}\ntitle: W\nterms:\n  - {{id: t, match: exact, forms: {{en: [{word}]}}}}\n"
        for n, word in enumerate(words)
    }
    sound, issues = read_watchlists(texts, ())
    assert issues == []
    return sound


def answers(matcher: Matcher, body: str) -> set[tuple[str, str, str]]:
    """What fires on ``body``: watchlist, its version, what it found."""
    return {
        (match.watchlist, match.watchlist_version, evidence.form)
        for match in matcher.match(article(title="", body=body), NOON)
        for evidence in match.evidence
    }


def wanted(held: tuple[LoadedWatchlist, ...]) -> set[tuple[str, str, str]]:
    """What must fire where every word stands."""
    return {(one.watchlist.id, one.version, one.watchlist.terms[0].forms["en"][0]) for one in held}


def texts() -> Iterator[str]:
    """Texts without end; each has every word, and one that no text before had."""
    return (f"{EVERY_WORD} new{n}word" for n in count())


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns far more often than they would."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_the_one_in_use_answers_as_ever_while_the_next_is_made() -> None:
    successive, bodies = Successive(), texts()
    versions = [lists(which) for which in ("x", "xxxxxy", "xxxxzy", "y", "z", "zzzzyx", "xyz")]
    matcher = successive(versions[0])
    asked = 0
    for held, following in pairwise(versions):
        making = apart(partial(successive, following), "next")
        while not making.done():
            assert answers(matcher, next(bodies)) == wanted(held)
            asked += 1
        matcher = making.result()
        assert answers(matcher, next(bodies)) == wanted(following)
    assert asked > 0


def test_after_an_empty_folder_comes_the_same_matcher_as_without() -> None:
    successive = Successive()
    successive(())
    assert engines(successive(lists("x"))) == engines(Successive()(lists("x")))


def engines(matcher: Matcher) -> set[type]:
    assert isinstance(matcher, WatchlistMatcher)
    return {type(layer.engine) for layer in matcher.engine.layers}


def compiled() -> dict[str, list[object]]:
    """The passes that stories are read, found and compared by, and what arguments each is compiled for."""
    found: dict[str, list[object]] = {}
    for module in ("fast", "fastindex", "fastlookup"):
        passes = pytest.importorskip(f"tocsin.story.{module}", reason="needs the extra fast")
        found |= {name: [*one.signatures] for name, one in vars(passes).items() if hasattr(one, "signatures")}
    return found


def test_what_stories_need_is_compiled_before_a_worker_takes_its_first_message() -> None:
    """Not at its first match: that would hold the first alert up for seconds."""
    Successive()(())
    before = compiled()
    assert {
        "choose",
        "digest",
        "smallest",
        "tell",
        "read_words",
        "put",
        "shared",
        "move",
        "alike",
    } <= before.keys()
    assert all(before.values())
    book = book_of()
    for number, (language, body) in enumerate(
        (
            ("ar", "أعلنت الوزارة في ٣ آذار مقتل ١٢ شخصًا في إدلب الجمعة. " * 300),
            ("ar", "أعلنت الوزارة في ٣ آذار مقتل ١٤ شخصًا في إدلب السبت. " * 300),
            ("en", ""),
            ("ru", "Идлиб, 40"),
            ("fa", "أعلنت الوزارة في ٣ آذار مقتل ١٢ شخصًا في إدلب الجمعة"),
        )
    ):
        take(book, article(id=f"{number}", content=f"{number}", language=language, body=body))
    book.drop("0")
    assert compiled() == before
