"""Which written words are ordinary ones, so that they are no name misspelt."""

from collections.abc import Callable
from typing import Final

from tocsin.text.languages import RULES
from tocsin.text.lexicon import Lexicon

_FORMS_OF_A_NAME: Final = {"ar": 3, "fa": 2}
"""Dictionaries that do not tell names from words give a name this many forms at most, a word mostly more."""


def ordinary(lexicon: Lexicon) -> Callable[[str], bool]:
    """Says of a folded word whether it is an ordinary one of any language we know.

    What language the text is in, a word does not tell.
    """
    return lambda word: any(_is_ordinary(lexicon, language, word) for language in RULES)


def _is_ordinary(lexicon: Lexicon, language: str, word: str) -> bool:
    if not lexicon.known(language, word):
        return False
    most = _FORMS_OF_A_NAME.get(language)
    return most is None or len(lexicon.forms(language, word)) > most
