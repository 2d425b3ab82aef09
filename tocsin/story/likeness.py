"""How alike two sketches are, part by part.

Methods: containment of shingle samples (Broder 1997; on samples of the smallest hashes, as in Irber's FracMinHash
2022); the words of title and lead by Dice's coefficient, each weighed by how few of the watchlist's stories hold it
(Sparck Jones 1972). Who reports an event says what happened first, and background last: so the beginning decides what a
text is about.
"""

from collections.abc import Callable
from itertools import takewhile
from typing import Final, NamedTuple

from tocsin.story.rarity import Keys, Rarity
from tocsin.story.reading import SAMPLED
from tocsin.story.view import View
from tocsin.story.words import FEW, KIND_KEYS

WORTH_WEIGHING: Final = 5
"""Words in both beginnings, with fewer of which no weight makes two texts alike."""
_ALL: Final = 1 << 32
_ALIKE: Final = Rarity()


class Likeness(NamedTuple):
    """All parts are from 0 to 1.

    ``copied`` is the part of the shorter text's triples that the other holds, ``back`` the part of the longer's;
    ``told`` how alike title and lead are; ``titles`` the part of each title that the other's beginning holds, the mean
    of both, ``title_least`` the lesser; ``headline`` how alike the titles are, ``names`` the names; ``held`` the part
    of the shorter beginning that the other holds. ``numbers`` are in both, of the fewer that either has, ``fewest``;
    ``replaced``: either title has a word for which the other text has another. ``triples`` counts those sampled in
    both texts, ``opening`` the sentences that they begin with word for word; ``weight`` is that of the words in both
    beginnings, ``beyond`` that of those of them that are not in both titles.
    ``other_day``: both name days of the week, but no common one; ``beyond_ten`` of the ``numbers`` have two digits or
    more.
    """

    copied: float
    back: float
    told: float
    titles: float
    title_least: float
    headline: float
    names: float
    numbers: int
    triples: int
    weight: float
    held: float
    figures: int
    replaced: bool
    swapped: bool
    opening: int
    beyond: float
    other_day: bool
    beyond_ten: int


def likeness(one: View, other: View, rarity: Rarity) -> Likeness:
    """How alike the two are, each word weighed by ``rarity``; the same either way round."""
    shared = one.told & other.told
    weigh = (rarity if len(shared) >= WORTH_WEIGHING else _ALIKE).weight
    triples, parts = contained(one, other)
    others = _others(one, other)
    titles = [_part(weigh, text.title & shared, text.title) for text in (one, other)]
    return Likeness(
        max(parts),
        min(parts),
        _dice(weigh, one.told, other.told),
        sum(titles) / 2,
        min(titles),
        _dice(weigh, one.title, other.title),
        _dice(len, one.names, other.names),
        len(one.numbers & other.numbers),
        triples,
        weigh(shared),
        max(_part(weigh, shared, text.told) for text in (one, other)),
        min(len(one.numbers), len(other.numbers)),
        all(others),
        any(others)
        and bool(one.title - other.title - KIND_KEYS)
        and bool(other.title - one.title - KIND_KEYS),
        _opening(one.sentences, other.sentences),
        weigh(shared - (one.title & other.title)),
        other_day(one, other),
        len((one.numbers & other.numbers) - FEW),
    )


def other_day(one: View, other: View) -> bool:
    """Whether both beginnings name days of the week, and no common one."""
    return one.days > 0 and other.days > 0 and not one.days & other.days


def _dice(weigh: Callable[[Keys], float], one: Keys, other: Keys) -> float:
    whole = weigh(one) + weigh(other)
    return 2 * weigh(one & other) / whole if whole else 0.0


def _part(weigh: Callable[[Keys], float], shared: Keys, whole: Keys) -> float:
    return weigh(shared) / weigh(whole) if whole else 0.0


def contained(one: View, other: View) -> tuple[int, tuple[float, float]]:
    """How many triples both samples hold, and what part of each text's the other holds.

    Estimated from what both samples could have kept.
    """
    limit = min(_limit(one.shingles), _limit(other.shingles))
    mine = {shingle for shingle in one.shingles if shingle <= limit}
    theirs = {shingle for shingle in other.shingles if shingle <= limit}
    both = len(mine & theirs)
    return both, (both / max(len(mine), 1), both / max(len(theirs), 1))


def _limit(shingles: memoryview) -> int:
    return shingles[-1] if len(shingles) == SAMPLED else _ALL


def _others(one: View, other: View) -> tuple[Keys, Keys]:
    """What each title has that the other text's beginning nowhere has."""
    return one.title - other.told - KIND_KEYS, other.title - one.told - KIND_KEYS


def _opening(one: memoryview, other: memoryview) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
