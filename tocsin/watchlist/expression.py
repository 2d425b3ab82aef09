"""The condition of a watchlist: which of its terms, how many, where and how close together.

An expression is the id of a term, or a mapping with exactly one of the keys all, any, none, near, count, in, score.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from tocsin.config.types import Name, Section, Words

TERM: Final = "term"

TermId = Annotated[Name, Words("the id of a term of this watchlist")]
TermField = Literal["title", "lead", "body"]
Weight = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False), Words("a number above 0, at most 1000")]
Sum = Annotated[
    float, Field(gt=0, le=1_000_000, allow_inf_nan=False), Words("a number above 0, at most 1000000")
]
TermIds = Annotated[tuple[TermId, ...], Field(min_length=1)]
TermFields = Annotated[tuple[TermField, ...], Field(min_length=1)]
Parts = Annotated[tuple["Expression", ...], Field(min_length=1)]


class All(Section):
    """Every one of its parts is true."""

    all: Parts
    """Expressions that must all be true."""


class AnyOf(Section):
    """At least one of its parts is true."""

    any: Parts
    """Expressions of which one must be true."""


class NoneOf(Section):
    """No part of it is true."""

    none: Parts
    """Expressions of which none may be true."""


class NearTerms(Section):
    """Terms that stand close together in one field."""

    terms: TermIds
    """Two or more terms, each of which must be found."""
    within: Annotated[int, Field(ge=1, le=500)]
    """How many words may stand between one of them and the next in the text."""
    ordered: bool = False
    """Whether they must come in the order written here."""


class Near(Section):
    """Its terms stand close together."""

    near: NearTerms
    """Which terms, and how close."""


class CountTerms(Section):
    """How often terms are found."""

    terms: TermIds
    """The terms that are counted."""
    at_least: Annotated[int, Field(ge=1, le=1000)]
    """How many of them must be found."""
    distinct: bool = False
    """`true` counts different terms, `false` every place where one is found."""


class Count(Section):
    """Its terms are found often enough."""

    count: CountTerms
    """Which terms, and how often."""


class InFields(Section):
    """An expression that looks at some fields of the article only."""

    fields: TermFields
    """The fields that are looked at; `lead` is the first paragraph of the body, at most 500 characters of it."""
    of: "Expression"
    """What must be true there."""


class In(Section):
    """Its expression is true in some fields alone."""

    model_config = ConfigDict(populate_by_name=True)

    in_: Annotated[InFields, Field(alias="in")]
    """Which fields, and what must be true there."""


class ScoreTerms(Section):
    """Terms whose weights are added up."""

    terms: TermIds
    """The terms whose weights are added; each counts once, however often it is found."""
    at_least: Sum
    """What the sum must reach."""


class Score(Section):
    """The weights of its terms that are found reach a sum."""

    score: ScoreTerms
    """Which terms, and the sum."""


KINDS: Final[dict[str, type[Section]]] = {
    "all": All,
    "any": AnyOf,
    "none": NoneOf,
    "near": Near,
    "count": Count,
    "in": In,
    "score": Score,
}


def kind(value: Any) -> str | None:
    """The tag of what is written or of what was read: ``term``, one of ``KINDS``, or ``None`` where it is neither."""
    if isinstance(value, str):
        return TERM
    if isinstance(value, dict):
        found = [key for key in value if key in KINDS]
        return found[0] if len(found) == 1 else None
    return next((tag for tag, section in KINDS.items() if isinstance(value, section)), None)


Expression = Annotated[
    Annotated[TermId, Tag(TERM)]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NoneOf, Tag("none")]
    | Annotated[Near, Tag("near")]
    | Annotated[Count, Tag("count")]
    | Annotated[In, Tag("in")]
    | Annotated[Score, Tag("score")],
    Discriminator(kind),
    Words(f"the id of a term, or a mapping with one of the keys {', '.join(KINDS)}"),
]

_SECTIONS: Final[tuple[type[Section], ...]] = (*KINDS.values(), InFields)
for _section in _SECTIONS:
    _section.model_rebuild()


def parts(expression: "Expression") -> "tuple[Expression, ...]":
    """The expressions directly inside it, as written; none for a term id and for what only names terms."""
    match expression:
        case All():
            return expression.all
        case AnyOf():
            return expression.any
        case NoneOf():
            return expression.none
        case In():
            return (expression.in_.of,)
    return ()


def named_terms(expression: "Expression") -> tuple[str, ...]:
    """The term ids that stand in the expression itself, not in its parts."""
    match expression:
        case str():
            return (expression,)
        case Near():
            return expression.near.terms
        case Count():
            return expression.count.terms
        case Score():
            return expression.score.terms
    return ()


def expression_terms(expression: "Expression") -> Iterator[str]:
    """Every term id in it, in the order written, repeats included."""
    yield from named_terms(expression)
    for part in parts(expression):
        yield from expression_terms(part)
