"""Turkish: a closed set of endings, one after the other. The apostrophe of names parts them off beforehand.

Folded beforehand: ç ğ ı ö ş ü are c g i o s u, so a text typed on an English keyboard is the same text, and vowel
harmony leaves few forms of each ending.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

from tocsin.text.languages.rules import LATIN, LanguageRules, Stem, Variant
from tocsin.text.lexicon import Lexicon

_PLURAL: Final = ("", "lar", "ler")
_OWNER: Final = (
    "",
    "i",
    "u",
    "si",
    "su",
    "im",
    "um",
    "m",
    "imiz",
    "umuz",
    "miz",
    "muz",
    "in",
    "un",
    "n",
    "iniz",
    "unuz",
)
_CASE: Final = (
    *(
        "",
        "i",
        "u",
        "yi",
        "yu",
        "ni",
        "nu",
        "a",
        "e",
        "ya",
        "ye",
        "na",
        "ne",
        "da",
        "de",
        "ta",
        "te",
        "nda",
        "nde",
    ),
    *("dan", "den", "tan", "ten", "ndan", "nden", "in", "un", "nin", "nun", "la", "le", "yla", "yle"),
    *("daki", "deki", "taki", "teki", "ndaki", "ndeki", "ca", "ce"),
)
_ENDINGS: Final = frozenset("".join(parts) for parts in product(_PLURAL, _OWNER, _CASE)) - {""}
_LONGEST: Final = max(map(len, _ENDINGS))
_LEAST: Final = 3
_VOWELS: Final = frozenset("aeiou")
# The last letter before an ending that begins with a vowel, and what the word ends in by itself. ğ is g, ç is c.
_SOFTENED: Final = {"b": "p", "d": "t", "g": "k"}
_HARDENED: Final = {hard: soft for soft, hard in _SOFTENED.items()}
# What makes another word of a word: with, without, one who, -ness, to become.
_DERIVING: Final = tuple("li lu siz suz ci cu lik luk lig lug las les lan len".split())

COMMON: Final = frozenset(
    """
    ve bir bu icin ile da de olarak olan dedi gore ama ancak cok daha en gibi her hem ise kadar ki mi mu ne o once
    sonra sey su tum ya yani yok var degil ben sen biz siz onlar onu ona onun bunu buna bunun bana beni benim sana
    kendi kendisi diye oldu olmak olur oldugu oldugunu etti eden eder etmek edildi hic iki ilk son uzere
    """.split()
)


def variants(word: str, lexicon: Lexicon) -> Iterator[Variant]:
    """The word and the dictionary's forms of it; not the words derived from it."""
    yield Variant(word, "exact", strong=True)
    beginnings = (word[:-1], word[:-2] + word[-1:])
    derived = tuple(stem + ending for stem in _before_vowel(word) for ending in _DERIVING)
    for form in lexicon.forms("tr", word):
        if (
            form != word
            and form not in COMMON
            and form.startswith(beginnings)
            and not form.startswith(derived)
        ):
            yield Variant(form, "form", strong=False)


def _before_vowel(word: str) -> tuple[str, str]:
    return word, word[:-1] + _HARDENED.get(word[-1:], word[-1:])


def stems(token: str) -> Iterator[Stem]:
    """The token without its endings, unless it is a word of its own."""
    if token in COMMON:
        return
    seen = {token}
    for cut in range(max(_LEAST, len(token) - _LONGEST), len(token)):
        if token[cut:] in _ENDINGS:
            for stem in _basic_forms(token[:cut], token[cut]):
                if stem not in seen:
                    seen.add(stem)
                    yield Stem(stem, "suffix", unless=token)


def _basic_forms(stem: str, after: str) -> Iterator[str]:
    """``kitab`` before -a is kitap; ``sehr`` before -e is sehir."""
    yield stem
    if after not in _VOWELS:
        return
    if stem[-1] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]]
    if stem[-1] not in _VOWELS and stem[-2] not in _VOWELS:
        for vowel in "iu":
            yield stem[:-1] + vowel + stem[-1]


RULES = LanguageRules("tr", variants, stems, COMMON, letters=LATIN)
