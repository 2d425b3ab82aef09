"""Silences: who said that reports of a watchlist are to be held, which ones, and until when."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from tocsin.contract.events import Action, Scope
from tocsin.routing.condition import Condition, holds
from tocsin.routing.facts import Facts


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """Holds the reports of ``watchlist`` that ``scope`` covers from ``since`` until before ``until``.

    ``id`` is that of the action that made it; ``expired_by`` who ended it early, empty where nobody did.
    """

    id: str
    watchlist: str
    by: str
    since: datetime
    until: datetime
    comment: str = ""
    scope: Scope = Scope()
    expired_by: str = ""


def silence_of(action: Action) -> Silence | None:
    """The silence that ``action`` makes; ``None`` where it makes none: it says something else, or has no end."""
    if action.verb != "silence" or action.until is None:
        return None
    return Silence(
        id=action.id,
        watchlist=action.watchlist,
        by=action.by,
        since=action.at,
        until=action.until,
        comment=action.text,
        scope=action.scope,
    )


def after(silences: tuple[Silence, ...], action: Action) -> tuple[Silence, ...]:
    """The silences once ``action`` is known; the same action twice changes nothing more."""
    if action.verb == "expire":
        return tuple(_expired(silence, action) for silence in silences)
    made = silence_of(action)
    known = {silence.id for silence in silences}
    return (*silences, made) if made is not None and made.id not in known else silences


def folded(actions: Iterable[Action]) -> tuple[Silence, ...]:
    """Every silence that ``actions``, in their order, have made, ended ones too."""
    silences: tuple[Silence, ...] = ()
    for action in actions:
        silences = after(silences, action)
    return silences


def active(silence: Silence, at: datetime) -> bool:
    """Whether it holds at ``at``."""
    return silence.since <= at < silence.until


def covers(silence: Silence, facts: Facts) -> bool:
    """Whether a report is one of those it is about, whatever the time."""
    scope = silence.scope
    asked = Condition(
        watchlists=(silence.watchlist,),
        terms=scope.terms,
        feeds=scope.feeds,
        languages=scope.languages,
        countries=scope.countries,
    )
    return holds(asked, facts)


def silenced_by(
    silences: Iterable[Silence], facts: Facts, at: datetime, *, first_report: bool = False
) -> Silence | None:
    """The silence that holds a report at ``at``, of several the one that lasts longest; ``None``: nothing does.

    The ``first_report`` of a story is held only by a silence whose author said so.
    """
    holding = [
        silence
        for silence in silences
        if active(silence, at)
        and covers(silence, facts)
        and (silence.scope.first_reports or not first_report)
    ]
    return max(holding, key=lambda silence: (silence.until, silence.id), default=None)


def _expired(silence: Silence, action: Action) -> Silence:
    if silence.id != action.text or silence.watchlist != action.watchlist or silence.until <= action.at:
        return silence
    return replace(silence, until=action.at, expired_by=action.by)
