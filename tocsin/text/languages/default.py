"""Any language without rules of its own: a word stands for itself."""

from collections.abc import Iterator

from tocsin.text.languages.rules import LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon


def variants(word: str, _lexicon: Lexicon) -> Iterator[Variant]:
    """The word itself."""
    yield Variant(word, "exact", strong=True)


def stems(_token: str) -> Iterator[Stem]:
    """Nothing can be taken off."""
    return iter(())


RULES = LanguageRules("und", variants, stems)
