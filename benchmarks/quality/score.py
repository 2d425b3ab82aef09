"""Precision and recall over (written word, term)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from benchmarks.quality.finders import Finder
from benchmarks.quality.gold import Sentence, Term


class Score(NamedTuple):
    """How many of the gold pairs were found, and how many others were."""

    right: int
    wrong: int
    missed: int
    names_right: int
    names_missed: int

    @property
    def precision(self) -> float:
        """Of what was found, the part that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of what is there, the part that was found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    @property
    def names(self) -> float:
        """Recall of names alone."""
        return self.names_right / max(self.names_right + self.names_missed, 1)


def score(text: Iterable[Sentence], terms: Sequence[Term], find: Finder) -> Score:
    """What ``find`` finds of ``terms`` in every written word of ``text``."""
    wanted = frozenset(term.folded for term in terms)
    names = frozenset(term.folded for term in terms if term.name)
    found_in: dict[str, frozenset[str]] = {}
    total = Score(0, 0, 0, 0, 0)
    for sentence in text:
        for surface, lemmas in sentence.words:
            found = found_in.get(surface)
            if found is None:
                found = found_in[surface] = find(surface)
            total = Score(*map(sum, zip(total, _pairs(lemmas & wanted, found, names), strict=True)))
    return total


def _pairs(gold: frozenset[str], found: frozenset[str], names: frozenset[str]) -> Score:
    right, missed = gold & found, gold - found
    return Score(len(right), len(found - gold), len(missed), len(right & names), len(missed & names))
