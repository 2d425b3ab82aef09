"""From how alike two texts are, and how far apart in time, to whether they belong together.

News desks write from templates: a text may share nearly all its words with one about another town. So what is the same
is weighed against what contradicts: numbers, days, and words of a headline for which the other text has others. Between
own words and a copy there are the templates, and nothing joins there that does not agree in its numbers.

The figures here and in `tocsin.story.copying` and `tocsin.story.contradiction` were set on the tuning halves
(docs/benchmarks/stories.md) and on reports written to look alike; a wrong join hides a first report, a missed one only
repeats one, so all of them lean towards apart.
"""

from datetime import timedelta
from typing import Final, Literal, NamedTuple

from tocsin.story.contradiction import contradicted, too_little
from tocsin.story.copying import is_copy, is_template
from tocsin.story.likeness import Likeness
from tocsin.story.setting import HALF_DAY, SAME_HEADLINE, Setting

Bond = Literal["copy", "report", "apart"]

REPORTED: Final = 0.46
"""Score from which two texts that are no copies report one event."""
SLOPE: Final = 0.0017
STEEPEST: Final = 0.25
"""What each hour between them adds to that score, and all of them at most."""
OTHER_NUMBERS: Final = 0.15
"""What other numbers add to it: several, or any once they are not of one half day. Tolls rise, but not all figures.

So does a headline that is the same after half a day, and says as little.
"""
SAME_NUMBERS: Final = 0.05
"""What several numbers take off it that are the same but for a quarter, unless all are of one digit."""
TOO_LITTLE: Final = -0.01
_TOLD, _TITLES, _HEADLINE, _NAMES = 0.4, 0.15, 0.1, 0.35


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


def verdict(found: Likeness, setting: Setting) -> Verdict:
    """Whether two texts of one language are copies, report one event, or neither."""
    score, wanted = score_of(found), wanted_after(setting.gap, found)
    against = contradicted(found, setting)
    if not against and is_copy(found, setting):
        score = max(found.copied, score)
        return Verdict("copy", score, score, wanted)
    template = is_template(found, setting)
    if not against and template:
        against = "one wording, but not the same facts"
    against = against or too_little(found)
    if against:
        return Verdict("apart", score, min(score - wanted, TOO_LITTLE), wanted, against, template)
    return Verdict("report" if score >= wanted else "apart", score, score - wanted, wanted)


def score_of(found: Likeness) -> float:
    """How much two texts tell the same, from 0 to 1."""
    return _TOLD * found.told + _TITLES * found.titles + _HEADLINE * found.headline + _NAMES * found.names


def wanted_after(gap: timedelta, found: Likeness) -> float:
    """The score that two reports of one event must reach so long after one another."""
    wanted = REPORTED + min(abs(gap) / timedelta(hours=1) * SLOPE, STEEPEST)
    if found.beyond_ten and found.numbers > 1 and 4 * found.numbers >= 3 * found.figures:
        return wanted - SAME_NUMBERS
    late = abs(gap) > HALF_DAY
    others = not found.numbers and (found.figures > 1 or (found.figures and late))
    column = late and found.headline >= SAME_HEADLINE and found.numbers < 2
    return wanted + OTHER_NUMBERS if others or column else wanted
