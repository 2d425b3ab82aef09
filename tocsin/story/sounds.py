"""How a name sounds, in one alphabet for all scripts: بوتين, پوتین, Putin and Путин are one.

Method: the consonants alone, as in Soundex (Russell and Odell 1918) and in the skeletons of `tocsin.matching.skeleton`,
but across scripts: what one script cannot tell apart (p and b in Arabic, kh and h in Russian) is one letter here.
"""

import re
from typing import Final

LEAST_CONSONANTS: Final = 3
"""Shorter skeletons are too many words' at once."""

# The letter that stands for all, and the letters of every script, folded, that sound like it.
_SOUNDS: Final = {
    "b": "bpبپбп",
    "f": "fvفڤфв",
    "t": "tþتطٹт",
    "d": "dðدضڈд",
    "s": "szxçسصثزذظشچсзшщцч",
    "k": "kcqكقк",
    "g": "gjغگجڭژгґж",
    "h": "حخхһ",
    "l": "lلлљ",
    "m": "mمм",
    "n": "nنнњ",
    "r": "rرڑр",
}
_TOGETHER: Final = {
    **dict.fromkeys(
        ("sch", "tsch", "tch", "ch", "sh", "th", "ts", "tz", "cz", "sz", "тс", "дз", "تش", "دز"), "s"
    ),
    **dict.fromkeys(("ck", "qu"), "k"),
    **dict.fromkeys(("dzh", "dj", "zh", "gh", "дж", "دج"), "g"),
    **dict.fromkeys(("ng", "نغ", "نگ", "нг"), "n"),
    "kh": "х",
    "ph": "f",
}
_SOFT_C: Final = re.compile("c(?=[eiy])")
_CLUSTER: Final = re.compile("|".join(sorted(_TOGETHER, key=len, reverse=True)))
_LETTERS: Final = {ord(letter): sound for sound, letters in _SOUNDS.items() for letter in letters} | {
    ord("h"): ""
}
_ELSE: Final = re.compile("[^bdfghklmnrst]+")
_FRONT: Final = re.compile("(?:و?(?:ال|بال|لل)|و(?=....))(?=...)")
_CASE: Final = re.compile("(?<=....)(?:ого|ому|ами|ом|ем|ым|им|ам|ах)$")
_DOUBLED: Final = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The skeleton of a folded word; empty where it has fewer than ``LEAST_CONSONANTS``."""
    bare = _bare(word)
    clustered = _CLUSTER.sub(lambda found: _TOGETHER[found[0]], _SOFT_C.sub("s", bare))
    skeleton = _DOUBLED.sub(r"\1", _ELSE.sub("", clustered.translate(_LETTERS)))
    return skeleton if len(skeleton) >= LEAST_CONSONANTS else ""


def _bare(word: str) -> str:
    if "\u0600" <= word[:1] <= "\u06ff":
        front = _FRONT.match(word)
        return word[front.end() :] if front else word
    return _CASE.sub("", word)
