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

from tocsin.matching.skeleton import consonants, exchanged, outline, skeleton, sounded

How = Literal["slip", "sound"]

SHORTEST: Final = 5
"""Words of fewer folded letters have too many neighbours to be looked for misspelt."""
_ANY_SLIP_FROM: Final = 6
TWO_SLIPS_FROM: Final = 8
FREE_SLIPS_FROM: Final = 10
_MOST_EDITS: Final = 3
_SOUND_BOUNDS: Final = {2: (2, 1), 3: (3, 1), 4: (3, 2), 5: (3, 3)}
"""By consonants in common: how many edits apart as written, and as they sound. Fewer of either make other names."""
_HEBREW: Final = "\u0590"
"""The first of the scripts written without short vowels; Arabic follows."""


def may_be_misspelt(word: str) -> bool:
    """Whether a folded word is long enough, and a word: another number is not the same one misspelt."""
    return len(word) >= SHORTEST and (word.isalpha() or not any(map(str.isdigit, word)))


def nearness(token: str, word: str) -> How | None:
    """How the folded ``token`` may be the folded ``word``; None where it may not, or where they are equal."""
    if not (may_be_misspelt(token) and may_be_misspelt(word)):
        return None
    edits = OSA.distance(token, word, score_cutoff=_MOST_EDITS)
    if not 0 < edits <= _MOST_EDITS or _differ_by_an_ending(token, word):
        return None
    if _sounds_alike(token, word, edits):
        return "sound"
    return "slip" if token[0] == word[0] and _is_slip(token, word, edits) else None


def _differ_by_an_ending(one: str, other: str) -> bool:
    """In scripts without short vowels nobody adds a letter to a name for the sound of it: it is an ending."""
    return max(one[-1], other[-1]) >= _HEBREW and (one.startswith(other) or other.startswith(one))


def _is_slip(token: str, word: str, edits: int) -> bool:
    letters = min(len(token), len(word))
    if letters >= FREE_SLIPS_FROM:
        return edits <= 2
    if edits == 1:
        return _is_likely(token, word, letters)
    return edits == 2 and letters >= TWO_SLIPS_FROM and outline(skeleton(token)) == outline(skeleton(word))


def _is_likely(token: str, word: str, letters: int) -> bool:
    """Iceland is no Ireland, Исландия no Ирландия: only letters of like sound are exchanged by a slip."""
    operations = list(Levenshtein.editops(token, word))
    if [each.tag for each in operations] == ["replace"]:
        return exchanged(token[operations[0].src_pos], word[operations[0].dest_pos])
    return letters >= _ANY_SLIP_FROM


def _sounds_alike(token: str, word: str, edits: int) -> bool:
    bones = skeleton(token)
    count = min(consonants(bones), max(_SOUND_BOUNDS))
    if count not in _SOUND_BOUNDS or bones != skeleton(word):
        return False
    one, other = sounded(token), sounded(word)
    if one[0] != other[0] and (count < 4 or min(len(token), len(word)) < 7):
        return False  # adlib is no Idlib
    most_edits, most_apart = _SOUND_BOUNDS[count]
    return edits <= most_edits and OSA.distance(one, other) <= most_apart
