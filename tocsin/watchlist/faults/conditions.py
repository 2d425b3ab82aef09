"""What is wrong with `when` and `threshold`."""

from collections.abc import Iterator, Sequence
from typing import Final

from tocsin.config.document import Document, value_at
from tocsin.config.types import Section
from tocsin.config.validate import Fault, unknown, validated
from tocsin.config.words import words
from tocsin.watchlist.expression import TERM, Expression, Sum, expression_terms
from tocsin.watchlist.faults.look import Look
from tocsin.watchlist.faults.nodes import NAMING, named, nodes
from tocsin.watchlist.faults.terms import twice
from tocsin.watchlist.faults.truth import ROUNDING, impossible, true_of_nothing
from tocsin.watchlist.faults.written import WrittenTerm, items

MOST_LEVELS: Final = 8


class _Condition(Section):
    when: Expression


class _Bar(Section):
    threshold: Sum


def condition_faults(document: Document, terms: Sequence[WrittenTerm]) -> Iterator[Fault]:
    """Every fault of the condition, the terms being known."""
    known = tuple(dict.fromkeys(term.id for term in terms if term.id))
    unknown_ids = list(_unknown(document, known))
    yield from unknown_ids
    yield from _empty(document)
    yield from _shapes(document)
    weighed = not any("weight" in term.wrong for term in terms)
    look = Look({term.id: term.settings for term in terms if term.id})
    if weighed:
        yield from _threshold(document, look)
    when = validated({"when": value_at(document.data, ("when",))}, _Condition)
    if not isinstance(when, list):
        yield from _truth(document, when.when, look, weighed=weighed)
        if not unknown_ids:
            yield from _unused(document, when.when, terms)


def _unknown(document: Document, known: tuple[str, ...]) -> Iterator[Fault]:
    for path, name in named(document):
        if known and name not in known:
            yield Fault(path, unknown(name, known, "term"))


def _empty(document: Document) -> Iterator[Fault]:
    for key, allowed in (("when", Expression), ("threshold", Sum)):
        if (key,) in document.keys and value_at(document.data, (key,)) is None:
            yield Fault((key,), f"has no value; must be {words(allowed).text}")


def _shapes(document: Document) -> Iterator[Fault]:
    for node in nodes(document):
        if node.kind != TERM and node.level == MOST_LEVELS + 1:
            yield Fault(node.path, f"nested too deeply; at most {MOST_LEVELS} levels")
        yield from twice(document, (*node.path, node.kind))
        if node.kind == "in":
            yield from twice(document, (*node.path, node.kind, "fields"))
        if node.kind in NAMING:
            yield from twice(document, (*node.path, node.kind, "terms"))
        if node.kind == "near" and len(list(items(document, (*node.path, "near", "terms")))) == 1:
            yield Fault((*node.path, "near", "terms"), "needs two terms or more to stand together")


def _threshold(document: Document, look: Look) -> Iterator[Fault]:
    bar = validated({"threshold": value_at(document.data, ("threshold",))}, _Bar)
    most = look.weight(look.terms)
    if not isinstance(bar, list) and look.terms and most < bar.threshold - ROUNDING:
        yield Fault(("threshold",), f"can never be reached: the weights of all terms add up to {most:g}")


def _truth(document: Document, when: Expression, look: Look, *, weighed: bool) -> Iterator[Fault]:
    told = [fault for fault in impossible(when, ("when",), look) if weighed or "score" not in fault.path]
    yield from told
    if not told and true_of_nothing(when) and value_at(document.data, ("threshold",)) is None:
        message = "is true of an article in which no term is found; name a term that must be, or a threshold"
        yield Fault(("when",), message)


def _unused(document: Document, when: Expression, terms: Sequence[WrittenTerm]) -> Iterator[Fault]:
    if value_at(document.data, ("threshold",)) is not None:
        return
    used = frozenset(expression_terms(when))
    for term in terms:
        if term.id and term.id not in used:
            message = "no part of `when` names this term; name it there, or take it out"
            yield Fault((*term.path, "id"), message)
