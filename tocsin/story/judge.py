"""From how alike two texts are, and how far apart in time, to whether they belong together.

The figures were set on one half of the labelled pairs and on Arabic news (docs/benchmarks/stories.md); a wrong join
hides a first report, a missed one only repeats one, so all of them lean towards apart.
"""

from datetime import timedelta
from typing import Final, Literal, NamedTuple

from tocsin.story.likeness import Likeness

Bond = Literal["copy", "report", "apart"]

LEAST_SHARED: Final = 5.0
"""Weight of the words that two beginnings must share to be of one event: fewer say too little."""
LEAST_TRIPLES: Final = 4
"""Sampled triples that two texts must share to be copies."""
COPIED: Final = ((0.7, 0.25), (0.45, 0.45), (0.28, 0.55))
"""The part of the shorter text that the longer holds, and how alike the beginnings are: one pair must be reached.

Background alone, however much of it, is no copy of the report it was taken from.
"""
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
"""What other numbers add to it: several, or any once they are not of one half day. Tolls rise, but not all figures."""
OWN_HEADLINES: Final = ((0.0, 0.5), (0.28, 0.75))
"""How alike titles must be where one outlet put out both: the more so from that part copied on.

Much of what it has under many headlines is what it puts under everything.
"""
TOO_LITTLE: Final = -0.01
HALF_DAY: Final = timedelta(hours=12)
_WEIGHTS: Final = (0.4, 0.2, 0.2, 0.2)


class Verdict(NamedTuple):
    """``score`` from 0 to 1; ``margin`` how far beyond what was wanted of it, negative where they are apart."""

    bond: Bond
    score: float
    margin: float


def verdict(found: Likeness, gap: timedelta, *, one_outlet: bool) -> Verdict:
    """Whether two texts of one language are copies, report one event, or neither. ``gap`` is the time between them."""
    if one_outlet and not _of_one_headline(found):
        return Verdict("apart", score_of(found), -1.0)
    if is_copy(found):
        score = max(found.copied, score_of(found))
        return Verdict("copy", score, score)
    score, wanted = score_of(found), wanted_after(gap, found)
    if found.weight < LEAST_SHARED:
        return Verdict("apart", score, min(score - wanted, TOO_LITTLE))
    return Verdict("report" if score >= wanted else "apart", score, score - wanted)


def _of_one_headline(found: Likeness) -> bool:
    alike = max(found.headline, found.titles)
    return all(alike >= least for copied, least in OWN_HEADLINES if found.copied >= copied)


def is_copy(found: Likeness) -> bool:
    """Whether one text is in the main the other's, beginning included."""
    if found.triples < LEAST_TRIPLES:
        return False
    if found.title_least < OWN_TITLE and found.back < ALL_OF_IT:
        return False  # another report, with this one behind it
    return any(found.copied >= copied and found.told >= told for copied, told in COPIED)


def score_of(found: Likeness) -> float:
    """How much two texts tell the same, from 0 to 1."""
    parts = (found.told, found.titles, found.headline, found.names)
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))


def wanted_after(gap: timedelta, found: Likeness) -> float:
    """The score that two reports of one event must reach so long after one another."""
    wanted = REPORTED + min(abs(gap) / timedelta(hours=1) * SLOPE, STEEPEST)
    others = found.numbers <= -2 or (found.numbers < 0 and abs(gap) > HALF_DAY)
    return wanted + OTHER_NUMBERS if others else wanted
