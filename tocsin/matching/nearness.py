"""Whether one word may be another, misspelt or otherwise transliterated.

A score alone cannot tell: ``fuzz.ratio`` puts ادب ("culture") nearer to ادلب (Idlib) than idleb to idlib. So a written
word is near a term's word in two ways only:

* a **slip**, the first letter being right: one letter dropped, added, swapped with the next, or exchanged for one of a
  like sound; two such from eight letters on, any two from ten;
* the same **sound**: equal consonants in the same order (`skeleton`), the vowels an edit or so apart.

The bounds are measured: docs/benchmarks/quality.md, section "fuzzy".
"""

from typing import Final, Literal

from rapidfuzz.distance import OSA, Levenshtein

from tocsin.matching.skeleton import consonants, exchanged, skeleton, sounded

How = Literal["slip", "sound"]

SHORTEST: Final = 5
"""Words of fewer folded letters have too many neighbours to be looked for misspelt."""
_ANY_SLIP_FROM: Final = 6
TWO_SLIPS_FROM: Final = 8
_ANY_TWO_SLIPS_FROM: Final = 10
_MOST_EDITS: Final = 3
_LONG: Final = 7
_SOUND_BOUNDS: Final = {2: (2, 1, 1), 3: (3, 1, 2), 4: (3, 2, 2), 5: (3, 3, 3)}
"""By consonants in common: how many edits apart as written; as they sound; and as they sound if both are long."""
_HEBREW: Final = "\u0590"
"""The first of the scripts written without short vowels; Arabic follows."""


def may_be_misspelt(word: str) -> bool:
    """Whether a folded word is long enough, and a word: another number is not the same one misspelt."""
    return len(word) >= SHORTEST and (word.isalpha() or not any(map(str.isdigit, word)))


def nearness(token: str, word: str) -> How | None:
    """How the folded ``token`` may be the folded ``word``; None where it may not, or where they are equal."""
    edits = OSA.distance(token, word, score_cutoff=_MOST_EDITS)
    if not 0 < edits <= _MOST_EDITS or _differ_by_an_ending(token, word):
        return None
    if not (may_be_misspelt(token) and may_be_misspelt(word)):
        return None
    if _sounds_alike(token, word, edits):
        return "sound"
    return "slip" if token[0] == word[0] and _is_slip(token, word, edits) else None


def _differ_by_an_ending(one: str, other: str) -> bool:
    """In scripts without short vowels nobody adds a letter to a name for the sound of it: it is an ending."""
    return max(one[-1], other[-1]) >= _HEBREW and (one.startswith(other) or other.startswith(one))


def _is_slip(token: str, word: str, edits: int) -> bool:
    letters = min(len(token), len(word))
    if edits > (2 if letters >= TWO_SLIPS_FROM else 1):
        return False
    return letters >= _ANY_TWO_SLIPS_FROM or _are_likely(token, word, edits, letters)


def _are_likely(token: str, word: str, edits: int, letters: int) -> bool:
    """Iceland is no Ireland, Исландия no Ирландия: only letters of like sound are exchanged by a slip."""
    operations = list(Levenshtein.editops(token, word))
    if any(each.tag != "replace" for each in operations) and letters < _ANY_SLIP_FROM:
        return False
    return len(operations) > edits or all(  # more: two letters changed places
        exchanged(token[each.src_pos], word[each.dest_pos]) for each in operations if each.tag == "replace"
    )


def _sounds_alike(token: str, word: str, edits: int) -> bool:
    bones, letters = skeleton(token), min(len(token), len(word))
    count = min(consonants(bones), max(_SOUND_BOUNDS))
    if count not in _SOUND_BOUNDS or bones != skeleton(word):
        return False
    one, other = sounded(token), sounded(word)
    if one[0] != other[0] and (count < 4 or letters < _LONG):
        return False  # adlib is no Idlib
    most_edits, apart, apart_if_long = _SOUND_BOUNDS[count]
    return edits <= most_edits and OSA.distance(one, other) <= (apart_if_long if letters >= _LONG else apart)
