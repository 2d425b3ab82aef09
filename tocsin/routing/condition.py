"""Does a report fit what a route, or an inhibition, asks?"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import msgspec

from tocsin.contract.events import Severity
from tocsin.routing.facts import SEVERITIES, TRUSTS, Facts

Aspect = Literal[
    "watchlists", "severity", "statuses", "feeds", "languages", "countries", "kinds", "trust", "tags", "terms"
]


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """All that is given must hold, each by any one of its values; nothing given holds always.

    ``severity`` and ``trust`` mean this or higher; ``feeds`` are ids of feeds or names of outlets, ``fa`` among
    ``languages`` means ``fa-AF`` too. No condition on what is not known of a report holds.
    """

    watchlists: tuple[str, ...] = ()
    severity: Severity | None = None
    statuses: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    trust: str | None = None
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


ANYTHING: Final = Condition()


class Answer(msgspec.Struct, frozen=True):
    """What a condition asks of one aspect, in words, what the report is, and whether that fits."""

    aspect: Aspect
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    fits: bool


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether everything ``condition`` asks is true of ``facts``."""
    return all(_fits(question, facts) for question in _questions(condition))


def answers(condition: Condition, facts: Facts) -> Iterator[Answer]:
    """One answer for each aspect that ``condition`` asks about, in a fixed order."""
    for question in _questions(condition):
        found = tuple(value for value in _FOUND[question.aspect](facts) if value)
        yield Answer(question.aspect, question.wanted, found, _fits(question, facts))


class _Question(NamedTuple):
    """``allowed`` are all values that fit, capitals aside; ``wanted`` is how it was asked for."""

    aspect: Aspect
    wanted: tuple[str, ...]
    allowed: frozenset[str]


_FOUND: Final[Mapping[Aspect, Callable[[Facts], tuple[str, ...]]]] = {
    "severity": lambda facts: (facts.severity,),
    "trust": lambda facts: (facts.trust,),
    "watchlists": lambda facts: (facts.watchlist,),
    "statuses": lambda facts: (facts.status,),
    "feeds": lambda facts: (facts.feed, facts.source),
    "languages": lambda facts: _languages(facts.language),
    "countries": lambda facts: (facts.country,),
    "kinds": lambda facts: (facts.kind,),
    "tags": lambda facts: facts.tags,
    "terms": lambda facts: facts.terms,
}


@lru_cache(maxsize=4096)  # a report is asked by every route: each condition is taken apart once
def _questions(condition: Condition) -> tuple[_Question, ...]:
    found = []
    for aspect in _FOUND:
        wanted = getattr(condition, aspect)
        if not wanted:
            continue
        if isinstance(wanted, str):
            order = SEVERITIES if aspect == "severity" else TRUSTS
            allowed = frozenset(value for value in order if order[value] >= order[wanted])
            found.append(_Question(aspect, (f"{wanted} or higher",), allowed))
        else:
            found.append(_Question(aspect, wanted, frozenset(value.casefold() for value in wanted)))
    return tuple(found)


def _fits(question: _Question, facts: Facts) -> bool:
    return any(value.casefold() in question.allowed for value in _FOUND[question.aspect](facts))


def _languages(tag: str) -> tuple[str, ...]:
    whole = tag.replace("_", "-").casefold()
    language = whole.partition("-")[0]
    return (whole,) if language == whole else (whole, language)
