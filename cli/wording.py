"""What our short names mean, for a reader who never saw them."""

from collections.abc import Mapping

from tocsin.delivery.foreign import neutral
from tocsin.text.languages import RULE_TEXT

_TEXTS: Mapping[str, str] = {str(rule): text for rule, text in RULE_TEXT.items()}


def in_words(rule: str) -> str:
    """What a rule found, in a few words."""
    text = _TEXTS.get(rule, neutral(rule))
    return text.partition(",")[0] if rule == "exact" else text  # what folds is said once, elsewhere


def times(number: int) -> str:
    """How often, after `found`."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
