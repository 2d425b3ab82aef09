"""Which words of the vocabulary an unknown written word is near to, without comparing it with each.

Candidates come from two look-ups: a symmetric deletion index (Garbe's SymSpell, 2012: two words are within d edits only
if they meet after at most d deletions in each; the prefix is enough) and an index by skeleton. rapidfuzz verifies each.
"""

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from tocsin.matching.nearness import TWO_SLIPS_FROM, How, may_be_misspelt, nearness
from tocsin.matching.skeleton import skeleton

_PREFIX: Final = 7
_SHORT_PREFIX: Final = 6
_PAIRS: Final = tuple(combinations(range(1, _SHORT_PREFIX), 2))


class FuzzyWord(NamedTuple):
    """A folded word of a fuzzy term, and the language of its form."""

    word: str
    language: str


class Near(NamedTuple):
    """A written word may be ``word``; ``how``, and rapidfuzz's ``ratio`` of the two, 0 to 100."""

    word: FuzzyWord
    how: How
    score: float


class FuzzyIndex:
    """The words that may be misspelt. ``known`` says of a folded word that it is ordinary, never a misspelling."""

    def __init__(self, words: Iterable[FuzzyWord], known: Callable[[str], bool]) -> None:
        self._known = known
        # Most places hold one word; a list for each would double the index.
        self._first: dict[str, FuzzyWord] = {}
        self._others: dict[str, list[FuzzyWord]] = {}
        for word in dict.fromkeys(words):
            self._add(word)

    def _add(self, word: FuzzyWord) -> None:
        for place in set(_places(word.word)):
            if self._first.setdefault(place, word) is not word:
                self._others.setdefault(place, []).append(word)

    def near(self, token: str) -> list[Near]:
        """What the folded ``token`` may be a misspelling of: the best score first."""
        found = [
            Near(word, how, fuzz.ratio(token, word.word))
            for word in self._candidates(token)
            if (how := nearness(token, word.word))
        ]
        if not found or self._known(token):
            return []
        return sorted(found, key=lambda near: (-near.score, near.word))

    def _candidates(self, token: str) -> set[FuzzyWord]:
        found = set()
        for place in _places(token):
            if place in self._first:
                found.add(self._first[place])
                found.update(self._others.get(place, ()))
        return found


def _places(word: str) -> list[str]:
    """Where a word is put and looked for: its sound, and its beginning less as many letters as it may have slips."""
    if not may_be_misspelt(word):
        return []
    start = word[:_PREFIX]
    places = [start[:one] + start[one + 1 :] for one in range(1, len(start))]
    places.append(f"/{skeleton(word)}")
    if len(word) < _PREFIX:
        places.append(word)
    if len(word) >= TWO_SLIPS_FROM:
        places += [word[:one] + word[one + 1 : two] + word[two + 1 : _SHORT_PREFIX] for one, two in _PAIRS]
    return places
