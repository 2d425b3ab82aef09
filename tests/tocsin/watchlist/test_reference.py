"""The page's examples are watchlists that do what they say, and show every key there is."""

import re
from collections.abc import Iterator

import pytest

from cli.commands.match import EPILOG
from tocsin.config.shape import key_types
from tocsin.config.types import Section
from tocsin.matching.evidence import MOST_EVIDENCE
from tocsin.matching.examples import broken_examples
from tocsin.watchlist import expression, model
from tocsin.watchlist.load import read_watchlist
from tocsin.watchlist.model import Watchlist
from tocsin.watchlist.reference import EXAMPLE, SMALLEST, watchlists_page


def sections() -> Iterator[type[Section]]:
    """Every section of the model, those of expressions included."""
    for module in (model, expression):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Section) and kind is not Section:
                yield kind


def keys() -> set[str]:
    return {key for section in sections() for key in key_types(section)}


@pytest.mark.parametrize("text", [SMALLEST, EXAMPLE], ids=["smallest", "everything"])
def test_the_examples_are_watchlists_that_do_what_they_say(text: str) -> None:
    assert text in watchlists_page()
    watchlist = read_watchlist(text, "example.yaml")
    assert isinstance(watchlist, Watchlist)
    assert list(broken_examples(watchlist)) == []


def test_the_larger_example_shows_every_key() -> None:
    assert len(keys()) > 30
    assert {key for key in keys() if not re.search(rf"\b{key}: ?", EXAMPLE)} == set()


def test_every_key_has_a_row_with_a_meaning() -> None:
    page = watchlists_page()
    for key in keys():
        row = re.search(rf"^\| `{key}` \| ([^|]+)\| ([^|]*)\| ([^|]*)\|", page, re.MULTILINE)
        assert row is not None, key
        assert row[3].strip(), key


def test_the_page_and_the_help_of_match_say_how_many_places_are_shown() -> None:
    assert f"at most {MOST_EVIDENCE} places of a watchlist" in watchlists_page()
    assert f"at most {MOST_EVIDENCE} places of a watchlist" in EPILOG


def test_a_condition_within_a_condition_is_told_once() -> None:
    titles = re.findall(r"^## (.+)$", watchlists_page(), re.MULTILINE)
    assert titles.count("`when`") == 1
    assert not [title for title in titles if title.startswith(("`when.all", "`when.in.of"))]
