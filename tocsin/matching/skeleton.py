"""How a name sounds, roughly, whoever transliterated it: Raqqa and Rakka, Deir and Dayr, باريس and پاریس.

Method: letters that writers exchange for one sound become one letter and doubled ones single, as in Soundex (Russell
and Odell, 1918); the consonants alone are the skeleton by which names are looked up. All scripts share one table: their
letters do not overlap. A letter of any other script stands for itself.
"""

import re
from collections.abc import Iterable
from itertools import permutations
from typing import Final

_TOGETHER: Final = {
    **dict.fromkeys(("sch", "sh", "tch", "ch", "cz", "sz", "zh", "dzh", "dj", "ts", "tz"), "s"),
    "ck": "k",
    "ph": "f",
    "дж": "ж",
    "тс": "ц",
    "تش": "ش",
}
_BEFORE_A_VOWEL: Final = {"c": ("s", "eiy"), "w": ("v", "aeiou")}

# The first of each group stands for all.
_ONE_SOUND: Final = (
    *("kcq", "sxz", "ijy", "uw", "tþ", "dð"),
    *("гґғхҳһ", "кқҡ", "нңҥњ", "лљ", "жџҷђ", "зҙѕ", "сҫ", "шщ", "чћ", "иіїйј", "еєэ", "аә", "оө", "уүұў"),
    *("بپ", "فڤ", "تطٹټ", "سصثزذظژ", "دضڈډ", "رڑړڕ", "كق", "غگڭ", "حخ", "شچ", "لڵ", "نںڼ"),
    *("يێې", "وۆۇۈۋ", "هە"),
)
_WEAK_ARABIC: Final = "اويهءع"
_WEAK: Final = frozenset("aeiouhə" + "аеиоуыюяьъѣ" + _WEAK_ARABIC)
"""Vowels and what comes and goes like them."""

# Sounds that a slip of the pen, or of a transliteration, exchanges; one of another group makes another name.
_LIKE_SOUNDS: Final = (
    *("bpfv", "dt", "kg", "lr", "mn"),
    *("бпвф", "дт", "сзцчжш", "гк", "лр", "мн"),
    *("بف", "تد", "سش", "كغج", "لر", "من"),
)
# Letters that also are, though not everywhere: vowel to one writer, consonant to another.
_BETWEEN: Final = ("uwvfbo", "jszxc", "jghxk", "увфўб", "чкхг", "وفبڤپ", "جشچژز")

_VOWEL: Final = "A"
"""In a skeleton: a vowel at the beginning, whichever it is. Upper case, since folded words hold none."""


def _table(groups: Iterable[str]) -> dict[int, str]:
    return {ord(letter): group[0] for group in groups for letter in group[1:]}


_SOUNDS: Final = _table(_ONE_SOUND)
_VOWELS: Final = frozenset(
    letter
    for letter in {*_WEAK, *map(chr, _SOUNDS)}
    if _SOUNDS.get(ord(letter), letter) in _WEAK or letter in _WEAK
)
_LONG_VOWELS: Final = frozenset(
    letter for letter in _VOWELS if _SOUNDS.get(ord(letter), letter) in _WEAK_ARABIC
)
_BONES: Final = _SOUNDS | dict.fromkeys(map(ord, _VOWELS), "")
_LIKE: Final = _table(_LIKE_SOUNDS)
_EXCHANGED: Final = frozenset(pair for group in _BETWEEN for pair in permutations(group, 2))
_CLUSTER: Final = re.compile(
    "|".join(
        [
            *sorted(_TOGETHER, key=len, reverse=True),
            *(f"{letter}(?=[{vowels}])" for letter, (_, vowels) in _BEFORE_A_VOWEL.items()),
        ]
    )
)
_CLUSTERS: Final = _TOGETHER | {letter: sound for letter, (sound, _) in _BEFORE_A_VOWEL.items()}
_DOUBLED: Final = re.compile(r"(.)\1+")


def sounded(word: str) -> str:
    """A folded word with one letter per sound, none doubled; vowels kept. What sounds alike is equal."""
    return _single(_clustered(word).translate(_SOUNDS))


def skeleton(word: str) -> str:
    """The consonants of a folded word as they sound, in order.

    An initial vowel is kept as such. So is a final one in Arabic script, which writes only the long ones: what ends in
    one is another word than what does not (استان, استانه).
    """
    clustered = _clustered(word)
    first = _VOWEL if clustered[0] in _VOWELS else ""
    last = _VOWEL if clustered[-1] in _LONG_VOWELS and len(clustered) > 1 else ""
    return first + _single(clustered.translate(_BONES)) + last


def consonants(bones: str) -> int:
    """How many consonants a ``skeleton`` has."""
    return len(bones) - bones.count(_VOWEL)


def exchanged(one: str, other: str) -> bool:
    """Whether writers put one of the two letters for the other."""
    return (one, other) in _EXCHANGED or _kind(one) == _kind(other)


def _kind(letter: str) -> str:
    return _VOWEL if letter in _VOWELS else letter.translate(_SOUNDS).translate(_LIKE)


def _clustered(word: str) -> str:
    return _CLUSTER.sub(_one_letter, word)


def _one_letter(cluster: re.Match[str]) -> str:
    return _CLUSTERS[cluster[0]]


def _single(letters: str) -> str:
    return _DOUBLED.sub(r"\1", letters) if _DOUBLED.search(letters) else letters
