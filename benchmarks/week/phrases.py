"""Sentences and names to tell made-up news with, in six languages."""

import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

LANGUAGES: Final = ("en", "ar", "fa", "ru", "tr", "fr")
"""In the order of the columns of ``names.yaml``."""
NAMES: Final = ("places", "idlib", "cities", "people", "orgs", "sides", "roles", "sites")
_FOLDER: Final = Path(__file__).parent / "phrases"
_EITHER: Final = re.compile(r"\[([^\[\]]*)\]")
_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

Wordings = tuple[str, ...]


class Phrases(msgspec.Struct, frozen=True):
    """One language's: ``titles`` and ``leads`` by kind of event, ``facts`` by name, each in several wordings."""

    language: str
    days: Wordings
    titles: Mapping[str, Wordings]
    leads: Mapping[str, Wordings]
    facts: Mapping[str, Wordings]
    background: Wordings
    tails: Wordings
    related: str
    update: Wordings
    fillers: Wordings


@cache
def phrases(language: str) -> Phrases:
    """What ``phrases/<language>.yaml`` says."""
    read = _read(language)
    events: Mapping[str, Mapping[str, str]] = read["events"]
    return Phrases(
        language=language,
        days=tuple(read["days"]),
        titles={kind: _lines(event["titles"]) for kind, event in events.items()},
        leads={kind: _lines(event["leads"]) for kind, event in events.items()},
        facts={name: _lines(wordings) for name, wordings in read["facts"].items()},
        background=_lines(read["background"]),
        tails=_lines(read["tails"]),
        related=read["related"],
        update=_lines(read["update"]),
        fillers=_lines(read["fillers"]),
    )


@cache
def names(what: str) -> tuple[Mapping[str, str], ...]:
    """The names of ``what``, each by language."""
    lines = _lines(_read("names")[what])
    return tuple(dict(zip(LANGUAGES, line.split("; "), strict=True)) for line in lines)


def said(wording: str, slots: Mapping[str, object], language: str, chance: random.Random) -> str:
    """A wording with one of each ``[this|that]`` taken, filled in, as a sentence of ``language``."""
    text = _EITHER.sub(lambda found: chance.choice(found[1].split("|")), wording).format_map(slots)
    if language == "fa":
        text = text.translate(_PERSIAN)
    first = "İ" if language == "tr" and text.startswith("i") else text[:1].upper()
    return first + text[1:]


def _lines(block: str) -> Wordings:
    return tuple(block.strip().split("\n"))


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
