"""What an exact engine must find, counted in the plainest way: every run of words, looked up."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from benchmarks.matching.terms import MOST_WORDS, Term
from tocsin.text.tokens import BREAK, Token, tokens


class Places(msgspec.Struct, frozen=True):
    """How many there are, and how many of them lie within one sentence: Tocsin's phrases never cross its end."""

    all: int
    within: int


def exact_places(terms: Iterable[Term], texts: Iterable[str]) -> Places:
    """Every place where a term stands word by word as folded, overlaps included."""
    wanted = {term.key for term in terms}
    found = [run for text in texts for run in _runs(tokens(text)) if _key(run) in wanted]
    return Places(len(found), sum(not any(word.flags & BREAK for word in run[1:]) for run in found))


def _runs(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for first in range(len(words)):
        for last in range(first, min(first + MOST_WORDS, len(words))):
            yield words[first : last + 1]


def _key(run: Sequence[Token]) -> str:
    return " ".join(word.folded for word in run)
