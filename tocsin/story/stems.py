"""A word without the endings and small words that inflection puts on it, so that its forms are one.

Method: light stemming (Larkey, Ballesteros and Connell 2002 for Arabic): affixes are taken off by rule, never looked
up. Words only have to agree with their own forms; what is left need be no word.
"""

from functools import cache
from typing import Final

_SHORTEST: Final = 3
"""Letters that an ending must leave."""
_SHORTEST_ARABIC: Final = 4
"""Letters that a small word written onto the front must leave."""

_ARTICLES: Final = ("وال", "بال", "كال", "فال", "ولل", "ال", "لل")
_ONTO_THE_FRONT: Final = frozenset("وفبلك")
_LONGEST_ENDING: Final = 4


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ARABIC_ENDINGS: Final = _words(
    "ه ات ون ين ان ها هم هما يه يا ي ا اي هاي هايي هايش انه تهم تها اته يين يون يان يات"
)
_CYRILLIC_ENDINGS: Final = _words(
    "а я о е и ы у ю ь й ам ям ах ях ов ев ей ой ом ем ами ями ою ею ью ия ии ию ие ием иям иях иями ого его ому ему"
    " ый ий ая яя ое ее ые ым им ых их ую юю ыми ими ся сь"
)
_LATIN_ENDINGS: Final = _words("s es ed ing e y ies ied ly")


@cache
def _endings(letter: str) -> frozenset[str]:
    if "\u0400" <= letter <= "\u04ff":
        return _CYRILLIC_ENDINGS
    if "a" <= letter <= "\u024f":
        return _LATIN_ENDINGS
    return frozenset()


def stem(word: str) -> str:
    """The stem of a folded word; itself where no rule applies. Never empty for a word that is not."""
    if "\u0600" <= word[0] <= "\u06ff":
        return _without(_without(_bare(word), _ARABIC_ENDINGS), _ARABIC_ENDINGS)
    cut = _without(word, _endings(word[0]))
    if cut.endswith("ск") and len(cut) > _SHORTEST + 2:
        cut = _without(cut[:-2], _CYRILLIC_ENDINGS)
    if len(cut) > _SHORTEST and cut[-1] == cut[-2]:
        return cut[:-1]
    return cut


def _bare(word: str) -> str:
    """An Arabic word without article and conjunction."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            word = word[len(article) :]
            break
    # One after the other down to the same length: a name is cut alike with and without article and preposition.
    while len(word) > _SHORTEST_ARABIC and word[0] in _ONTO_THE_FRONT:
        word = word[1:]
    return word


def _without(word: str, endings: frozenset[str]) -> str:
    """``word`` without the longest of ``endings`` that leaves enough of it."""
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST), 0, -1):
        if word[-length:] in endings:
            return word[:-length]
    return word
