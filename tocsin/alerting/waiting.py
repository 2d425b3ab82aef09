"""A report on its way to people: what an alert says of it, and what routes and silences may ask."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import replace

from tocsin.alerting.cutting import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE
from tocsin.alerting.excerpts import Excerpt, excerpts_of
from tocsin.contract.events import (
    Article,
    ArticleNote,
    Change,
    DateSource,
    Evidence,
    Relation,
    Report,
    Severity,
    Status,
)
from tocsin.routing.facts import Facts

_MOST_WHY: Final = 4
_MOST_ADDED: Final = 5


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
        excerpts=excerpts_of(evidence),
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
