"""Whether one text is in the main another's, or both are made from one template."""

from typing import Final

from tocsin.story.likeness import Likeness
from tocsin.story.setting import LEAST_TRIPLES, OWN_COPIED, SAME_HEADLINE, Setting, agree, goes_on

OF_A_TEMPLATE: Final = 6
"""Triples from which texts of two outlets are; ``FEW_TRIPLES`` where they have a number in common."""
FEW_TRIPLES: Final = 8
COPIED: Final = ((0.95, 0.0), (0.84, 0.5), (0.78, 0.8), (0.7, 0.88), (0.45, 0.93))
"""The part of the shorter text that the longer holds, and of the beginnings: one pair must be reached."""
UNREPLACED: Final = (0.6, 0.8)
"""The least of them, where no word of a headline is replaced."""
CONTINUED: Final = 0.2
"""The part that must be, where headline and first sentences are the same and only what follows is not."""
ONE_WORD: Final = 0.75
"""How alike headlines are where one or two words differ."""
OWN_TITLE: Final = 0.15
"""The part of a title that the other's beginning must hold."""
ALL_OF_IT: Final = 0.75
"""Unless so much of the longer text, too, is the other's: headlines are written anew."""


def is_copy(found: Likeness, setting: Setting) -> bool:
    """Whether one text is in the main the other's, beginning included."""
    if found.triples < LEAST_TRIPLES or _other_numbers(found, setting):
        return False
    if found.title_least < OWN_TITLE and found.back < ALL_OF_IT:
        return False  # another report, with this one behind it
    if found.copied < CONTINUED or (setting.one_outlet and found.copied < OWN_COPIED):
        return False
    if goes_on(found):
        return True
    least = COPIED if found.replaced else (*COPIED, UNREPLACED)
    return any(found.copied >= copied and found.held >= held for copied, held in least)


def is_template(found: Likeness, setting: Setting) -> bool:
    """Whether two texts that are no copies share more wording than two who report one event in their own words.

    Unless what they say agrees: most numbers, three at least; or all of the headline, and some numbers.
    """
    if found.swapped and found.headline >= ONE_WORD and not (agree(found) and found.numbers > 1):
        return True
    if found.triples < _least_triples(found, setting):
        return False
    if agree(found) and (found.numbers > 2 or found.headline >= SAME_HEADLINE):
        return False
    if found.headline >= SAME_HEADLINE and setting.titles == "same":
        return False
    return found.replaced or not agree(found) or (setting.one_outlet and found.numbers < 2)


def _least_triples(found: Likeness, setting: Setting) -> int:
    if setting.one_outlet:
        return LEAST_TRIPLES
    return FEW_TRIPLES if found.numbers else OF_A_TEMPLATE


def _other_numbers(found: Likeness, setting: Setting) -> bool:
    if found.figures < 2 or agree(found) or setting.titles == "same":
        return False
    return setting.late or not goes_on(found)
