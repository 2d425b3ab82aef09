"""French: plurals and participles; other forms come from the dictionary.

Elision (l', d') parts words before the rules are asked. The dictionary has one lemma for each written form, often a
noun where a verb is meant (lève, levée, bombardé), so a verb's participle is made here.
"""

from collections.abc import Iterator
from typing import Final

from tocsin.text.languages.rules import LATIN, NAMES_IN_S, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

_LEAST: Final = 3
# The imperfect tells a verb from a noun: avenir has no avenaient.
_IMPERFECT: Final = "aient"
# How an infinitive ends and its participle, folded; the longer ending before the shorter.
_PARTICIPLES: Final = (
    ("prendre", "pris"),
    ("querir", "quis"),
    ("mettre", "mis"),
    ("cevoir", "cu"),
    ("ouvrir", "ouvert"),
    ("crire", "crit"),
    ("indre", "int"),
    ("ffrir", "ffert"),
    ("uire", "uit"),
    ("er", "e"),
    ("ir", "i"),
    ("ir", "u"),
    ("re", "i"),
    ("re", "u"),
)
# Far more often another word, and its feminine too (parti, partie): partir and boucher are found without it.
_OTHERS: Final = frozenset({"parti", "bouche"})

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
    """The word, the dictionary's forms of it, and the four forms of its participle."""
    yield Variant(word, "exact", strong=True)
    forms = lexicon.forms("fr", word)
    for form in dict.fromkeys((*forms, *_participles(word, forms, lexicon))):
        if form != word and form not in COMMON:
            yield Variant(form, "form", strong=False)


def _participles(word: str, forms: tuple[str, ...], lexicon: Lexicon) -> Iterator[str]:
    """``lever`` -> leve, levee, levees, leves; of a participle itself (tué), what the dictionary has left out."""
    if word.endswith("e") and word + "e" in forms:
        yield from _four(word)
    if forms[:1] != (word,) or not any(form.endswith(_IMPERFECT) for form in forms):
        return
    for infinitive, ending in _PARTICIPLES:
        participle = word.removesuffix(infinitive) + ending
        if word.endswith(infinitive) and _is_participle(participle, lexicon):
            yield from _four(participle)
            return


def _is_participle(word: str, lexicon: Lexicon) -> bool:
    return word not in _OTHERS and lexicon.known("fr", word) and lexicon.known("fr", word + "e")


def _four(participle: str) -> tuple[str, ...]:
    return participle, participle + "e", participle + "es", participle.removesuffix("s") + "s"


def stems(token: str) -> Iterator[Stem]:
    """The token without the ending of a plural, unless it is a word of its own."""
    if not token.endswith(("s", "x")) or token in COMMON or token in NAMES_IN_S or len(token) <= _LEAST:
        return
    yield Stem(token[:-1], "plural", unless=token)
    if token.endswith("aux") and len(token) > _LEAST + 1:
        yield Stem(token[:-2] + "l", "plural", unless=token)


RULES = LanguageRules("fr", variants, stems, COMMON, letters=LATIN)
