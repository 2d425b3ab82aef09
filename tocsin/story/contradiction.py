"""What two texts of one language say against being of one event, whatever else they share."""

from typing import Final

from tocsin.story.likeness import Likeness
from tocsin.story.setting import LEAST_TRIPLES, OWN_COPIED, Setting, agree, goes_on

LEAST_SHARED: Final = 5.0
"""Weight of the words that two beginnings must share to be of one event: fewer say too little."""
LEAST_BEYOND: Final = 2.0
"""Weight of those of them that are not in both titles: a column has one title for ever."""
ONE_FRAME: Final = 0.5
"""How alike headlines are that are made from one template."""
BROUGHT_UP: Final = 0.9
"""The part of the beginnings that a copy holds whose headline has other numbers."""
HARDLY_COPIED: Final = 0.6
"""The part of a text from which other words in a headline are another headline for it."""
OWN_HEADLINES: Final = ((0.0, 0.5), (0.28, 0.75))
"""How alike titles must be where one outlet put out both: the more so from that part copied on.

Much of what it has under many headlines is what it puts under everything.
"""


def contradicted(found: Likeness, setting: Setting) -> str:
    """What says that it is another event; empty where nothing does."""
    if setting.one_outlet and not _of_one_headline(found):
        return "another headline of that outlet"
    if _other_day(found, setting):
        return "another day of the week"
    return _numbers_against(found, setting) or _headline_against(found, setting)


def too_little(found: Likeness) -> str:
    """Why two texts that are no copies share too little to be of one event; empty where they do not."""
    if found.weight < LEAST_SHARED:
        return "too few words in both"
    return "only the title is the same" if found.beyond < LEAST_BEYOND else ""


def _of_one_headline(found: Likeness) -> bool:
    alike = max(found.headline, found.titles)
    return all(alike >= least for copied, least in OWN_HEADLINES if found.copied >= copied)


def _other_day(found: Likeness, setting: Setting) -> bool:
    """Whether reports of one half day name other days: later ones may, of the same event."""
    return found.other_day and not setting.late and not goes_on(found) and found.copied < OWN_COPIED


def _numbers_against(found: Likeness, setting: Setting) -> str:
    framed = found.headline >= ONE_FRAME
    if setting.titles == "other" and framed and not _grown(found):
        return "other numbers in the headline"
    others = found.figures > 1 and not agree(found) and not (found.numbers and setting.titles == "same")
    if others and (framed or found.replaced or setting.late) and not goes_on(found):
        return "other numbers"
    return ""


def _headline_against(found: Likeness, setting: Setting) -> str:
    if not found.replaced:
        return ""
    framed = found.headline >= ONE_FRAME or found.copied < HARDLY_COPIED
    if framed and found.figures and not found.numbers:
        return "other numbers, and other words in the headline"
    confirmed = agree(found) and found.numbers > 2
    if setting.one_outlet and found.triples >= LEAST_TRIPLES and not confirmed:
        return "other words in the headline of that outlet"
    return ""


def _grown(found: Likeness) -> bool:
    """Whether all but a few numbers are the same, or nearly all of the text: one that was brought up to date."""
    most = found.numbers > 2 and 4 * found.numbers >= 3 * found.figures and not found.replaced
    return most or (agree(found) and found.copied >= OWN_COPIED and found.held >= BROUGHT_UP)
