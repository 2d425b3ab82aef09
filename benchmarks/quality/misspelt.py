"""Ways to take one word for another, misspelt: ours, and those that others use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from tocsin.matching.fuzzy import FuzzyIndex, FuzzyWord

Rule = Callable[[Sequence[str], Sequence[str]], Iterable[tuple[str, str]]]
"""Takes the terms and the written words, both folded; gives (term, word) wherever it takes one for the other."""


def tolerant(known: Callable[[str], bool]) -> Rule:
    """The product's own."""

    def pairs(terms: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str]]:
        index = FuzzyIndex((FuzzyWord(term, "") for term in dict.fromkeys(terms)), known)
        return ((near.word.word, word) for word in words for near in index.near(word))

    return pairs


def at_least(scorer: Callable[..., Any], least: float) -> Rule:
    """Everything that ``scorer`` gives ``least`` or more; for a distance, at most ``-least``."""

    def pairs(terms: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str]]:
        for start in range(0, len(terms), 100):
            some = terms[start : start + 100]
            scores = process.cdist(some, words, scorer=scorer)
            near = scores >= least if least > 0 else scores <= -least
            for one, other in zip(*near.nonzero(), strict=True):
                if some[one] != words[other]:
                    yield some[one], words[other]

    return pairs


PEERS: Final[Mapping[str, Rule]] = {
    "rapidfuzz ratio >= 80": at_least(fuzz.ratio, 80),
    "rapidfuzz ratio >= 85": at_least(fuzz.ratio, 85),
    "rapidfuzz ratio >= 90": at_least(fuzz.ratio, 90),
    "rapidfuzz partial_ratio >= 90": at_least(fuzz.partial_ratio, 90),
    "rapidfuzz JaroWinkler >= 0.92": at_least(JaroWinkler.similarity, 0.92),
    "rapidfuzz OSA <= 1": at_least(OSA.distance, -1),
}
