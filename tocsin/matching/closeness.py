"""Which hits stand close together: all terms in one field, each within a number of words of the next.

Both ways read every hit once, in reading order, so thousands of hits cost their number, not its square.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tocsin.matching.hits import TermHit

Group = tuple[TermHit, ...]


def words_between(one: TermHit, other: TermHit) -> int:
    """How many words lie between the two, in one field; 0 where they overlap."""
    return max(0, max(one.first, other.first) - min(one.last, other.last) - 1)


def together(hits: Iterable[TermHit], terms: Sequence[str], within: int) -> Iterator[Group]:
    """The runs of hits, each within so many words of the next, that hold every one of ``terms``."""
    wanted = set(terms)
    for field in _fields(hits, wanted):
        yield from (run for run in _runs(field, within) if {hit.term for hit in run} == wanted)


def in_order(hits: Iterable[TermHit], terms: Sequence[str], within: int) -> Iterator[Group]:
    """Chains of one hit per term, in the order of ``terms``, each within so many words after the one before."""
    for field in _fields(hits, set(terms)):
        yield from _chains(field, terms, within)


def _fields(hits: Iterable[TermHit], terms: set[str]) -> Iterator[list[TermHit]]:
    wanted = sorted((hit for hit in hits if hit.term in terms), key=lambda hit: hit.place)
    for _, field in groupby(wanted, key=lambda hit: hit.field):
        yield list(field)


def _runs(field: Sequence[TermHit], within: int) -> Iterator[Group]:
    run: list[TermHit] = []
    reach = 0  # the last word of the run so far
    for hit in field:
        if run and hit.first - reach - 1 > within:
            yield tuple(run)
            run = []
        reach = max(reach, hit.last) if run else hit.last
        run.append(hit)
    if run:
        yield tuple(run)


def _chains(field: Sequence[TermHit], terms: Sequence[str], within: int) -> Iterator[Group]:
    """Each hit of the last term that ends a chain, with the nearest chain before it."""
    chains: list[Group] = [(hit,) for hit in field if hit.term == terms[0]]
    for term in terms[1:]:
        chains.sort(key=lambda chain: chain[-1].last)
        ends = [chain[-1].last for chain in chains]
        longer: list[Group] = []
        for hit in (hit for hit in field if hit.term == term):
            before = bisect_left(ends, hit.first) - 1
            if before >= 0 and words_between(chains[before][-1], hit) <= within:
                longer.append((*chains[before], hit))
        chains = longer
    yield from chains
