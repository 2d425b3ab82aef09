"""Whether reports in two languages tell of one event: by names, numbers, kinds of event, watch-terms and time.

No word is translated. Names are compared by how they sound, numbers by their digits, kinds of event by our own list.
The figures were set on the reports written for the tests, so that none is joined to its neighbour of the same day.
"""

from datetime import timedelta
from typing import Final, NamedTuple

from tocsin.story.figures import Figures
from tocsin.story.judge import Verdict
from tocsin.story.likeness import other_day
from tocsin.story.rarity import Keys, Rarity
from tocsin.story.view import View
from tocsin.story.words import FEW

WANTED: Final = 6.6
"""Evidence from which two reports are of one event."""
AN_HOUR: Final = 0.06
"""What each hour between them adds to that."""
LONGEST_GAP: Final = timedelta(hours=36)
LEAST_NAMES: Final = 3
LEAST_WITH_NUMBERS: Final = 2
"""Names that must be in both; fewer do where so many numbers, and more, are in both too."""
NUMBERS_ENOUGH: Final = 3
"""Numbers in both that are enough with so few names, or one less where the titles have one in common."""
SAME_NUMBERS: Final = 2 / 3
"""The part that they must be of the fewer numbers."""
WANTED_BY_NUMBERS: Final = 4.0
"""The evidence that is enough with those."""
BY_NUMBERS: Final = timedelta(hours=12)
"""How long after one another they are."""
_NUMBER, _KIND, _COVERED, _TITLES, _TERMS = 0.75, 0.25, 1.5, 2.0, 0.5
_MOST: Final = 3
"""Numbers that count, and kinds."""


class Evidence(NamedTuple):
    """What two reports have in common whatever their languages.

    ``weight`` is that of the ``names`` in both, ``covered`` their part of the fewer names, ``titles`` the mean part of
    either title's names that the other report holds, ``terms`` that of all watch-terms which fired on both, if known;
    ``numbers`` are in both, of ``figures`` that the one with fewer has; ``beyond_ten`` of them have two digits or more.
    """

    names: Keys
    weight: float
    numbers: int
    kinds: int
    covered: float
    titles: float
    terms: float | None
    figures: int = 0
    beyond_ten: int = 0
    other_day: bool = False

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
        min(len(new.numbers), len(known.numbers)),
        len((new.numbers & known.numbers) - FEW),
        other_day(new, known),
    )


def foreign_verdict(found: Evidence, gap: timedelta, titles: Figures = "unsaid") -> Verdict:
    """Whether two reports in different languages are of one event.

    ``gap`` is the time between them, ``titles`` whether their headlines have a number in common.
    """
    enough = WANTED_BY_NUMBERS if _by_numbers(found, gap, titles) else WANTED
    wanted = enough + gap / timedelta(hours=1) * AN_HOUR
    score, bar = min(found.sum / (2 * WANTED), 1.0), wanted / (2 * WANTED)
    against = _against(found, gap, titles)
    if against:
        return Verdict("apart", score, -1.0, bar, against)
    if found.sum < wanted:
        return Verdict("apart", score, score - bar, bar)
    return Verdict("report", score, abs(score - bar), bar)


def _against(found: Evidence, gap: timedelta, titles: Figures) -> str:
    if gap > LONGEST_GAP:
        return "too long apart for two languages"
    if found.other_day and gap <= BY_NUMBERS:
        return "another day of the week"
    if titles == "other" and 2 * found.numbers < found.figures:
        return "other numbers"
    enough = len(found.names) >= LEAST_NAMES or found.numbers >= LEAST_WITH_NUMBERS
    return "" if enough and len(found.names) >= LEAST_WITH_NUMBERS else "too few names in both"


def _by_numbers(found: Evidence, gap: timedelta, titles: Figures) -> bool:
    """Whether so many numbers are the same that few names are enough."""
    enough = NUMBERS_ENOUGH - (titles == "same")
    if gap > BY_NUMBERS or not found.beyond_ten:
        return False
    return found.numbers >= max(enough, SAME_NUMBERS * found.figures)


def _part(names: Keys, of: Keys) -> float:
    return len(names & of) / len(names) if names else 0.0
