"""What two articles of one language are to each other, besides how alike they are."""

from datetime import timedelta
from typing import Final, NamedTuple

from tocsin.story.figures import Figures
from tocsin.story.likeness import Likeness

LEAST_TRIPLES: Final = 4
"""Sampled triples that two texts must share to be copies; or, of one outlet, to be made from one template."""
OWN_COPIED: Final = 0.84
"""The part that must be copied where one outlet put out both: it does not copy itself."""
SAME_HEADLINE: Final = 0.95
HALF_DAY: Final = timedelta(hours=12)


class Setting(NamedTuple):
    """The time between two articles, whether one outlet put out both, and what numbers their titles have."""

    gap: timedelta
    one_outlet: bool
    titles: Figures = "unsaid"

    @property
    def late(self) -> bool:
        """Whether they are not of one half day."""
        return abs(self.gap) > HALF_DAY


def agree(found: Likeness) -> bool:
    """Whether both have half or more of the numbers that either has; not where one has none."""
    return found.numbers > 0 and 2 * found.numbers >= found.figures


def goes_on(found: Likeness) -> bool:
    """Whether headline and first sentences are the same word for word."""
    return found.headline >= SAME_HEADLINE and found.opening > 1
