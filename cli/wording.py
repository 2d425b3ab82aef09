"""What our short names mean, for a reader who never saw them."""

from collections.abc import Mapping

from tocsin.delivery.foreign import neutral
from tocsin.text.languages import RULE_TEXT

_TEXTS: Mapping[str, str] = {str(rule): text for rule, text in RULE_TEXT.items()}


def in_words(rule: str) -> str:
    """What a rule found, in a sentence; several joined by `+` one after the other."""
    return " + ".join(_TEXTS.get(part, neutral(part)) for part in rule.split("+"))
