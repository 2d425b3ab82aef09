"""One file per language: how its words are inflected, and what is written onto them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from tocsin.text.languages import arabic, default, english, french, persian, russian, turkish
from tocsin.text.languages.rules import RULE_TEXT, LanguageRules, Rule, Stem, Variant

__all__ = ["RULES", "RULE_TEXT", "LanguageRules", "Rule", "Stem", "Variant", "rules_for"]

_LANGUAGES: Final = (arabic, persian, russian, turkish, english, french)

RULES: Final[Mapping[str, LanguageRules]] = MappingProxyType(
    {each.RULES.language: each.RULES for each in _LANGUAGES}
)


@cache
def rules_for(language: str) -> LanguageRules:
    """The rules of ``language`` (``ar``, also ``ar-SY``); those for any language where it has none of its own."""
    return RULES.get(language.partition("-")[0].lower(), default.RULES)
