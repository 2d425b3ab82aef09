"""Where sequences stand among the words of a text: the plain reader of what `compiled` reads fast.

From a word that anchors a sequence, outwards: to the left, then to the right, taking at each slot the nearest word
that may fill it. Light words (d', 'de) and endings written apart are passed over, other words as far as the gap
allows, the end of a sentence never.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tocsin.matching.index import ANY, Index
from tocsin.matching.vocabulary import Link
from tocsin.text.tokens import BREAK, LIGHT

MOST_LIGHT: Final = 3
"""How many light words may stand between two words of a phrase."""
DETACHED: Final = 8
"""Flag, beside those of tokens: an ending written apart, light to the languages that write so and to no other."""


class Hit(NamedTuple):
    """The ``sequence``-th sequence from word ``first`` to word ``last`` of a text; ``rule`` is its loosest link."""

    sequence: int
    first: int
    last: int
    rule: int


class Place(NamedTuple):
    """One word of a text: what it may stand for, by word number, and its flags."""

    links: dict[int, int]
    flags: int


class Between(NamedTuple):
    """What may stand between two words: how many of any, and a few with one of the flags ``light``."""

    others: int
    light: int


def place(links: Sequence[Link], flags: int) -> Place:
    """A place with these links."""
    return Place(dict(links), flags)


def search(index: Index, places: Sequence[Place]) -> Iterator[Hit]:
    """Every hit, from left to right by anchor."""
    for at, here in enumerate(places):
        for word, rule in here.links.items():
            for anchor in index.anchors.get(word, ()):
                sequence = index.sequences[anchor.sequence]
                between = Between(sequence.gap, LIGHT | DETACHED if sequence.detached else LIGHT)
                left = _walk(places, sequence.slots[: anchor.slot][::-1], at, -1, between)
                right = left and _walk(places, sequence.slots[anchor.slot + 1 :], at, 1, between)
                if left and right:
                    yield Hit(anchor.sequence, left[0], right[0], max(rule, left[1], right[1]))


def _walk(
    places: Sequence[Place], slots: Sequence[int], at: int, step: int, between: Between
) -> tuple[int, int] | None:
    """The last place taken, and the loosest rule on the way there."""
    loosest = 0
    for word in slots:
        found = _next(places, word, at, step, between)
        if found is None:
            return None
        at, rule = found
        loosest = max(loosest, rule)
    return at, loosest


def _next(places: Sequence[Place], word: int, at: int, step: int, between: Between) -> tuple[int, int] | None:
    light = others = 0
    while True:
        at += step
        if not 0 <= at < len(places) or places[max(at, at - step)].flags & BREAK:
            return None
        if word == ANY:
            return at, 0
        rule = places[at].links.get(word)
        if rule is not None:
            return at, rule
        if places[at].flags & between.light and light < MOST_LIGHT:
            light += 1
        elif others < between.others:
            others += 1
        else:
            return None
