"""A report on its way to people: what an alert says of it, and what routes and silences may ask."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import asdict, astuple, replace

from tocsin.alerting.cutting import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE
from tocsin.contract.events import (
    Article,
    ArticleNote,
    Change,
    DateSource,
    Evidence,
    FieldName,
    Relation,
    Report,
    Severity,
    Status,
    Zone,
)
from tocsin.routing.facts import Facts

MOST_EVIDENCE: Final = 8
_MOST_WHY: Final = 4
_MOST_ADDED: Final = 5


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


class Waiting(msgspec.Struct, frozen=True, array_like=True):
    """One report. ``number`` is its place among its story's, ``routes`` those it was meant for when it came."""

    number: int
    routes: tuple[str, ...]
    article: str
    feed: str
    source: str
    url: str
    title: str
    language: str
    date_source: DateSource
    notes: tuple[ArticleNote, ...]
    relation: Relation
    published: datetime | None
    fetched: datetime
    why: tuple[str, ...]
    country: str
    kind: str
    trust: str
    tags: tuple[str, ...]
    terms: tuple[str, ...]
    excerpts: tuple[Excerpt, ...] = ()
    change: Change | None = None


def waiting_of(
    article: Article, evidence: tuple[Evidence, ...], number: int, relation: Relation, why: tuple[str, ...]
) -> Waiting:
    """``article``, fired as ``evidence`` says, as a report of its story."""
    return Waiting(
        number=number,
        routes=(),
        article=article.id,
        feed=article.feed,
        source=article.source[:LONGEST_NAME],
        url=article.url[:LONGEST_ADDRESS],
        title=article.title[:LONGEST_TITLE],
        language=article.language,
        date_source=article.date_source,
        notes=article.notes,
        relation=relation,
        published=article.published,
        fetched=article.fetched,
        why=tuple(one[:LONGEST_TEXT] for one in why[:_MOST_WHY]),
        country=article.country,
        kind=article.kind,
        trust=article.trust,
        tags=article.tags,
        terms=tuple(dict.fromkeys(one.term for one in evidence)),
        excerpts=tuple(map(_excerpt, evidence[:MOST_EVIDENCE])),
    )


def with_change(waiting: Waiting, change: Change | None) -> Waiting:
    """The same, with as much of what changed as an event has room for."""
    if change is not None:
        added = tuple(one[:LONGEST_TEXT] for one in change.added[:_MOST_ADDED])
        change = replace(change, title_before=change.title_before[:LONGEST_TITLE], added=added)
    return replace(waiting, change=change)


def report_of(waiting: Waiting) -> Report:
    """What an alert says of it."""
    return Report(
        article=waiting.article,
        feed=waiting.feed,
        source=waiting.source,
        url=waiting.url,
        title=waiting.title,
        language=waiting.language,
        date_source=waiting.date_source,
        notes=waiting.notes,
        relation=waiting.relation,
        published=waiting.published,
        why=waiting.why,
    )


def facts_about(waiting: Waiting, watchlist: str, severity: Severity, status: Status) -> Facts:
    """What routes and silences may ask of it."""
    return Facts(
        watchlist=watchlist,
        severity=severity,
        status=status,
        feed=waiting.feed,
        source=waiting.source,
        language=waiting.language,
        country=waiting.country,
        kind=waiting.kind,
        trust=waiting.trust,
        tags=waiting.tags,
        terms=waiting.terms,
    )


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
