"""Does a report fit what a route, or an inhibition, asks?"""

from collections.abc import Iterator
from typing import Final, Literal

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
    return all(answer.fits for answer in answers(condition, facts))


def answers(condition: Condition, facts: Facts) -> Iterator[Answer]:
    """One answer for each aspect that ``condition`` asks about, in a fixed order."""
    language = facts.language.replace("_", "-").casefold()
    among: tuple[tuple[Aspect, tuple[str, ...], tuple[str, ...]], ...] = (
        ("watchlists", condition.watchlists, (facts.watchlist,)),
        ("statuses", condition.statuses, (facts.status,)),
        ("feeds", condition.feeds, (facts.feed, facts.source)),
        ("languages", condition.languages, tuple(dict.fromkeys((language, language.split("-")[0])))),
        ("countries", condition.countries, (facts.country,)),
        ("kinds", condition.kinds, (facts.kind,)),
        ("tags", condition.tags, facts.tags),
        ("terms", condition.terms, facts.terms),
    )
    yield from _at_least("severity", condition.severity, facts.severity)
    yield from _at_least("trust", condition.trust, facts.trust)
    for aspect, wanted, found in among:
        if wanted:
            known = tuple(value for value in found if value)
            yield Answer(aspect, wanted, known, _meet(wanted, known))


def _at_least(aspect: Literal["severity", "trust"], wanted: str | None, found: str) -> Iterator[Answer]:
    if wanted is not None:
        order = SEVERITIES if aspect == "severity" else TRUSTS
        fits = order.get(found, 0) >= order[wanted]
        yield Answer(aspect, (f"{wanted} or higher",), (found,) if found else (), fits)


def _meet(wanted: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return not {value.casefold() for value in wanted}.isdisjoint(value.casefold() for value in found)
