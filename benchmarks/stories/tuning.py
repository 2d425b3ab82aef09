"""Peers at their best."""

from collections.abc import Iterable, Sequence

from benchmarks.stories.corpora import Pair
from benchmarks.stories.peers import AtThreshold, Peer
from benchmarks.stories.score import best_threshold


def tuned(variants: Sequence[Peer], pairs: Sequence[Pair]) -> AtThreshold:
    """Of ``variants`` and all thresholds that with the best F1 on ``pairs``; the first variant of several."""
    found = [(best_threshold(_likenesses(peer, pairs)), peer) for peer in variants]
    (_, threshold), peer = max(found, key=lambda each: each[0][0])
    return AtThreshold(peer, threshold)


def _likenesses(peer: Peer, pairs: Iterable[Pair]) -> list[tuple[float, bool]]:
    judge = AtThreshold(peer, 0.0)
    return [(judge.likeness(pair.first, pair.second), pair.same) for pair in pairs]
