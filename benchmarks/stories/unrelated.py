"""Pairs of articles that nothing should join: drawn at random, and drawn because they are about the same topic."""

import hashlib
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from benchmarks.stories.corpora import Document
from benchmarks.stories.shingles import shingles
from tocsin.text.tokens import fold

RUN: Final = 5
"""Words."""
SHARED: Final = 0.1
"""The part of the shorter one's runs of ``RUN`` words that makes two articles natural near duplicates."""
DAYS: Final = timedelta(days=7)
"""Articles of one language published within that may be of one story."""
COMMON: Final = 0.1
"""A word that this part of all articles holds, or more, tells nothing of a topic."""
_SEED: Final = 1

Pair = tuple[Document, Document]


def is_tuning(document: Document) -> bool:
    """Whether it is of the half that rules may be tuned on: pairs of two such are never reported."""
    return hashlib.sha256(document.name.encode()).digest()[0] % 2 == 0


class Drawn(NamedTuple):
    """``pairs`` of unrelated articles; of the pairs drawn, how many were taken out as ``alike`` and as ``near``."""

    pairs: tuple[Pair, ...]
    alike: int
    near: int


def random_pairs(documents: Sequence[Document], wanted: int, *, tuning: bool = False) -> Drawn:
    """``wanted`` different pairs of unrelated ``documents``, at random, in random order; not two to tune on, or only.

    Taken out: natural near duplicates (`near_duplicates`), whatever their dates; and two articles of one language
    published less than ``DAYS`` apart, which may tell of one event. Fewer pairs where there are not so many.
    """
    chance, alike = random.Random(_SEED), near_duplicates(documents)
    half = [is_tuning(document) for document in documents]
    every = len(documents) * (len(documents) - 1) // 2
    pairs: list[Pair] = []
    out = Counter[str]()
    for number in chance.sample(range(every), every):
        first, second = _nth(number)
        if (half[first] and half[second]) != tuning:
            continue
        if (first, second) in alike:
            out["alike"] += 1
        elif _near(documents[first], documents[second]):
            out["near"] += 1
        else:
            swapped = chance.random() < 0.5
            pairs.append((documents[second if swapped else first], documents[first if swapped else second]))
            if len(pairs) == wanted:
                break
    return Drawn(tuple(pairs), out["alike"], out["near"])


def near_duplicates(documents: Sequence[Document]) -> frozenset[tuple[int, int]]:
    """Places, higher first, of those that share a tenth of the shorter one's runs of five words."""
    runs = [frozenset(shingles(fold(document.text).split(), RUN)) for document in documents]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, held in enumerate(runs):
        for run in held:
            holders[run].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        shared.update((high, low) for low, high in combinations(places, 2))
    return frozenset(
        pair
        for pair, count in shared.items()
        if count >= SHARED * min(len(runs[pair[0]]), len(runs[pair[1]]))
    )


def both_tuning(first: Document, second: Document) -> bool:
    """Whether both are of the half to tune on."""
    return is_tuning(first) and is_tuning(second)


def same_topic(documents: Sequence[Document], wanted: int, *, tuning: bool = False) -> tuple[Pair, ...]:
    """Pairs of dated articles that have most words in common and tell of different events, as far as days tell.

    Each article with the later one that is most like it (cosine of folded words weighted by how rare they are), at
    least four and at most sixty days after; no natural near duplicates. The ``wanted`` most alike, earlier one first;
    of them those of two to tune on, or all others.
    """
    dated = sorted(
        (document for document in documents if document.published is not None),
        key=lambda document: (document.published, document.name),
    )
    alike = near_duplicates(dated)
    found = []
    for low, likenesses in _likenesses(dated):
        later = [
            (likeness, high)
            for high, likeness in likenesses.items()
            if _days_after(dated[low], dated[high]) and (high, low) not in alike
        ]
        found += [(likeness, low, high) for likeness, high in sorted(later)[-1:]]
    found.sort(reverse=True)
    pairs = ((dated[low], dated[high]) for _, low, high in found[:wanted])
    return tuple(pair for pair in pairs if both_tuning(*pair) == tuning)


def consecutive(fired: Mapping[str, Sequence[Document]]) -> Iterator[tuple[str, Pair]]:
    """Of what fired each watchlist, every two dated articles that follow each other more than three days apart."""
    for watchlist, documents in fired.items():
        dated = [document for document in documents if document.published is not None]
        dated.sort(key=lambda document: (document.published, document.name))
        alike = near_duplicates(dated)
        for low, (first, second) in enumerate(pairwise(dated)):
            if _days_after(first, second, most=10_000) and (low + 1, low) not in alike:
                yield watchlist, (first, second)


def _nth(number: int) -> tuple[int, int]:
    """The pair of that number among (1, 0), (2, 0), (2, 1), (3, 0), ..."""
    high = (math.isqrt(8 * number + 1) + 1) // 2
    return high, number - high * (high - 1) // 2


def _near(first: Document, second: Document) -> bool:
    if first.published is None or second.published is None or first.language != second.language:
        return False
    return abs(first.published - second.published) < DAYS


def _days_after(first: Document, second: Document, most: int = 60) -> bool:
    if first.published is None or second.published is None:
        return False
    return timedelta(days=4) <= second.published - first.published <= timedelta(days=most)


def _likenesses(documents: Sequence[Document]) -> Iterator[tuple[int, Mapping[int, float]]]:
    """Of each document, last first, its cosine with all behind it that share a word; common words count nothing."""
    words = [set(fold(document.text).split()) for document in documents]
    frequency = Counter(word for each in words for word in each)
    most = max(2, round(COMMON * len(documents)))
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place in reversed(range(len(documents))):
        weights = {
            word: math.log(len(words) / frequency[word]) for word in words[place] if frequency[word] <= most
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        likeness: defaultdict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for other, others in holders[word]:
                likeness[other] += weight / length * others
            holders[word].append((place, weight / length))
        yield place, likeness
