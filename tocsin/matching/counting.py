"""Which of the places found count for a watchlist, and why the others do not."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from tocsin.contract.events import Article, FieldName, Zone
from tocsin.matching.capitals import same_capitals
from tocsin.matching.engine import Found
from tocsin.matching.hits import TermHit, lead_end
from tocsin.matching.vocabulary import RULES
from tocsin.matching.zones import Span
from tocsin.watchlist.model import Term

DroppedReason = Literal[
    "case",  # its capitals are not those of the form
    "context",  # it touches a context of the term's `except`
    "field",  # the term does not count there
    "covered",  # it lies within a longer hit of the same term, or where a closer form of it stands
]


class Page(msgspec.Struct, frozen=True):
    """An article, and the stretches of its body that are boilerplate, in order and apart."""

    article: Article
    boilerplate: tuple[Span, ...]
    lead: int

    def text(self, field: FieldName) -> str:
        return self.article.title if field == "title" else self.article.body

    def zone(self, field: FieldName, start: int) -> Zone:
        """What a place that begins at ``start`` is part of; a title is always the article's own."""
        before = bisect_right(self.boilerplate, start, key=lambda span: span[0]) - 1
        inside = field == "body" and before >= 0 and start < self.boilerplate[before][1]
        return "boilerplate" if inside else "text"


class Dropped(NamedTuple):
    """A hit that does not count; ``by`` is the context, or the hit that covers it."""

    hit: TermHit
    reason: DroppedReason
    by: Found | TermHit | None = None


class Counted(NamedTuple):
    """The hits that count, in reading order, and those that do not."""

    hits: tuple[TermHit, ...]
    dropped: tuple[Dropped, ...]


Places = Mapping[FieldName, Sequence[Found]]
_CLOSEST_FIRST: Final = {rule: at for at, rule in enumerate(RULES)}


def page_of(article: Article, boilerplate: Iterable[Span] = ()) -> Page:
    """``boilerplate`` may overlap and come in any order."""
    return Page(article, tuple(_merged(boilerplate)), lead_end(article.body))


def counted(terms: Mapping[str, Term], page: Page, places: Places) -> Counted:
    """Judge the places found for one watchlist, whose terms are given by id."""
    hits: list[TermHit] = []
    dropped: list[Dropped] = []
    for field, found in places.items():
        contexts = _contexts(found)
        for one in found:
            if not one.pattern.context:
                hit = _hit(terms[one.pattern.term], page, field, one)
                fault = _fault(terms[hit.term], page, hit, contexts)
                hits.append(hit) if fault is None else dropped.append(fault)
    plainest, covered = _plainest(hits, page.article.language)
    return Counted(tuple(plainest), (*dropped, *covered))


def _hit(term: Term, page: Page, field: FieldName, found: Found) -> TermHit:
    return TermHit(
        term=term.id,
        field=field,
        first=found.first,
        last=found.last,
        start=found.start,
        end=found.end,
        pattern=found.pattern,
        rule=found.rule,
        zone=page.zone(field, found.start),
        lead=field == "body" and found.start < page.lead,
        weight=term.weight,
    )


def _fault(term: Term, page: Page, hit: TermHit, contexts: "_Contexts") -> Dropped | None:
    if term.case == "same" and not same_capitals(hit.pattern.form, page.text(hit.field)[hit.start : hit.end]):
        return Dropped(hit, "case")
    context = _touching(contexts.get(hit.term, ()), hit)
    if context is not None:
        return Dropped(hit, "context", context)
    return None if hit.stands_in(term.fields) else Dropped(hit, "field")


class _Reach(NamedTuple):
    """Of the contexts that begin with word ``first`` or before it, the one that ends last."""

    first: int
    context: Found


_Contexts = Mapping[str, Sequence[_Reach]]


def _contexts(found: Iterable[Found]) -> _Contexts:
    by_term: dict[str, list[_Reach]] = defaultdict(list)
    for context in sorted((one for one in found if one.pattern.context), key=lambda one: one.first):
        before = by_term[context.pattern.term]
        further = before and before[-1].context.last >= context.last
        before.append(_Reach(context.first, before[-1].context if further else context))
    return by_term


def _touching(contexts: Sequence[_Reach], hit: TermHit) -> Found | None:
    """A context that has a word in common with the hit."""
    at = bisect_right(contexts, hit.last, key=lambda reach: reach.first) - 1
    return contexts[at].context if at >= 0 and contexts[at].context.last >= hit.first else None


def _plainest(hits: Iterable[TermHit], language: str) -> tuple[list[TermHit], list[Dropped]]:
    """One hit per term and place: the longest, then one in the article's language, then the closest spelling.

    One sweep from left to right: of hits that begin together the longest comes first, and one that ends no later than
    what its term already covers adds nothing.
    """
    covering: dict[tuple[str, str], TermHit] = {}
    chosen: list[TermHit] = []
    dropped: list[Dropped] = []
    for hit in sorted(hits, key=lambda hit: _rank(hit, language)):
        before = covering.get((hit.field, hit.term))
        if before is not None and hit.last <= before.last:
            dropped.append(Dropped(hit, "covered", before))
        else:
            covering[hit.field, hit.term] = hit
            chosen.append(hit)
    return chosen, dropped


def _rank(hit: TermHit, language: str) -> tuple[object, ...]:
    pattern = hit.pattern
    ours = pattern.language == language[:2]
    return (*hit.place, not ours, _CLOSEST_FIRST[hit.rule], pattern.language, pattern.form)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    start = end = -1
    for first, last in sorted(spans):
        if first > end:
            if end > start:
                yield start, end
            start, end = first, last
        end = max(end, last)
    if end > start:
        yield start, end
