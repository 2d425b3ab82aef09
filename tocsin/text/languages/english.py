"""English: plurals and possessives. The apostrophe parts a word from its ending before the rules are asked."""

from collections.abc import Iterator
from typing import Final

from tocsin.text.languages.rules import LATIN, NAMES_IN_S, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

_LEAST: Final = 3
_HISSING: Final = ("s", "x", "z", "ch", "sh", "o")

COMMON: Final = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing don down during each few for from further had has have having he her here
    hers him his how i if in into is it its just ll me more most must my no nor not now of off on once only or other
    our ours out over own re s said same say says shall she should so some such t than that the their theirs them
    then there these they this those through to too under until up us ve very was we were what when where which while
    who whom why will with would you your yours
    """.split()
)


def variants(word: str, lexicon: Lexicon) -> Iterator[Variant]:
    """The word and the dictionary's forms of it."""
    yield Variant(word, "exact", strong=True)
    for form in lexicon.forms("en", word):
        if form != word and form not in COMMON:
            yield Variant(form, "form", strong=False)


def stems(token: str) -> Iterator[Stem]:
    """The token without the ending of a plural, unless it is a word of its own."""
    if not token.endswith("s") or token.endswith("ss") or token in COMMON or token in NAMES_IN_S:
        return
    if len(token) > _LEAST or token[:-1].isdecimal():  # F-16s
        yield Stem(token[:-1], "plural", unless=token)
    if token.endswith("ies") and len(token) > _LEAST + 2:
        yield Stem(token[:-3] + "y", "plural", unless=token)
    elif token.endswith("es") and len(token) > _LEAST + 1 and token[:-2].endswith(_HISSING):
        yield Stem(token[:-2], "plural", unless=token)


RULES = LanguageRules("en", variants, stems, COMMON, letters=LATIN)
