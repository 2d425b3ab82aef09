"""The engines the matcher is measured beside. All get the text normalised by Tocsin's own fast pass."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from rapidfuzz import fuzz

from benchmarks.matching.terms import Term

PARTIAL_RATIO: Final = 85.0
Normalise = Callable[[str], str]


class Contestant(Protocol):
    """A matcher made ready for some terms."""

    def find(self, text: str) -> int:
        """How many places of ``text``, as published, hold a term."""
        ...


class Hyperscan:
    """Delimited UTF-8 literals: whole words exactly as folded, overlaps included.

    Raises:
        ModuleNotFoundError: hyperscan is not installed.
    """

    def __init__(self, terms: Sequence[Term], normalise: Normalise) -> None:
        import hyperscan

        self._normalise = normalise
        self._database: Any = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[_delimited(term).encode() for term in terms],
            ids=list(range(len(terms))),
            elements=len(terms),
            literal=True,
        )

    def find(self, text: str) -> int:
        found: list[tuple[int, int]] = []

        def take(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((number, end))

        self._database.scan(self._normalise(text).encode(), match_event_handler=take)
        return len(found)


class AhoCorasick:
    """The same delimited terms in one automaton of pyahocorasick.

    Raises:
        ModuleNotFoundError: pyahocorasick is not installed.
    """

    def __init__(self, terms: Sequence[Term], normalise: Normalise) -> None:
        from ahocorasick import Automaton

        self._normalise = normalise
        self._automaton: Any = Automaton()
        for number, term in enumerate(terms):
            self._automaton.add_word(_delimited(term), number)
        self._automaton.make_automaton()

    def find(self, text: str) -> int:
        return len(list(self._automaton.iter(self._normalise(text))))


class PartialRatio:
    """What tutorials do: ``rapidfuzz.fuzz.partial_ratio`` of every term with the whole text, one hit a term."""

    def __init__(self, terms: Sequence[Term], normalise: Normalise) -> None:
        self._normalise = normalise
        self._terms = [term.key for term in terms]

    def find(self, text: str) -> int:
        text, ratio = self._normalise(text), fuzz.partial_ratio
        return sum(1 for term in self._terms if ratio(term, text, score_cutoff=PARTIAL_RATIO))


def _delimited(term: Term) -> str:
    return f" {term.key} "
