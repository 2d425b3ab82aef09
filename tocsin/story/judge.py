"""From how alike two texts are, and how far apart in time, to whether they belong together.

News desks write from templates: a text may share nearly all its words with one about another town. So what is the same
is weighed against what contradicts: numbers, and words of a headline for which the other text has others. Between own
words and a copy there are the templates, and nothing joins there that does not agree in its numbers.

The figures were set on the tuning halves (docs/benchmarks/stories.md) and on reports written to look alike; a wrong
join hides a first report, a missed one only repeats one, so all of them lean towards apart.
"""

from datetime import timedelta
from typing import Final, Literal, NamedTuple

from tocsin.story.figures import Figures
from tocsin.story.likeness import Likeness

Bond = Literal["copy", "report", "apart"]

LEAST_SHARED: Final = 5.0
"""Weight of the words that two beginnings must share to be of one event: fewer say too little."""
LEAST_BEYOND: Final = 2.0
"""Weight of those of them that are not in both titles: a column has one title for ever."""
LEAST_TRIPLES: Final = 4
"""Sampled triples that two texts must share to be copies; or, of one outlet, to be made from one template."""
OF_A_TEMPLATE: Final = 6
"""Triples from which texts of two outlets are; ``FEW_TRIPLES`` where they have a number in common."""
FEW_TRIPLES: Final = 8
COPIED: Final = ((0.95, 0.0), (0.84, 0.5), (0.78, 0.8), (0.7, 0.88), (0.45, 0.93))
"""The part of the shorter text that the longer holds, and of the beginnings: one pair must be reached."""
UNREPLACED: Final = (0.6, 0.8)
"""The least of them, where no word of a headline is replaced."""
OWN_COPIED: Final = 0.84
"""The part that must be held where one outlet put out both: it does not copy itself."""
BROUGHT_UP: Final = 0.9
"""The part of the beginnings that a copy holds whose headline has other numbers."""
CONTINUED: Final = 0.25
"""The part that must be, where headline and first sentences are the same and only what follows is not."""
SAME_HEADLINE: Final = 0.95
ONE_FRAME: Final = 0.5
"""How alike headlines are that are made from one template."""
ONE_WORD: Final = 0.75
"""How alike they are where one or two words differ."""
OWN_TITLE: Final = 0.15
"""The part of a title that the other's beginning must hold."""
ALL_OF_IT: Final = 0.75
"""Unless so much of the longer text, too, is the other's: headlines are written anew."""
REPORTED: Final = 0.455
"""Score from which two texts that are no copies report one event."""
SLOPE: Final = 0.0017
STEEPEST: Final = 0.25
"""What each hour between them adds to that score, and all of them at most."""
OTHER_NUMBERS: Final = 0.15
"""What other numbers add to it: several, or any once they are not of one half day. Tolls rise, but not all figures.

So does a headline that is the same after half a day, and says as little.
"""
OWN_HEADLINES: Final = ((0.0, 0.5), (0.28, 0.75))
"""How alike titles must be where one outlet put out both: the more so from that part copied on.

Much of what it has under many headlines is what it puts under everything.
"""
TOO_LITTLE: Final = -0.01
HALF_DAY: Final = timedelta(hours=12)
_WEIGHTS: Final = (0.4, 0.2, 0.2, 0.2)


class Verdict(NamedTuple):
    """``score`` from 0 to 1, of which ``wanted`` was asked; ``margin`` is negative where they are apart.

    ``against`` says in plain words what no score outweighs; ``template``: that it is more of one wording than two who
    report one event share by chance.
    """

    bond: Bond
    score: float
    margin: float
    wanted: float = REPORTED
    against: str = ""
    template: bool = False


class Setting(NamedTuple):
    """The time between two articles, whether one outlet put out both, and what numbers their titles have."""

    gap: timedelta
    one_outlet: bool
    titles: Figures = "unsaid"


def verdict(found: Likeness, setting: Setting) -> Verdict:
    """Whether two texts of one language are copies, report one event, or neither."""
    score, wanted = score_of(found), wanted_after(setting.gap, found)
    against = _contradicted(found, setting)
    if not against and is_copy(found, setting):
        score = max(found.copied, score)
        return Verdict("copy", score, score, wanted)
    template = is_template(found, setting)
    if not against and template:
        against = "one wording, but not the same facts"
    if not against:
        against = _too_little(found)
    if against:
        return Verdict("apart", score, min(score - wanted, TOO_LITTLE), wanted, against, template)
    return Verdict("report" if score >= wanted else "apart", score, score - wanted, wanted)


def is_copy(found: Likeness, setting: Setting) -> bool:
    """Whether one text is in the main the other's, beginning included."""
    if found.triples < LEAST_TRIPLES or (found.figures > 1 and not agree(found) and setting.titles != "same"):
        return False
    if found.title_least < OWN_TITLE and found.back < ALL_OF_IT:
        return False  # another report, with this one behind it
    if found.copied < CONTINUED or (setting.one_outlet and found.copied < OWN_COPIED):
        return False
    if found.headline >= SAME_HEADLINE and found.opening > 1:
        return True
    least = COPIED if found.replaced else (*COPIED, UNREPLACED)
    return any(found.copied >= copied and found.held >= held for copied, held in least)


def is_template(found: Likeness, setting: Setting) -> bool:
    """Whether two texts that are no copies share more wording than two who report one event in their own words.

    Unless what they say agrees: most numbers, three at least; or all of the headline, and some numbers.
    """
    if found.swapped and found.headline >= ONE_WORD and not (agree(found) and found.numbers > 1):
        return True
    if found.triples < (
        LEAST_TRIPLES if setting.one_outlet else FEW_TRIPLES if found.numbers else OF_A_TEMPLATE
    ):
        return False
    if agree(found) and (found.numbers > 2 or found.headline >= SAME_HEADLINE):
        return False
    if found.headline >= SAME_HEADLINE and setting.titles == "same":
        return False
    return found.replaced or not agree(found) or (setting.one_outlet and found.numbers < 2)


def agree(found: Likeness) -> bool:
    """Whether both have half or more of the numbers that either has; not where one has none."""
    return found.numbers > 0 and 2 * found.numbers >= found.figures


def score_of(found: Likeness) -> float:
    """How much two texts tell the same, from 0 to 1."""
    parts = (found.told, found.titles, found.headline, found.names)
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))


def wanted_after(gap: timedelta, found: Likeness) -> float:
    """The score that two reports of one event must reach so long after one another."""
    wanted = REPORTED + min(abs(gap) / timedelta(hours=1) * SLOPE, STEEPEST)
    late = abs(gap) > HALF_DAY
    others = not found.numbers and (found.figures > 1 or (found.figures and late))
    column = late and found.headline >= SAME_HEADLINE and found.numbers < 2
    return wanted + OTHER_NUMBERS if others or column else wanted


def _contradicted(found: Likeness, setting: Setting) -> str:
    """What says that it is another event; empty where nothing does."""
    if setting.one_outlet and not _of_one_headline(found):
        return "another headline of that outlet"
    framed, agreed = found.headline >= ONE_FRAME, agree(found)
    if setting.titles == "other" and framed and not _grown(found):
        return "other numbers in the headline"
    others = found.figures > 1 and not agreed and not (found.numbers and setting.titles == "same")
    if others and (framed or found.replaced or abs(setting.gap) > HALF_DAY) and not _continued(found):
        return "other numbers"
    if found.replaced and (framed or found.copied < UNREPLACED[0]) and found.figures and not found.numbers:
        return "other numbers, and other words in the headline"
    if (
        found.replaced
        and setting.one_outlet
        and found.triples >= LEAST_TRIPLES
        and not (agreed and found.numbers > 2)
    ):
        return "other words in the headline of that outlet"
    return ""


def _grown(found: Likeness) -> bool:
    """Whether all but a few numbers are the same, or nearly all of the text: one that was brought up to date."""
    most = found.numbers > 2 and 4 * found.numbers >= 3 * found.figures and not found.replaced
    return most or (agree(found) and found.copied >= OWN_COPIED and found.held >= BROUGHT_UP)


def _continued(found: Likeness) -> bool:
    return found.headline >= SAME_HEADLINE and found.opening > 1


def _too_little(found: Likeness) -> str:
    if found.weight < LEAST_SHARED:
        return "too few words in both"
    return "only the title is the same" if found.beyond < LEAST_BEYOND else ""


def _of_one_headline(found: Likeness) -> bool:
    alike = max(found.headline, found.titles)
    return all(alike >= least for copied, least in OWN_HEADLINES if found.copied >= copied)
