"""Evidence on its way to people: as much of it as is kept of a report that waits."""

from typing import Final

import msgspec
from msgspec.structs import asdict, astuple, replace

from tocsin.contract.events import Evidence, FieldName, Zone

MOST_EVIDENCE: Final = 8


class Excerpt(msgspec.Struct, frozen=True, array_like=True):
    """An `Evidence`, kept small. ``score`` is whole where it can be: that is shorter."""

    term: str
    language: str
    form: str
    field: FieldName
    start: int
    end: int
    surface: str
    rule: str
    score: float
    sentence: str
    sentence_start: int
    variant: str = ""
    zone: Zone = "text"


def excerpts_of(evidence: tuple[Evidence, ...]) -> tuple[Excerpt, ...]:
    """The first of ``evidence``, to be kept."""
    return tuple(map(_excerpt, evidence[:MOST_EVIDENCE]))


def evidence_of(excerpts: tuple[Excerpt, ...]) -> tuple[Evidence, ...]:
    """The evidence that was kept; of what was kept in brief, the surface stands for its sentence and its form."""
    return tuple(
        Evidence(
            **{
                **asdict(excerpt),
                "sentence": excerpt.sentence or excerpt.surface,
                "form": excerpt.form or excerpt.surface,
            }
        )
        for excerpt in excerpts
    )


def brief(excerpts: tuple[Excerpt, ...]) -> tuple[Excerpt, ...]:
    """The first, without its sentence: for a story of which all is told."""
    return tuple(
        replace(
            excerpt,
            form="" if excerpt.form == excerpt.surface else excerpt.form,
            sentence="",
            sentence_start=excerpt.start,
            variant="",
        )
        for excerpt in excerpts[:1]
    )


def _excerpt(evidence: Evidence) -> Excerpt:
    excerpt = Excerpt(*astuple(evidence))
    return replace(excerpt, score=int(excerpt.score)) if excerpt.score.is_integer() else excerpt
