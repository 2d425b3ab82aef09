"""Whether reports in two languages tell of one event: by names, numbers, kinds of event, watch-terms and time.

No word is translated. Names are compared by how they sound, numbers by their digits, kinds of event by our own list.
The figures were set on the reports written for the tests, so that none is joined to its neighbour of the same day.
"""

from datetime import timedelta
from typing import Final, NamedTuple

from tocsin.story.judge import Verdict
from tocsin.story.likeness import View
from tocsin.story.rarity import Keys, Rarity

WANTED: Final = 6.8
"""Evidence from which two reports are of one event."""
AN_HOUR: Final = 0.03
"""What each hour between them adds to that."""
LONGEST_GAP: Final = timedelta(hours=36)
LEAST_NAMES: Final = 3
LEAST_WITH_NUMBERS: Final = 2
"""Names that must be in both; fewer do where so many numbers, and more, are in both too."""
_NUMBER, _KIND, _COVERED, _TITLES, _TERMS = 0.75, 0.25, 1.5, 2.0, 0.5
_MOST: Final = 3
"""Numbers that count, and kinds."""


class Evidence(NamedTuple):
    """What two reports have in common whatever their languages.

    ``weight`` is that of the ``names`` in both, ``covered`` their part of the fewer names, ``titles`` the mean part of
    either title's names that the other report holds, ``terms`` that of all watch-terms which fired on both, if known.
    """

    names: Keys
    weight: float
    numbers: int
    kinds: int
    covered: float
    titles: float
    terms: float | None

    @property
    def sum(self) -> float:
        """All of it, in names."""
        said = _NUMBER * min(self.numbers, _MOST) + _KIND * min(self.kinds, _MOST)
        placed = _COVERED * self.covered + _TITLES * self.titles
        return self.weight + said + placed + (0.0 if self.terms is None else _TERMS * (2 * self.terms - 1))


def evidence(
    new: View, known: View, rarity: Rarity, terms: frozenset[str], known_terms: frozenset[str]
) -> Evidence:
    """What ``new`` has in common with ``known``, a record whose story ``rarity`` knows."""
    names = new.names & known.names
    return Evidence(
        names,
        rarity.weight(names),
        len(new.numbers & known.numbers),
        (new.kinds & known.kinds).bit_count(),
        len(names) / max(min(len(new.names), len(known.names)), 1),
        (_part(new.titled, known.names) + _part(known.titled, new.names)) / 2,
        len(terms & known_terms) / len(terms | known_terms) if terms and known_terms else None,
    )


def foreign_verdict(found: Evidence, gap: timedelta) -> Verdict:
    """Whether two reports in different languages are of one event. ``gap`` is the time between them."""
    enough = len(found.names) >= LEAST_NAMES or (
        len(found.names) >= LEAST_WITH_NUMBERS and found.numbers >= LEAST_WITH_NUMBERS
    )
    wanted = WANTED + gap / timedelta(hours=1) * AN_HOUR
    score = min(found.sum / (2 * WANTED), 1.0)
    if gap > LONGEST_GAP or not enough:
        return Verdict("apart", score, -1.0)
    return Verdict("report" if found.sum >= wanted else "apart", score, (found.sum - wanted) / (2 * WANTED))


def _part(names: Keys, of: Keys) -> float:
    return len(names & of) / len(names) if names else 0.0
