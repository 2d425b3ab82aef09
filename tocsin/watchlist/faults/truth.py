"""Can an expression ever be true, and is it true of an article that holds nothing?"""

from collections.abc import Iterator
from typing import Final

from tocsin.config.document import Path
from tocsin.config.validate import Fault
from tocsin.config.words import listed
from tocsin.watchlist.expression import (
    All,
    AnyOf,
    Count,
    Expression,
    In,
    Near,
    NoneOf,
    Score,
    expression_terms,
)
from tocsin.watchlist.faults.look import Look

ROUNDING: Final = 1e-9
"""Weights are decimal fractions: three times 0.1 reach 0.3."""


def true_of_nothing(expression: Expression) -> bool:
    """Whether it is true of an article in which no term is found."""
    match expression:
        case All():
            return all(true_of_nothing(part) for part in expression.all)
        case AnyOf():
            return any(true_of_nothing(part) for part in expression.any)
        case NoneOf():
            return not any(true_of_nothing(part) for part in expression.none)
        case In():
            return true_of_nothing(expression.in_.of)
    return False


def impossible(expression: Expression, path: Path, look: Look) -> Iterator[Fault]:
    """The innermost parts of ``expression``, which stands at ``path``, that can never be true."""
    told = False
    for part, below, inner in _inside(expression, path, look):
        for fault in impossible(part, below, inner):
            told = True
            yield fault
    if not told and not _possible(expression, look):
        yield _fault(expression, path, look)


def _inside(expression: Expression, path: Path, look: Look) -> Iterator[tuple[Expression, Path, Look]]:
    match expression:
        case All():
            yield from ((part, (*path, "all", at), look) for at, part in enumerate(expression.all))
        case AnyOf():
            yield from ((part, (*path, "any", at), look) for at, part in enumerate(expression.any))
        case NoneOf():
            yield from ((part, (*path, "none", at), look) for at, part in enumerate(expression.none))
        case In():
            yield expression.in_.of, (*path, "in", "of"), look.inside(expression.in_.fields)


def _possible(expression: Expression, look: Look) -> bool:
    """Never false where it could be true; what only a deep contradiction forbids may pass."""
    match expression:
        case All():
            inner = look.without(_forbidden(expression))
            return all(_possible(part, inner) for part in expression.all)
        case AnyOf():
            return any(_possible(part, look) for part in expression.any)
        case NoneOf():
            return True
        case In():
            return _possible(expression.in_.of, look.inside(expression.in_.fields))
        case Near():
            return _share_a_field([look.where(term) for term in expression.near.terms])
        case Count():
            found = len(look.findable(expression.count.terms))
            return found >= expression.count.at_least if expression.count.distinct else found > 0
        case Score():
            return look.weight(expression.score.terms) >= expression.score.at_least - ROUNDING
    return bool(look.where(expression))


def _share_a_field(found: list[frozenset[str]]) -> bool:
    """Whether all can stand in the title, or all in the body: its lead and the rest are one field."""
    return all("title" in where for where in found) or all(where - {"title"} for where in found)


def _forbidden(expression: Expression) -> frozenset[str]:
    """Terms that must not be found anywhere if it is true."""
    match expression:
        case All():
            return frozenset().union(*(_forbidden(part) for part in expression.all))
        case NoneOf():
            return frozenset().union(*(_one_is_enough(part) for part in expression.none))
    return frozenset()


def _one_is_enough(expression: Expression) -> frozenset[str]:
    """Terms each of which makes it true by itself."""
    match expression:
        case str():
            return frozenset({expression})
        case AnyOf():
            return frozenset().union(*(_one_is_enough(part) for part in expression.any))
    return frozenset()


def _fault(expression: Expression, path: Path, look: Look) -> Fault:
    if not look.places:
        return Fault(path, "can never be true: one `in` inside the other leaves no field to look at")
    match expression:
        case Near():
            return Fault(
                (*path, "near", "terms"), "can never stand together: the terms count in different fields"
            )
        case Count():
            found = look.findable(expression.count.terms)
            reach = f"can never be reached: {_number(len(found))} can be found"
            return Fault((*path, "count", "at_least"), reach)
        case Score():
            most = f"{look.weight(expression.score.terms):g}"
            return Fault((*path, "score", "at_least"), f"can never be reached: the weights add up to {most}")
        case str():
            fields = listed(look.terms[expression].fields, "and")
            return Fault(path, f"can never be true here: term {expression} counts in {fields} only")
    torn = sorted(_forbidden(expression) & frozenset(expression_terms(expression)))
    return Fault(path, f"can never be true: one part wants what another forbids ({', '.join(torn)})")


def _number(terms: int) -> str:
    return f"only {terms} different term{'' if terms == 1 else 's'}"
