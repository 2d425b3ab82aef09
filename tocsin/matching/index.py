"""All patterns as sequences of word numbers, each to be looked for at the word that is rarest in texts, by its looks.

By its looks alone: which word anchors a sequence decides which of several places a gap may span, and no other
watchlist may have a say in that.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from tocsin.matching.patterns import Pattern, Slots, Spelling
from tocsin.matching.vocabulary import RULES, Thesaurus, Vocabulary
from tocsin.text.languages import rules_for

ANY: Final = -1
"""A slot that any one word fills."""


class Owner(NamedTuple):
    """A pattern that a sequence belongs to, and the rule that made this spelling of it."""

    pattern: Pattern
    rule: int


class Sequence(NamedTuple):
    """Word numbers in order (or ``ANY``), how many other words may stand between two, and whose it is.

    ``detached``: its language writes endings apart, which may stand between two words of it too.
    """

    slots: tuple[int, ...]
    gap: int
    detached: bool
    owners: tuple[Owner, ...]


class Anchor(NamedTuple):
    """The ``slot``-th word of the ``sequence``-th sequence."""

    sequence: int
    slot: int


class Index:
    """``sequences`` by number, and by word the ``anchors`` where one may be found. Equal sequences are one."""

    def __init__(self, patterns: Iterable[Pattern], thesaurus: Thesaurus) -> None:
        owners = _owners(patterns)
        words = (word for slots, _ in owners for word in slots if word is not None)
        self.vocabulary = Vocabulary(words, thesaurus)
        number = self.vocabulary.number
        self.sequences = tuple(
            Sequence(
                tuple(ANY if word is None else number[word] for word in slots),
                gap,
                any(word is not None and rules_for(word.language).detached for word in slots),
                tuple(found),
            )
            for (slots, gap), found in owners.items()
        )
        self.anchors = self._anchors()

    def _anchors(self) -> dict[int, list[Anchor]]:
        anchors: dict[int, list[Anchor]] = defaultdict(list)
        for at, sequence in enumerate(self.sequences):
            slots = [slot for slot, word in enumerate(sequence.slots) if word != ANY]
            if len(slots) > 1:
                slots.sort(key=lambda slot: self._commonness(sequence.slots[slot]))
            anchors[sequence.slots[slots[0]]].append(Anchor(at, slots[0]))
        return dict(anchors)

    def _commonness(self, word: int) -> tuple[bool, int]:
        """Small for a word that few texts hold: no stop word, long."""
        written = self.vocabulary.words[word]
        return written.folded in rules_for(written.language).common, -len(written.folded)


def _owners(patterns: Iterable[Pattern]) -> dict[tuple[Slots, int], list[Owner]]:
    owners: dict[tuple[Slots, int], list[Owner]] = defaultdict(list)
    for pattern in patterns:
        for spelling in pattern.spellings:
            owners[spelling.slots, _gap(spelling, pattern.gap)].append(
                Owner(pattern, RULES.index(spelling.rule))
            )
    return owners


def _gap(spelling: Spelling, gap: int) -> int:
    return gap if len(spelling.slots) > 1 else 0
