"""Asks the rules through the engine, as the product does."""

from collections.abc import Callable, Iterator

import pytest

from runtime.lexicon import open_lexicon
from tocsin.matching.engine import PlainEngine, make_index
from tocsin.matching.patterns import Pattern, spellings
from tocsin.text.languages import Rule
from tocsin.text.lexicon import Lexicon

Links = Callable[[str, str, str], Rule | None]
"""Takes a language, a term and a written word; gives the rule by which the word stands for the term."""


@pytest.fixture(scope="session")
def lexicon() -> Iterator[Lexicon]:
    """The installed one."""
    found = open_lexicon()
    yield found
    found.close()


@pytest.fixture(scope="session")
def links(lexicon: Lexicon) -> Links:
    """By which rule a written word stands for a term; None if it does not."""

    def link(language: str, term: str, written: str) -> Rule | None:
        pattern = Pattern("w", "t", language, term, 0, False, tuple(spellings(term, language, "inflected")))
        found = PlainEngine(make_index([pattern], lexicon)[0]).find(written).found
        return found[0].rule if found else None

    return link
