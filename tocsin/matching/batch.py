"""The batch door: the matches of an article, one line for each place found."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from tocsin.contract.events import Article, Evidence, Match
from tocsin.matching.given import in_a_language
from tocsin.matching.matcher import Matcher
from tocsin.text.language import UNDETERMINED

_encoder = msgspec.json.Encoder()


class Place(msgspec.Struct, frozen=True):
    """One place found, as a line tells it: ``start`` and ``end`` count code points of the named field."""

    article: str | int
    watchlist: str
    term: str
    field: str
    start: int
    end: int
    surface: str
    language: str
    rule: str
    score: float
    zone: str
    form: str
    variant: str
    severity: str
    version: str


def matches(matcher: Matcher, article: Article, now: datetime) -> tuple[Match, ...]:
    """The matches of ``article`` in its language, which is guessed where it is ``und``.

    To guess it takes as long as to match it. A language keeps out what would match without, and adds nothing: most
    articles match nothing, and need none.
    """
    found = matcher.match(article, now)
    return matcher.match(in_a_language(article), now) if found and article.language == UNDETERMINED else found


def places(name: str | int, found: tuple[Match, ...]) -> Iterator[bytes]:
    """A line of JSON, with its line break, for each piece of evidence; text that is no Unicode is escaped."""
    for match in found:
        for one in match.evidence:
            yield _encoded(_place(name, match, one)) + b"\n"


def _place(name: str | int, match: Match, one: Evidence) -> Place:
    return Place(
        article=name,
        watchlist=match.watchlist,
        term=one.term,
        field=one.field,
        start=one.start,
        end=one.end,
        surface=one.surface,
        language=one.language,
        rule=one.rule,
        score=one.score,
        zone=one.zone,
        form=one.form,
        variant=one.variant,
        severity=match.severity,
        version=match.watchlist_version,
    )


def _encoded(place: Place) -> bytes:
    try:
        return _encoder.encode(place)
    except UnicodeEncodeError:
        builtins: dict[str, Any] = msgspec.structs.asdict(place)
        return json.dumps(builtins).encode()
