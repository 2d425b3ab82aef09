"""Who takes part, by name."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from benchmarks.matching.findings import AHO_CORASICK, HYPERSCAN, NAIVE, NORMALISATION, TOCSIN
from benchmarks.matching.ours import Ours
from benchmarks.matching.peers import AhoCorasick, Contestant, Hyperscan, Normalise, PartialRatio
from benchmarks.matching.stream import Normaliser
from benchmarks.matching.terms import Term, watchlists
from runtime.lexicon import open_lexicon


class Normalising:
    """The normalisation that all peers get, and nothing else."""

    def __init__(self) -> None:
        self._normalise = Normaliser()

    def find(self, text: str) -> int:
        self._normalise(text)
        return 0


_PEERS: Final[Mapping[str, Callable[[Sequence[Term], Normalise], Contestant]]] = {
    HYPERSCAN: Hyperscan,
    AHO_CORASICK: AhoCorasick,
    NAIVE: PartialRatio,
}


def prepared(name: str, terms: Sequence[Term]) -> Callable[[], Contestant]:
    """What makes the contestant ready for ``terms``; what any process holds before is made already.

    Raises:
        KeyError: nobody of that name takes part.
    """
    if name == TOCSIN:
        return prepared_ours(terms)
    if name == NORMALISATION:
        return Normalising
    return partial(_PEERS[name], terms, Normaliser())


def prepared_ours(terms: Sequence[Term]) -> Callable[[], Ours]:
    """See ``prepared``: all rules on, with the dictionaries open but asked nothing yet."""
    lexicon = open_lexicon()
    lexicon.known("ru", "да")  # loads the Russian ones
    return partial(Ours, watchlists(terms), lexicon)
