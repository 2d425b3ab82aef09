"""Why a watchlist is silent, in words for the analyst who expected it to fire."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tocsin.matching.counting import Dropped, DroppedReason, Page
from tocsin.matching.filters import FilteredReason
from tocsin.matching.hits import TermHit
from tocsin.matching.judge import Judgement
from tocsin.matching.verdicts import Verdict

FILTERED_TEXT: Final[Mapping[FilteredReason, str]] = {
    "source": "its source is none of `filters.sources`",
    "not_source": "its source is one of `filters.not_sources`",
    "language": "its language is none of `filters.languages`",
    "country": "its country is none of `filters.countries`",
    "not_country": "its country is one of `filters.not_countries`",
    "kind": "its kind is none of `filters.kinds`",
    "trust": "it is trusted less than `filters.trust`",
    "tag": "its tags are none of `filters.tags`",
    "not_tag": "one of its tags is one of `filters.not_tags`",
    "age": "it is older than `filters.max_age`",
}
DROPPED_TEXT: Final[Mapping[DroppedReason, str]] = {
    "case": "its capitals are not those of the form",
    "context": "it touches a context of the term's `except`",
    "field": "the term does not count in that field",
    "covered": "it lies within a longer hit of the same term, or a closer form stands there",
}


def why_silent(judgement: Judgement, page: Page) -> str:
    """What keeps the watchlist from firing; for one that does not fire."""
    if judgement.filtered is not None:
        return FILTERED_TEXT[judgement.filtered]
    causes = list(dict.fromkeys(_causes(judgement.verdict))) or ["none of its terms is found"]
    return "; ".join([*causes, *why_dropped(judgement.counted.dropped, page)])


def why_dropped(dropped: Iterable[Dropped], page: Page) -> Iterator[str]:
    """Each place found that does not count, and why; not those that are part of another."""
    yield from dict.fromkeys(_told(one, page) for one in dropped if one.reason != "covered")


def _told(one: Dropped, page: Page) -> str:
    surface = page.text(one.hit.field)[one.hit.start : one.hit.end]
    told = f"{surface!r} is found as {one.hit.term} and does not count: {DROPPED_TEXT[one.reason]}"
    return told if one.by is None or isinstance(one.by, TermHit) else f"{told}, {one.by.pattern.form!r}"


def _causes(verdict: Verdict) -> Iterator[str]:
    """The innermost sentences that keep the verdict from being true."""
    if verdict.true:
        return
    if verdict.node == "in" and verdict.parts:
        fields = verdict.says.removesuffix(": false there")
        yield from (f"{cause} ({fields})" for cause in _causes(verdict.parts[0]))
    elif verdict.node == "none":
        yield from (f"{part.says}, which must not be" for part in verdict.parts if part.true)
    elif any(not part.true for part in verdict.parts):
        for part in verdict.parts:
            yield from _causes(part)
    else:
        yield verdict.says
