"""A document against a model: the value, or every fault of it, each at its place and in an operator's words.

No message quotes what may be a secret: texts stand in it only where their key's type can't hold one.
"""

from typing import Any, Final, TypeVar

import msgspec
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from tocsin.config.document import Document, Path, value_at
from tocsin.config.issues import Issue
from tocsin.config.shape import DISCRIMINATOR, Spot, bare, key_types, keyed, locate, tags
from tocsin.config.types import Section, Words
from tocsin.config.words import listed, words
from tocsin.config.zones import Named

S = TypeVar("S", bound=Section)

ALIKE: Final = 60.0  # `lang`/`language` 67, `titel`/`title` 80, `foo`/`forms` 50
SHOWN: Final = 40


class Fault(msgspec.Struct, frozen=True):
    """A fault before it has a place. ``at_key``: the key itself is wrong, not its value."""

    path: Path
    message: str
    at_key: bool = False

    def issue(self, document: Document) -> Issue:
        return document.issue(self.path, self.message, at_key=self.at_key)


def validated(data: Any, model: type[S]) -> S | list[Fault]:
    """``data`` as a ``model``, or every fault pydantic finds. Never raises."""
    try:
        return model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        found = error.errors(include_url=False)
        return [_fault(model, data, details) for details in found if not _echo(data, model, details)]


def unknown(key: str, known: tuple[str, ...], noun: str = "key") -> str:
    """What to say of a key that no model knows."""
    if not known:
        return f"unknown {noun}; nothing may stand here"
    return f"unknown {noun}{_nearest(key, known) or ';'} allowed: {', '.join(known)}"


def _echo(data: Any, model: type[Section], details: ErrorDetails) -> bool:
    """Whether a list is only called too short because pydantic did not count its faulty items."""
    written = value_at(data, locate(model, details["loc"]).path)
    return details["type"] == "too_short" and bool(written)


def _fault(model: type[Section], data: Any, details: ErrorDetails) -> Fault:
    spot = locate(model, details["loc"])
    kind = details["type"]
    if kind == "extra_forbidden":
        section = bare(locate(model, details["loc"][:-1]).annotation)
        return Fault(spot.path, unknown(str(spot.path[-1]), tuple(key_types(section))), at_key=True)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _key_fault(spot, data) if keyed(spot.annotation) else _tag_fault(spot, data)
    allowed = words(spot.annotation)
    if kind == "missing":
        return Fault(spot.path, f"missing; must be {allowed.text}")
    if spot.at_key:
        return Fault(spot.path, f"the key {_must_be(allowed, spot.path[-1])}", at_key=True)
    written = value_at(data, spot.path)
    return Fault(spot.path, _must_be(allowed, details["input"] if written is None else written))


def _tag_fault(spot: Spot, data: Any) -> Fault:
    path, allowed = (*spot.path, DISCRIMINATOR), listed(tags(spot.annotation))
    found = value_at(data, path)
    if found is None:
        return Fault(path, f"missing; must be {allowed}")
    return Fault(path, _must_be(Words(allowed), found))


def _key_fault(spot: Spot, data: Any) -> Fault:
    written = value_at(data, spot.path)
    if not isinstance(written, dict) or not written:
        return Fault(spot.path, _must_be(words(spot.annotation), written))
    allowed = tuple(key for section in keyed(spot.annotation) for key in key_types(section))
    known = [key for key in written if key in allowed]
    if not known:
        first = next(iter(written))
        return Fault((*spot.path, first), unknown(first, allowed), at_key=True)
    message = f"stands beside '{known[0]}'; one key each: make a list of both under 'all' or 'any'"
    return Fault((*spot.path, known[1]), message, at_key=True)


def _must_be(allowed: Words, found: object) -> str:
    if found is None:
        return f"has no value; must be {allowed.text}"
    if isinstance(found, list | dict):
        kind = "list" if isinstance(found, list) else "mapping"
        return f"must be {allowed.text}, not {'a' if found else 'an empty'} {kind}"
    text = str(found)
    shown = f"{text[:SHOWN]!r}{'...' if len(text) > SHOWN else ''}"
    hint = _nearest(text, allowed.names()) if isinstance(allowed, Named) else ""
    return f"must be {allowed.text}{f', not {shown}' if allowed.shown else ''}{hint}"


def _nearest(text: str, known: tuple[str, ...]) -> str:
    near = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=ALIKE, processor=str.casefold)
    return f"; did you mean '{near[0]}'?" if near else ""
