"""Libraries that tell near duplicates, each given the same folded words as we make of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from datasketch import MinHash
from rapidfuzz import fuzz
from simhash import Simhash

from benchmarks.stories.corpora import Document
from benchmarks.stories.shingles import shingles
from tocsin.text.tokens import fold

PERMUTATIONS: Final = 128
BITS: Final = 64


class Peer(NamedTuple):
    """``likeness`` of what ``prepare`` makes of two documents: the more alike, the higher."""

    variant: str
    prepare: Callable[[Document], Any]
    likeness: Callable[[Any, Any], float]


class AtThreshold:
    """A peer that joins two documents that are alike enough. What it prepares of a document it keeps by name."""

    def __init__(self, peer: Peer, threshold: float, prepared: dict[str, Any] | None = None) -> None:
        self.peer, self.threshold = peer, threshold
        self._prepared = {} if prepared is None else prepared

    def at(self, threshold: float) -> "AtThreshold":
        """The same peer at another threshold; what is prepared is shared."""
        return AtThreshold(self.peer, threshold, self._prepared)

    def likeness(self, first: Document, second: Document) -> float:
        return self.peer.likeness(self._of(first), self._of(second))

    def _of(self, document: Document) -> Any:
        prepared = self._prepared.get(document.name)
        if prepared is None:
            prepared = self._prepared[document.name] = self.peer.prepare(document)
        return prepared


def minhash(pieces: Iterable[str]) -> MinHash:
    """Its sketch of a set of pieces."""
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([piece.encode() for piece in pieces])
    return made


def _minhash_of(size: int, document: Document) -> Any:
    return minhash(set(shingles(fold(document.text).split(), size))).hashvalues


def _jaccard(first: Any, second: Any) -> float:
    """What ``MinHash.jaccard`` says."""
    return float((first == second).sum()) / PERMUTATIONS


def _simhash_of(size: int, document: Document) -> int:
    return int(Simhash(shingles(fold(document.text).split(), size), f=BITS).value)


def _characters(document: Document) -> int:
    return int(Simhash(fold(document.text), f=BITS).value)


def _same_bits(first: int, second: int) -> float:
    """The bits less what ``Simhash.distance`` says."""
    return float(BITS - (first ^ second).bit_count())


def _folded_text(document: Document) -> str:
    return fold(document.text)


def _folded_title(document: Document) -> str:
    return fold(document.title)


PEERS: Final[Mapping[str, Sequence[Peer]]] = {
    "datasketch MinHash": tuple(
        Peer(f"{size}-word runs", partial(_minhash_of, size), _jaccard) for size in (1, 2, 3)
    ),
    "simhash": (
        Peer("characters by four", _characters, _same_bits),
        *(Peer(f"{size}-word runs", partial(_simhash_of, size), _same_bits) for size in (1, 3)),
    ),
    "rapidfuzz token_set_ratio": (Peer("title and body", _folded_text, fuzz.token_set_ratio),),
    "rapidfuzz token_set_ratio of titles": (Peer("titles", _folded_title, fuzz.token_set_ratio),),
}
"""Everyone that takes part, each in the variants that it is tuned over."""
