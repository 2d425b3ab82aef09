"""Which words of the vocabulary a written word stands for. Asked once per different word of the texts."""

from typing import Final

from tocsin.matching.fuzzy import FuzzyIndex, FuzzyWord
from tocsin.matching.ordinary import ordinary
from tocsin.matching.vocabulary import RULES, Link, Vocabulary
from tocsin.text.languages import LanguageRules, Stem, rules_for

LONGEST_READ: Final = 64
"""Words longer than this, in folded characters, are only compared whole: no language writes them."""
_FUZZY: Final = RULES.index("fuzzy")


class Resolver:
    """Words in, links out; the same word always gives the same links."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rules = [rules_for(word.language) for word in vocabulary.words]
        self._spoken = tuple({rules.language: rules for rules in self._rules}.values())
        self.detached = frozenset[str]().union(*(rules.detached for rules in self._spoken))
        self._misspelt = {
            FuzzyWord(word.folded, word.language): at
            for at, word in enumerate(vocabulary.words)
            if word.mode == "fuzzy"
        }
        self._fuzzy = FuzzyIndex(self._misspelt, ordinary(vocabulary.lexicon)) if self._misspelt else None

    def links(self, written: str) -> tuple[Link, ...]:
        """What the folded ``written`` stands for: one link a word, the closest; in order of the vocabulary.

        A word's links never depend on what other words there are: another watchlist's term changes none of ours.
        """
        closest: dict[int, int] = {}
        for key in self._vocabulary.keys(written):
            closest[key.word] = min(key.rule, closest.get(key.word, key.rule))
        if len(written) <= LONGEST_READ:
            for rules in self._spoken:
                first, last = rules.letters
                if first <= written[:1] <= last or first <= written[-1:] <= last:
                    self._add_stems(rules, written, closest)
            for near in self._fuzzy.near(written) if self._fuzzy is not None else ():
                closest.setdefault(self._misspelt[near.word], _FUZZY)
        return tuple(Link(word, rule) for word, rule in sorted(closest.items()))

    def _add_stems(self, rules: LanguageRules, written: str, closest: dict[int, int]) -> None:
        for stem in rules.stems(written):
            for key in self._vocabulary.keys(stem.word):
                if key.strong and self._rules[key.word] is rules and self._holds(rules, stem):
                    rule = max(key.rule, RULES.index(stem.rule))
                    closest[key.word] = min(rule, closest.get(key.word, rule))

    def _holds(self, rules: LanguageRules, stem: Stem) -> bool:
        return not stem.unless or not self._vocabulary.lexicon.known(rules.language, stem.unless)
