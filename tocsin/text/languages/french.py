"""French: plurals; feminine forms come from the dictionary. Elision (l', d') parts words before the rules are asked."""

from collections.abc import Iterator
from typing import Final

from tocsin.text.languages.rules import LATIN, NAMES_IN_S, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

_LEAST: Final = 3

COMMON: Final = frozenset(
    """
    a ai alors apres au aucun aussi autre autres aux avait avant avec avoir c car ce cela celle celles celui ces cet
    cette ceux chez comme contre d dans de depuis des deux donc dont du elle elles en encore entre est et etait ete
    etre eu eux fait faire il ils j je jusqu l la le les leur leurs lors lui m mais me meme moins n ne ni non nos notre
    nous on ont ou par pas pendant peu peut plus pour puis qu quand que quel quelle qui s sa sans se selon sera ses si
    son sont sous sur t tandis te tout toute toutes tous tres tu un une vers vos votre vous y
    """.split()
)


def variants(word: str, lexicon: Lexicon) -> Iterator[Variant]:
    """The word and the dictionary's forms of it."""
    yield Variant(word, "exact", strong=True)
    for form in lexicon.forms("fr", word):
        if form != word and form not in COMMON:
            yield Variant(form, "form", strong=False)


def stems(token: str) -> Iterator[Stem]:
    """The token without the ending of a plural, unless it is a word of its own."""
    if not token.endswith(("s", "x")) or token in COMMON or token in NAMES_IN_S or len(token) <= _LEAST:
        return
    yield Stem(token[:-1], "plural", unless=token)
    if token.endswith("aux") and len(token) > _LEAST + 1:
        yield Stem(token[:-2] + "l", "plural", unless=token)


RULES = LanguageRules("fr", variants, stems, COMMON, letters=LATIN)
