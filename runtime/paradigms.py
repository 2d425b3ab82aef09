"""Russian paradigms, from pymorphy3's dictionary (OpenCorpora)."""

from functools import lru_cache
from typing import Final

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse
from pymorphy3.units import DictionaryAnalyzer

from tocsin.text.fold import fold_word

_BETWEEN: Final = "\ua66e"  # a letter that folding leaves alone
_NAMES: Final = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn", "Trad"})


class Paradigms:
    """The words of the dictionary, none guessed: ``tocsin.text.languages.russian`` declines the others."""

    def __init__(self) -> None:
        self._words = MorphAnalyzer(units=[DictionaryAnalyzer()], probability_estimator_cls=None)
        self.forms = lru_cache(maxsize=20_000)(self._forms)

    def known(self, word: str) -> bool:
        """Whether the dictionary has the word, in any form, as something else than a name."""
        return any(_NAMES.isdisjoint(reading.tag.grammemes) for reading in self._words.parse(word))

    def _forms(self, word: str) -> tuple[str, ...]:
        forms = [form.word for reading in _best(self._words.parse(word)) for form in reading.lexeme]
        return tuple(dict.fromkeys(fold_word(_BETWEEN.join(forms)).split(_BETWEEN))) if forms else ()


def _best(readings: list[Parse]) -> list[Parse]:
    """The readings as somebody who writes a watch-term means them: a noun's nominative, else a basic form, else all."""
    nominative = [reading for reading in readings if "nomn" in reading.tag]
    nouns = [reading for reading in nominative if reading.tag.POS == "NOUN"]
    basic = [reading for reading in readings if reading.word == reading.normal_form]
    return nouns or nominative or basic or readings
