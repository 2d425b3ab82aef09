"""All patterns made ready for texts. Two engines with the same answers: a plain one, and one in compiled passes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from tocsin.matching.index import Index, Owner
from tocsin.matching.patterns import Pattern
from tocsin.matching.resolve import LONGEST_READ, Resolver
from tocsin.matching.search import DETACHED, Place, place, search
from tocsin.matching.vocabulary import RULES, Link, Thesaurus
from tocsin.text.languages import Rule
from tocsin.text.lexicon import Lexicon
from tocsin.text.tokens import tokens

REMEMBERED: Final = 1 << 19
"""Different words an engine remembers before it starts anew."""
MOST_PLACES: Final = 1_000
"""Of one spelling of a form in one text: what repeats it more often is no news, and must not hold up the worker."""


class Found(NamedTuple):
    """``pattern`` stands at words ``first`` to ``last``, ``text[start:end]``; ``rule`` is the loosest of its links."""

    pattern: Pattern
    first: int
    last: int
    start: int
    end: int
    rule: Rule


class Scan(NamedTuple):
    """What was found in a text of ``words`` words."""

    words: int
    found: list[Found]


class Engine(Protocol):
    """Texts in, places out. Remembers the words it has met: use one per thread."""

    index: Index

    def find(self, text: str) -> Scan:
        """Every place of every pattern, overlaps included, in the order of the words that anchor them.

        Of a form that the text repeats without end, the first ``MOST_PLACES``; of a context, every one.
        """
        ...

    def links(self, written: str) -> tuple[Link, ...]:
        """What the folded word ``written`` stands for, by word number of ``index.vocabulary``."""
        ...


class PlainEngine:
    """Ready at once, needs nothing but Python: for short texts and few of them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._resolver = Resolver(index.vocabulary)
        self._remembered: dict[str, tuple[Link, ...]] = {}

    def find(self, text: str) -> Scan:
        """See ``Engine``."""
        words = tokens(text)
        places = [self._place(word.folded, word.flags) for word in words]
        hits = (
            (hit.sequence, hit.first, hit.last, words[hit.first].start, words[hit.last].end, hit.rule)
            for hit in search(self.index, places)
        )
        return Scan(len(words), found_at(self.index, hits))

    def links(self, written: str) -> tuple[Link, ...]:
        """See ``Engine``."""
        if len(written) > LONGEST_READ:
            return self._resolver.links(written)
        known = self._remembered.get(written)
        if known is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            known = self._remembered[written] = self._resolver.links(written)
        return known

    def _place(self, written: str, flags: int) -> Place:
        return place(self.links(written), flags | DETACHED if written in self._resolver.detached else flags)


def found_at(index: Index, hits: Iterable[Sequence[int]]) -> list[Found]:
    """Hits (sequence, first word, last word, start, end, rule) as every pattern that they are hits of, within bounds.

    A context is never left out: what it takes away must not count.
    """
    seen: Counter[int] = Counter()
    contexts: dict[int, tuple[Owner, ...]] = {}
    found: list[Found] = []
    for sequence, first, last, start, end, rule in hits:
        owners = index.sequences[sequence].owners
        seen[sequence] += 1
        if seen[sequence] > MOST_PLACES:
            if sequence not in contexts:
                contexts[sequence] = tuple(owner for owner in owners if owner.pattern.context)
            owners = contexts[sequence]
        found += [Found(pattern, first, last, start, end, RULES[max(own, rule)]) for pattern, own in owners]
    return found


def make_index(
    patterns: Iterable[Pattern], lexicon: Lexicon, before: Thesaurus | None = None
) -> tuple[Index, Thesaurus]:
    """The index of ``patterns``, and the thesaurus to make the next one with: only new words are looked up then."""
    thesaurus = Thesaurus(lexicon, before)
    return Index(patterns, thesaurus), thesaurus
