"""What every kind of list comes down to."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec


class Row(NamedTuple):
    """A form of a term in a language; ``place`` is where it stands in the list, a line mostly."""

    place: str
    term: str
    language: str
    form: str


class Skipped(NamedTuple):
    """Something in the list that becomes no form, and why."""

    place: str
    what: str
    why: str


def in_order(skipped: Iterable[Skipped]) -> list[Skipped]:
    """By line, where places are lines; others stay in their order, before them."""
    return sorted(skipped, key=lambda one: int(one.place) if one.place.isdecimal() else 0)


class Rows(msgspec.Struct):
    """All rows of a list in its order, and what is none."""

    rows: list[Row] = []
    skipped: list[Skipped] = []


class ListError(ValueError):
    """The list can't be read at all; the message says why and where."""


NO_LANGUAGE = "its language is not said: add it, or name one for all such rows with --language"
