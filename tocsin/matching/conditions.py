"""Is the condition of a watchlist true of what was found, and why? Every node of it answers for itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from math import fsum
from typing import Final

from tocsin.matching.closeness import in_order, together, words_between
from tocsin.matching.hits import TermHit
from tocsin.matching.verdicts import Verdict, every, in_reading_order, joined, many, no, some
from tocsin.watchlist.expression import (
    All,
    AnyOf,
    Count,
    Expression,
    In,
    InFields,
    Near,
    NearTerms,
    NoneOf,
    Score,
)
from tocsin.watchlist.model import Watchlist

# Weights are decimal fractions: three times 0.1 must reach 0.3.
_ROUNDING: Final = 1e-9


def evaluate(watchlist: Watchlist, hits: Iterable[TermHit]) -> Verdict:
    """Judge ``when`` and ``threshold`` over the hits that count; the order of ``hits`` does not matter."""
    condition = _Condition(hits)
    when = (
        condition.any_of(len(watchlist.terms))
        if watchlist.when is None
        else condition.verdict(watchlist.when)
    )
    if watchlist.threshold is None:
        return when
    return every("watchlist", (when, condition.all_reach(watchlist.threshold)))


class _Condition:
    """The hits that a condition is judged over, by term."""

    def __init__(self, hits: Iterable[TermHit]) -> None:
        self._hits = sorted(hits, key=lambda hit: hit.place)
        self._by_term: dict[str, list[TermHit]] = defaultdict(list)
        for hit in self._hits:
            self._by_term[hit.term].append(hit)

    def any_of(self, terms: int) -> Verdict:
        """What a watchlist without ``when`` comes to: any of its so many terms fires it."""
        parts = tuple(self._term(term) for term in self._by_term)
        says = f"{len(parts)} of {many(terms, 'term')} found; one is enough"
        return joined("any", bool(parts), says, parts)

    def all_reach(self, threshold: float) -> Verdict:
        """Whether the weights of all terms that are found reach the watchlist's threshold."""
        return self._sum("threshold", tuple(self._by_term), threshold)

    def verdict(self, expression: Expression) -> Verdict:
        match expression:
            case All():
                return every("all", self._parts(expression.all))
            case AnyOf():
                return some(self._parts(expression.any))
            case NoneOf():
                return no(self._parts(expression.none))
            case In():
                return self._inside(expression.in_)
            case Near():
                return self._near(expression.near)
            case Count():
                count = expression.count
                return (self._distinct if count.distinct else self._places)(count.terms, count.at_least)
            case Score():
                return self._sum("score", self._found(expression.score.terms), expression.score.at_least)
        return self._term(expression)

    def _sum(self, node: str, found: Sequence[str], at_least: float) -> Verdict:
        weights = {term: self._by_term[term][0].weight for term in found}
        total = fsum(weights.values())
        sums = " + ".join(f"{term} {weight:g}" for term, weight in weights.items()) or "nothing"
        says = f"the weights of the terms found are {sums} = {total:g}; they must reach {at_least:g}"
        return self._told(node, total >= at_least - _ROUNDING, says, found)

    def _parts(self, expressions: Iterable[Expression]) -> tuple[Verdict, ...]:
        return tuple(self.verdict(expression) for expression in expressions)

    def _found(self, terms: Iterable[str]) -> tuple[str, ...]:
        return tuple(term for term in dict.fromkeys(terms) if term in self._by_term)

    def _term(self, term: str) -> Verdict:
        found = self._found((term,))
        says = f"{term} is {_times(len(self._by_term[term]))}" if found else f"{term} is not found"
        return self._told("term", bool(found), says, found)

    def _places(self, terms: Sequence[str], at_least: int) -> Verdict:
        found = self._found(terms)
        places = sum(len(self._by_term[term]) for term in found)
        says = f"{_names(terms)}: found at {many(places, 'place')}; at least {at_least} must be"
        return self._told("count", places >= at_least, says, found)

    def _distinct(self, terms: Sequence[str], at_least: int) -> Verdict:
        found = self._found(terms)
        says = f"of {_names(terms)}, {many(len(found), 'term')} found; at least {at_least} must be"
        return self._told("count", len(found) >= at_least, says, found)

    def _inside(self, inside: InFields) -> Verdict:
        here = _Condition(hit for hit in self._hits if hit.stands_in(inside.fields))
        inner = here.verdict(inside.of)
        says = f"looked at in {_names(inside.fields)} only: {'true' if inner.true else 'false'} there"
        return Verdict("in", inner.true, says, inner.hits, (inner,))

    def _near(self, near: NearTerms) -> Verdict:
        missing = [term for term in dict.fromkeys(near.terms) if term not in self._by_term]
        if missing:
            return Verdict("near", False, f"{_names(missing)} not found")
        find = in_order if near.ordered else together
        groups = tuple(find(self._hits, near.terms, near.within))
        if groups:
            return Verdict(
                "near", True, _closest(near, groups), in_reading_order(chain.from_iterable(groups))
            )
        order = " in this order" if near.ordered else ""
        most = f"at most {many(near.within, 'word')} between one and the next"
        return Verdict("near", False, f"{_names(near.terms)} are found, but nowhere{order} with {most}")

    def _told(self, node: str, true: bool, says: str, terms: Iterable[str]) -> Verdict:
        hits = in_reading_order(hit for term in terms for hit in self._by_term[term]) if true else ()
        return Verdict(node, true, says, hits)


def _closest(near: NearTerms, groups: Iterable[Sequence[TermHit]]) -> str:
    pairs = [pair for group in groups for pair in pairwise(group) if near.ordered or _different(pair)]
    if not pairs:
        return f"{_names(near.terms)} is found"
    one, other = min(pairs, key=lambda pair: words_between(*pair))
    least = many(words_between(one, other), "word")
    closest = f"the closest are {one.term} and {other.term}, {least} between them"
    return f"{_names(near.terms)} stand together in the {one.field}; {closest}, at most {near.within} allowed"


def _different(pair: tuple[TermHit, TermHit]) -> bool:
    return pair[0].term != pair[1].term


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)


def _times(number: int) -> str:
    return "found once" if number == 1 else f"found {number} times"
