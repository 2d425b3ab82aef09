"""Every word of every pattern, once, and what may stand for it in a text."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple, get_args

from tocsin.matching.patterns import Word
from tocsin.text.languages import Rule, Variant, rules_for
from tocsin.text.lexicon import Lexicon

RULES: Final[tuple[Rule, ...]] = get_args(Rule)
"""From the closest link between two words to the loosest."""


class Link(NamedTuple):
    """A written word stands for the ``word``-th of the vocabulary by the ``rule``-th of ``RULES``."""

    word: int
    rule: int


class Key(NamedTuple):
    """What a folded string in a text means: see ``Link``. A stem of a longer string may mean it too if ``strong``."""

    word: int
    rule: int
    strong: bool


class Thesaurus:
    """Variants by word, asked of the lexicon once; a new vocabulary takes over those it still needs."""

    def __init__(self, lexicon: Lexicon, before: "Thesaurus | None" = None) -> None:
        self.lexicon = lexicon
        self._before = before.known_variants if before else {}
        self.known_variants: dict[tuple[str, str], tuple[Variant, ...]] = {}

    def variants(self, word: Word) -> tuple[Variant, ...]:
        """What stands for ``word``: only itself where it is wanted exactly."""
        if word.mode == "exact":
            return (Variant(word.folded, "exact", strong=False),)
        key = (word.language, word.folded)
        known = self.known_variants.get(key) or self._before.get(key)
        if known is None:
            known = tuple(rules_for(word.language).variants(word.folded, self.lexicon))
        self.known_variants[key] = known
        return known

    def settle(self) -> None:
        """Forget what only the vocabulary before needed."""
        self._before = {}


class Vocabulary:
    """Words by number, and by what is written for them."""

    def __init__(self, words: Iterable[Word], thesaurus: Thesaurus) -> None:
        self.words = tuple(dict.fromkeys(words))
        self.number = {word: at for at, word in enumerate(self.words)}
        self.lexicon = thesaurus.lexicon
        rule_number = {rule: at for at, rule in enumerate(RULES)}
        keys: dict[str, list[Key]] = defaultdict(list)
        for at, word in enumerate(self.words):
            for variant in thesaurus.variants(word):
                keys[variant.word].append(Key(at, rule_number[variant.rule], variant.strong))
        self._keys = {written: tuple(found) for written, found in keys.items()}
        thesaurus.settle()

    def keys(self, written: str) -> tuple[Key, ...]:
        """The words that the folded string ``written`` stands for."""
        return self._keys.get(written, ())
